// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;

class SavepointTest {
    private static final int MANY = 50;

    private final TestHeap heap = new TestHeap(64L << 20);
    private final Mutator mutator = heap.mutator();
    private final long ref = heap.object(4, 1);
    private final long other = heap.object(4, 1);

    @BeforeEach
    void begin() {
        mutator.begin(0);
    }

    @AfterEach
    void close() {
        heap.close();
    }

    @Test
    void shouldForgetWhatWasWrittenSince() {
        mutator.store(ref, FIRST, 2);
        Savepoint savepoint = mutator.savepoint();
        mutator.store(ref, FIRST, 3);
        mutator.store(ref, FIRST + 1, 3);
        for (int i = 0; i < MANY; i++) {
            mutator.store(heap.object(1, 1), FIRST, i);
        }
        mutator.rollbackTo(savepoint);
        assertEquals(2, mutator.load(ref, FIRST));
        assertEquals(1, mutator.load(ref, FIRST + 1));
        assertTrue(mutator.commit());
        assertEquals(2, heap.read(ref, FIRST));
        assertEquals(1, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldBringBackTheContentsOfANewBody() {
        mutator.replaceBody(ref, heap.body(8, 5));
        Savepoint savepoint = mutator.savepoint();
        mutator.store(ref, FIRST, 6);
        mutator.rollbackTo(savepoint);
        assertTrue(mutator.commit());
        assertEquals(5, heap.read(ref, FIRST));
        assertEquals(8, heap.read(ref, ObjectLayout.SIZE_WORD));
    }

    @Test
    void shouldBringBackALargeBodyWhoseBlockWasTakenByASmallerOne() {
        int spans = 4 * Geometry.SPAN_BYTES / Long.BYTES - ObjectLayout.FIRST_CELL_WORD;
        long large = heap.body(spans, 5);
        mutator.replaceBody(ref, large);
        Savepoint savepoint = mutator.savepoint();
        mutator.replaceBody(ref, heap.body(8, 6));
        long smaller = heap.body(spans / 2 - 1, 7);
        long neighbour = heap.body(spans / 4 - 2, 8);
        assertEquals(large, smaller);
        mutator.replaceBody(ref, smaller);
        mutator.rollbackTo(savepoint);
        assertEquals(5, mutator.load(ref, FIRST + spans - 1));
        assertEquals(8, heap.memory.getPlain(neighbour + ObjectLayout.BODY_HEADER_BYTES));
        assertTrue(mutator.commit());
    }

    @Test
    void shouldBringBackANewBodyThatWasReplacedAgain() {
        mutator.replaceBody(ref, heap.body(8, 5));
        Savepoint savepoint = mutator.savepoint();
        mutator.replaceBody(ref, heap.body(16, 6));
        mutator.replaceBody(other, heap.body(8, 7));
        mutator.rollbackTo(savepoint);
        assertTrue(mutator.commit());
        assertEquals(5, heap.read(ref, FIRST + 7));
        assertEquals(8, heap.read(ref, ObjectLayout.SIZE_WORD));
        assertEquals(1, heap.read(other, FIRST));
    }

    @Test
    void shouldKeepWhatWasReadSince() {
        Savepoint savepoint = mutator.savepoint();
        mutator.load(other, FIRST);
        mutator.rollbackTo(savepoint);
        mutator.store(ref, FIRST, 2);
        heap.write(heap.mutator(), other, FIRST, 9);
        assertFalse(mutator.commit());
        assertEquals(1, heap.read(ref, FIRST));
    }

    @Test
    void shouldNotSaveADoomedTransaction() {
        mutator.load(ref, FIRST);
        heap.write(heap.mutator(), ref, FIRST, 9);
        heap.write(heap.mutator(), other, FIRST, 9);
        assertThrows(ConflictException.class, () -> mutator.load(other, FIRST));
        assertThrows(ConflictException.class, mutator::savepoint);
    }
}

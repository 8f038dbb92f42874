// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;

class MutatorPoolTest {
    private static final long ERA = EraWord.of(1, EraWord.ARMED);

    private final TestHeap heap = new TestHeap(1 << 20);
    private final MutatorPool pool = new MutatorPool(heap.attachment);

    @AfterEach
    void close() {
        pool.close();
        heap.close();
    }

    private long era(Mutator mutator) {
        return heap.memory.getVolatile(SlotLayout.offset(mutator.slot().number()) + SlotLayout.ERA);
    }

    @Test
    void shouldRestWhatNobodyUses() {
        Mutator used = pool.use(mutator -> mutator);
        assertEquals(EraWord.RESTING, era(used));
    }

    @Test
    void shouldPassWhenATaskBegins() {
        Mutator used = pool.use(mutator -> mutator);
        heap.memory.putVolatile(Superblock.EPOCH, ERA);
        Mutator again = pool.use(mutator -> {
            assertEquals(ERA, era(mutator));
            return mutator;
        });
        assertSame(used, again);
    }

    @Test
    void shouldRestAfterATaskThatLeavesATransaction() {
        Mutator used = pool.use(mutator -> {
            mutator.begin(0);
            return mutator;
        });
        assertEquals(EraWord.RESTING, era(used));
    }

    @Test
    void shouldPassButNotRestInATransaction() {
        try (Mutator mutator = heap.mutator()) {
            mutator.begin(0);
            heap.memory.putVolatile(Superblock.EPOCH, ERA);
            mutator.pass();
            assertEquals(ERA, era(mutator));
            assertThrows(IllegalStateException.class, mutator::rest);
            mutator.abort();
            mutator.rest();
        }
    }

    @Test
    void shouldNotGoBackWhenItIsPassedFor() {
        try (Mutator mutator = heap.mutator()) {
            heap.memory.putVolatile(Superblock.EPOCH, ERA);
            mutator.pass();
            mutator.passFor(0);
            assertEquals(ERA, era(mutator));
            mutator.rest();
            mutator.passFor(ERA);
            assertTrue(mutator.hasPassedInto(EraWord.RESTING));
        }
    }

    @Test
    void shouldPassForNobodyOnceItIsClosed() {
        Mutator mutator = heap.mutator();
        long before = era(mutator);
        mutator.close();
        mutator.passFor(ERA);
        assertEquals(before, era(mutator));
    }
}

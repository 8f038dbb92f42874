// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;
import static org.sharedobjects.heap.txn.TestHeap.atomically;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.Superblock;

class TransactionTest {
    private final TestHeap heap = new TestHeap(64L << 20);
    private final Mutator mutator = heap.mutator();
    private final Mutator other = heap.mutator();

    @AfterEach
    void close() {
        heap.close();
    }

    @Test
    void shouldSeeItsOwnWritesAndNobodyElseBeforeCommit() {
        long ref = heap.object(4, 1);
        mutator.begin(0);
        mutator.store(ref, FIRST, 2);
        assertEquals(2, mutator.load(ref, FIRST));
        assertEquals(1, heap.read(ref, FIRST));
        assertTrue(mutator.commit());
        assertEquals(2, heap.read(ref, FIRST));
        assertFalse(mutator.active());
    }

    @Test
    void shouldUndoEverythingOnAbort() {
        long ref = heap.object(4, 1);
        mutator.begin(0);
        mutator.store(ref, FIRST, 2);
        mutator.replaceBody(ref, heap.body(8, 3));
        mutator.abort();
        assertEquals(1, heap.read(ref, FIRST));
        assertEquals(4, heap.read(ref, ObjectLayout.SIZE_WORD));
    }

    @Test
    void shouldRejectCommitWhenReadSetChanged() {
        long read = heap.object(1, 1);
        long written = heap.object(1, 1);
        mutator.begin(0);
        mutator.store(written, FIRST, mutator.load(read, FIRST) + 1);
        heap.write(other, read, FIRST, 5);
        assertFalse(mutator.commit());
        assertEquals(1, heap.read(written, FIRST));
    }

    @Test
    void shouldRejectLostUpdate() {
        long ref = heap.object(1, 1);
        mutator.begin(0);
        mutator.store(ref, FIRST, mutator.load(ref, FIRST) + 1);
        atomically(other, () -> other.store(ref, FIRST, other.load(ref, FIRST) + 1));
        assertFalse(mutator.commit());
        assertEquals(2, heap.read(ref, FIRST));
    }

    @Test
    void shouldRejectWriteSkew() {
        long a = heap.object(1, 1);
        long b = heap.object(1, 1);
        mutator.begin(0);
        other.begin(0);
        mutator.store(a, FIRST, mutator.load(a, FIRST) - mutator.load(b, FIRST));
        other.store(b, FIRST, other.load(a, FIRST) - other.load(b, FIRST));
        assertTrue(mutator.commit() ^ other.commit());
        assertEquals(1, heap.read(a, FIRST) + heap.read(b, FIRST));
    }

    @Test
    void shouldNeverSeeTwoMoments() {
        long a = heap.object(1, 1);
        long b = heap.object(1, 1);
        mutator.begin(0);
        assertEquals(1, mutator.load(a, FIRST));
        atomically(other, () -> {
            other.store(a, FIRST, 2);
            other.store(b, FIRST, 2);
        });
        assertThrows(ConflictException.class, () -> mutator.load(b, FIRST));
        assertTrue(mutator.doomed());
        assertThrows(ConflictException.class, () -> mutator.load(a, FIRST));
        assertThrows(ConflictException.class, () -> mutator.store(a, FIRST, 3));
        assertFalse(mutator.commit());
    }

    @Test
    void shouldExtendItsSnapshotOverUnrelatedCommits() {
        long a = heap.object(1, 1);
        long b = heap.object(1, 1);
        mutator.begin(0);
        assertEquals(1, mutator.load(a, FIRST));
        heap.write(other, b, FIRST, 2);
        assertEquals(2, mutator.load(b, FIRST));
        assertTrue(mutator.commit());
    }

    @Test
    void shouldWriteNothingWhenItOnlyReads() {
        long ref = heap.object(1, 1);
        long lock = heap.memory.getPlain(ref);
        long clock = heap.memory.getPlain(Superblock.CLOCK);
        mutator.begin(0);
        assertEquals(1, mutator.load(ref, FIRST));
        assertTrue(mutator.commit());
        assertEquals(lock, heap.memory.getPlain(ref));
        assertEquals(clock, heap.memory.getPlain(Superblock.CLOCK));
    }

    @Test
    void shouldGoToTheNewBodyAfterReplacing() {
        long ref = heap.object(2, 1);
        mutator.begin(0);
        mutator.store(ref, FIRST, 9);
        long body = heap.body(100, 7);
        mutator.replaceBody(ref, body);
        assertEquals(7, mutator.load(ref, FIRST));
        mutator.store(ref, FIRST + 99, 8);
        assertEquals(1, heap.read(ref, FIRST));
        assertTrue(mutator.commit());
        assertEquals(7, heap.read(ref, FIRST));
        assertEquals(8, heap.read(ref, FIRST + 99));
        assertEquals(100, heap.read(ref, ObjectLayout.SIZE_WORD));
    }

    @Test
    void shouldCommitBodiesAndWordsTogetherInAnyOrder() {
        long[] refs = new long[40];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = heap.object(4, 0);
        }
        mutator.begin(0);
        for (int i = 0; i < refs.length; i++) {
            int at = i * 17 % refs.length;
            mutator.store(refs[at], FIRST + 1, at);
            if (at % 3 == 0) {
                mutator.replaceBody(refs[at], heap.body(6, 100 + at));
            } else {
                mutator.store(refs[at], FIRST + 3, 2L * at);
            }
        }
        assertTrue(mutator.commit());
        for (int i = 0; i < refs.length; i++) {
            assertEquals(i % 3 == 0 ? 100 + i : i, heap.read(refs[i], FIRST + 1));
            assertEquals(i % 3 == 0 ? 100 + i : 2 * i, heap.read(refs[i], FIRST + 3));
            assertEquals(i % 3 == 0 ? 6 : 4, heap.read(refs[i], ObjectLayout.SIZE_WORD));
        }
    }

    @Test
    void shouldReuseReplacedBodies() {
        long ref = heap.object(2, 0);
        long before = 0;
        for (int i = 0; i < 100_000; i++) {
            heap.replace(mutator, ref, heap.body(1000, i));
            if (i == 100) {
                before = heap.segment.usedBytes();
            }
        }
        assertEquals(before, heap.segment.usedBytes());
        assertEquals(99_999, heap.read(ref, FIRST + 999));
    }

    @Test
    void shouldCommitTwoHundredThousandWrites() {
        int cells = 1000;
        long[] refs = new long[200];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = heap.object(cells, 0);
        }
        atomically(mutator, () -> {
            for (int word = 0; word < cells; word++) {
                for (long ref : refs) {
                    mutator.store(ref, FIRST + word, mutator.load(ref, FIRST + word) + ref + word);
                }
            }
            for (long ref : refs) {
                assertEquals(ref + 77, mutator.load(ref, FIRST + 77));
            }
        });
        for (long ref : refs) {
            for (int word = 0; word < cells; word++) {
                assertEquals(ref + word, heap.read(ref, FIRST + word));
            }
        }
        long used = heap.segment.usedBytes();
        for (int run = 0; run < 5; run++) {
            atomically(mutator, () -> {
                for (long ref : refs) {
                    for (int word = 0; word < cells; word++) {
                        mutator.store(ref, FIRST + word, -1);
                    }
                }
            });
        }
        assertEquals(used, heap.segment.usedBytes());
    }

    @Test
    void shouldUndoEverythingWhenTheLogDoesNotFit() {
        long ref = heap.object(10_000, 1);
        try {
            for (; ; ) {
                heap.allocator.allocate(64 << 10);
            }
        } catch (HeapFullException full) {
            assertTrue(String.valueOf(full.getMessage()).startsWith("heap is full: needed=65536"));
        }
        mutator.begin(0);
        for (int i = 0; i < 10_000; i++) {
            mutator.store(ref, FIRST + i, 2);
        }
        assertThrows(HeapFullException.class, mutator::commit);
        assertFalse(mutator.active());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(1, heap.read(ref, FIRST + i));
        }
        atomically(mutator, () -> mutator.store(ref, FIRST, 3));
        assertEquals(3, heap.read(ref, FIRST));
    }

    @Test
    void shouldLoadRangesWithItsOwnWritesInThem() {
        long ref = heap.object(6, 5);
        long[] words = new long[8];
        atomically(mutator, () -> {
            mutator.store(ref, FIRST + 2, 9);
            mutator.loadRange(ref, FIRST, words, 1, 6);
        });
        assertArrayEquals(new long[] {0, 5, 5, 9, 5, 5, 5, 0}, words);
    }

    @Test
    void shouldLoseAPlainWriteWhenTheLockWordMoved() {
        long ref = heap.object(4, 1);
        long lock = heap.memory.getAcquire(ref);
        long body = heap.memory.getPlain(ref + ObjectLayout.BODY);
        heap.write(other, ref, FIRST, 2);
        assertFalse(mutator.plain().write(ref, lock, body, FIRST, 3));
        assertFalse(mutator.plain().replace(ref, lock, body, heap.body(4, 0)));
        assertEquals(2, heap.read(ref, FIRST));
    }

    @Test
    void shouldWriteUpToFourWordsInOneStep() {
        long ref = heap.object(4, 0);
        long body = heap.memory.getPlain(ref + ObjectLayout.BODY);
        assertTrue(mutator.plain().write(ref, heap.memory.getAcquire(ref), body, 2, 1, 3, 2));
        assertTrue(mutator.plain().write(ref, heap.memory.getAcquire(ref), body, 2, 3, 3, 4, 4, 5));
        assertTrue(mutator.plain().write(ref, heap.memory.getAcquire(ref), body, 2, 6, 3, 7, 4, 8, 5, 9));
        for (int i = 0; i < 4; i++) {
            assertEquals(6 + i, heap.read(ref, FIRST + i));
        }
    }

    @Test
    void shouldRefuseWordsOutsideTheBody() {
        long ref = heap.object(4, 1);
        long second = heap.object(4, 1);
        mutator.begin(0);
        mutator.store(ref, FIRST, 2);
        mutator.store(second, FIRST + 4, 2);
        assertThrows(HeapCorruptException.class, mutator::commit);
        assertEquals(1, heap.read(ref, FIRST));
        heap.write(other, ref, FIRST, 3);
        heap.write(other, second, FIRST, 3);
    }

    @Test
    void shouldKeepWhatIsCommittedWhenTheOldBodyCannotBeRecycled() {
        long ref = heap.object(4, 1);
        long noBlock = heap.body(4, 1) + 16;
        heap.memory.putPlain(noBlock, ObjectLayout.header(0, 1, 2));
        heap.memory.putPlain(ref + ObjectLayout.BODY, noBlock);
        long body = heap.body(4, 7);
        mutator.begin(0);
        mutator.replaceBody(ref, body);
        assertTrue(mutator.commit());
        assertEquals(7, heap.read(ref, FIRST));
        assertTrue(heap.body(4, 8) != body);
        heap.memory.putPlain(ref + ObjectLayout.BODY, noBlock);
        heap.replace(mutator, ref, heap.body(4, 9));
        assertEquals(9, heap.read(ref, FIRST));
    }

    @Test
    void shouldKeepTheSeqOfASlotAcrossOwners() {
        long ref = heap.object(1, 1);
        Mutator first = heap.mutator();
        heap.write(first, ref, FIRST, 2);
        long seq = first.slot().seq();
        int number = first.slot().number();
        first.close();
        Mutator next = heap.mutator();
        assertEquals(number, next.slot().number());
        assertTrue(next.slot().seq() > seq);
    }

    @Test
    void shouldRefuseToNestAndToEndWhatDoesNotRun() {
        mutator.begin(0);
        assertThrows(IllegalStateException.class, () -> mutator.begin(0));
        mutator.abort();
        assertThrows(IllegalStateException.class, mutator::commit);
        assertThrows(IllegalStateException.class, mutator::abort);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.Mutator;

class LostUpdateTest {
    private static final int ROUNDS = Scale.rounds(200_000);

    @Test
    void shouldRefuseTheSecondOfTwoIncrementsOfTheSameValue() {
        try (WordHeap heap = new WordHeap();
                Mutator first = heap.mutator();
                Mutator second = heap.mutator()) {
            long x = heap.object(0);
            first.begin(0);
            second.begin(0);
            increment(first, x);
            increment(second, x);
            assertTrue(first.commit());
            assertFalse(second.commit());
            assertEquals(1, heap.read(x));
        }
    }

    @Test
    void shouldRefuseATransactionWhoseValueAPlainWriteChanged() {
        try (WordHeap heap = new WordHeap();
                Mutator first = heap.mutator();
                Mutator second = heap.mutator()) {
            long x = heap.object(0);
            first.begin(0);
            increment(first, x);
            heap.update(second, x, value -> value + 10);
            assertFalse(first.commit());
            assertEquals(10, heap.read(x));
        }
    }

    @Test
    void shouldRefuseAPlainWriteWhoseLockWordIsOutOfDate() {
        try (WordHeap heap = new WordHeap();
                Mutator mutator = heap.mutator()) {
            long x = heap.object(0);
            long lock = heap.memory().getAcquire(x);
            heap.update(mutator, x, value -> 1);
            assertFalse(mutator.plain().write(x, lock, x + 16, WordHeap.CELL, 2));
            assertEquals(1, heap.read(x));
        }
    }

    @Test
    void shouldCountEveryIncrementOfTransactionsAndPlainOperations() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long x = heap.object(0);
            Together.run(
                    heap,
                    mutator -> repeat(() -> atomically(mutator, () -> increment(mutator, x))),
                    mutator -> repeat(() -> atomically(mutator, () -> increment(mutator, x))),
                    mutator -> repeat(() -> heap.update(mutator, x, value -> value + 1)),
                    mutator -> repeat(() -> heap.update(mutator, x, value -> value + 1)));
            assertEquals(4L * ROUNDS, heap.read(x));
        }
    }

    private static void increment(Mutator mutator, long ref) {
        store(mutator, ref, load(mutator, ref) + 1);
    }

    private static void repeat(Runnable step) {
        for (int i = 0; i < ROUNDS; i++) {
            step.run();
        }
    }
}

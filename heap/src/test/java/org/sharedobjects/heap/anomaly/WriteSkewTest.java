// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.Mutator;

/** Two doctors: each may leave when the other stays, and looks before. */
class WriteSkewTest {
    private static final int ROUNDS = Scale.rounds(200_000);

    @Test
    void shouldCommitOneOfTwoTransactionsThatEachReadWhatTheOtherWrites() {
        try (WordHeap heap = new WordHeap();
                Mutator first = heap.mutator();
                Mutator second = heap.mutator()) {
            long[] leave = heap.objects(2);
            first.begin(0);
            second.begin(0);
            leaveIfNobodyDid(first, leave, 0);
            leaveIfNobodyDid(second, leave, 1);
            int committed = (first.commit() ? 1 : 0) + (second.commit() ? 1 : 0);
            assertEquals(1, committed);
            assertEquals(1, heap.read(leave[0]) + heap.read(leave[1]));
        }
    }

    @Test
    void shouldNeverLetBothLeave() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] leave = heap.objects(2);
            AtomicLong left = new AtomicLong();
            AtomicBoolean done = new AtomicBoolean();
            Together.run(heap, doctor(leave, 0, left, done), doctor(leave, 1, left, done), mutator -> {
                while (!done.get()) {
                    assertTrue(atomically(mutator, () -> load(mutator, leave[0]) + load(mutator, leave[1])) <= 1);
                }
            });
            assertTrue(left.get() > ROUNDS / 10, "the doctors hardly ever left: " + left);
        }
    }

    private static Together.Action doctor(long[] leave, int me, AtomicLong left, AtomicBoolean done) {
        return mutator -> {
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    left.addAndGet(atomically(mutator, () -> leaveIfNobodyDid(mutator, leave, me)));
                    atomically(mutator, () -> store(mutator, leave[me], 0));
                }
            } finally {
                done.set(true);
            }
        };
    }

    private static long leaveIfNobodyDid(Mutator mutator, long[] leave, int me) {
        long others = load(mutator, leave[1 - me]);
        if (load(mutator, leave[me]) + others != 0) {
            return 0;
        }
        store(mutator, leave[me], 1);
        return 1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

/** A transaction that has failed often goes first, but not for long. */
class PriorityTokenTest {
    /** Enough failures for the priority, and for more than half a second of it. */
    private static final int MANY_FAILURES = 20;

    private static final int JUST_ENOUGH_FAILURES = 8;
    private static final long MUCH_LESS_MILLIS = 50;
    private static final int OBJECTS = 2_000;
    private static final int LONG_TRANSACTIONS = Scale.rounds(20);
    private static final int MOST_RUNS = 40;

    @Test
    void shouldHoldBackOtherTransactions() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long x = heap.object(0);
            assertWaits(heap, mutator -> atomically(mutator, () -> store(mutator, x, load(mutator, x) + 1)));
            assertEquals(1, heap.read(x));
        }
    }

    @Test
    void shouldHoldBackPlainWrites() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long x = heap.object(0);
            assertWaits(heap, mutator -> heap.update(mutator, x, value -> value + 1));
            assertEquals(1, heap.read(x));
        }
    }

    private static void assertWaits(WordHeap heap, Together.Action write) throws Exception {
        CountDownLatch hasPriority = new CountDownLatch(1);
        AtomicBoolean written = new AtomicBoolean();
        Together.run(
                heap,
                mutator -> {
                    mutator.begin(MANY_FAILURES);
                    hasPriority.countDown();
                    Thread.sleep(MUCH_LESS_MILLIS);
                    assertFalse(written.get());
                    assertTrue(mutator.commit());
                },
                mutator -> {
                    assertTrue(hasPriority.await(10, SECONDS));
                    write.run(mutator);
                    written.set(true);
                });
    }

    @Test
    void shouldNotHoldBackOthersForeverWhenItStandsStill() throws Exception {
        try (WordHeap heap = new WordHeap();
                Mutator holder = heap.mutator()) {
            long x = heap.object(0);
            holder.begin(JUST_ENOUGH_FAILURES);
            Together.run(heap, mutator -> {
                heap.update(mutator, x, value -> value + 1);
                atomically(mutator, () -> store(mutator, x, load(mutator, x) + 1));
            });
            assertEquals(2, heap.read(x));
        }
    }

    @Test
    void shouldCommitALongTransactionAfterAFewRuns() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] refs = heap.objects(OBJECTS);
            AtomicBoolean done = new AtomicBoolean();
            Together.run(heap, writer(heap, refs, 0, done), writer(heap, refs, 1, done), mutator -> {
                try {
                    for (int i = 0; i < LONG_TRANSACTIONS; i++) {
                        int runs = runsUntilCommitted(mutator, refs);
                        assertTrue(runs <= MOST_RUNS, "runs: " + runs);
                    }
                } finally {
                    done.set(true);
                }
            });
        }
    }

    private static int runsUntilCommitted(Mutator mutator, long[] refs) {
        for (int attempt = 0; ; attempt++) {
            mutator.begin(attempt);
            try {
                long sum = 0;
                for (long ref : refs) {
                    sum += load(mutator, ref);
                }
                store(mutator, refs[0], sum);
                if (mutator.commit()) {
                    return attempt + 1;
                }
            } catch (ConflictException conflict) {
                mutator.abort();
            }
        }
    }

    private static Together.Action writer(WordHeap heap, long[] refs, int from, AtomicBoolean done) {
        return mutator -> {
            for (int i = from; !done.get(); i += 2) {
                long ref = refs[Math.floorMod(i * 7, OBJECTS)];
                if (i % 3 == 0) {
                    heap.update(mutator, ref, value -> value + 1);
                } else {
                    atomically(mutator, () -> store(mutator, ref, load(mutator, ref) + 1));
                }
            }
        };
    }
}

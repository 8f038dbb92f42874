// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

/** A sleep ends by itself after a while; a wake-up that was lost shows as a wait of that length. */
class RetryWakeupTest {
    private static final int ROUNDS = Scale.rounds(4_000);
    private static final long LOST_NANOS = MILLISECONDS.toNanos(90);

    @Test
    void shouldWakeAWaiterAtEachCommit() throws Exception {
        assertFewSlowRounds((heap, mutator, ref, value) -> atomically(mutator, () -> store(mutator, ref, value)));
    }

    @Test
    void shouldWakeAWaiterAtEachPlainWrite() throws Exception {
        assertFewSlowRounds((heap, mutator, ref, value) -> heap.update(mutator, ref, before -> value));
    }

    @Test
    void shouldGiveUpWhenTheTimeIsUp() throws Exception {
        try (WordHeap heap = new WordHeap();
                Mutator mutator = heap.mutator()) {
            long x = heap.object(0);
            mutator.begin(0);
            load(mutator, x);
            assertFalse(mutator.awaitChange(MILLISECONDS.toNanos(30)));
            assertFalse(mutator.active());
        }
    }

    @Test
    void shouldNotSleepWhenTheChangeCameBefore() throws Exception {
        try (WordHeap heap = new WordHeap();
                Mutator waiter = heap.mutator();
                Mutator writer = heap.mutator()) {
            long x = heap.object(0);
            waiter.begin(0);
            load(waiter, x);
            heap.update(writer, x, value -> 1);
            assertTrue(waiter.awaitChange(-1));
        }
    }

    @Test
    void shouldKeepTheMarkOfAWaiterWhenATransactionFails() {
        try (WordHeap heap = new WordHeap();
                Mutator failing = heap.mutator();
                Mutator other = heap.mutator()) {
            long[] refs = heap.objects(2);
            heap.memory().putRelease(refs[0], LockWord.WAITERS);
            failing.begin(0);
            for (long ref : refs) {
                store(failing, ref, load(failing, ref) + 1);
            }
            heap.update(other, refs[1], value -> 5);
            assertFalse(failing.commit());
            assertEquals(LockWord.WAITERS, heap.memory().getAcquire(refs[0]));
        }
    }

    private interface Write {
        void run(WordHeap heap, Mutator mutator, long ref, long value);
    }

    /** Three threads take turns: each waits for its number and writes the next. */
    private static void assertFewSlowRounds(Write write) throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long turn = heap.object(0);
            AtomicInteger slow = new AtomicInteger();
            Together.run(
                    heap,
                    player(heap, turn, 0, write, slow),
                    player(heap, turn, 1, write, slow),
                    player(heap, turn, 2, write, slow));
            assertEquals(3L * ROUNDS, heap.read(turn));
            assertTrue(slow.get() <= ROUNDS / 100, "slow wake-ups: " + slow);
        }
    }

    private static Together.Action player(WordHeap heap, long turn, int me, Write write, AtomicInteger slow) {
        return mutator -> {
            for (long number = me; number < 3L * ROUNDS; number += 3) {
                long mine = number;
                long start = System.nanoTime();
                await(mutator, turn, value -> value == mine);
                if (System.nanoTime() - start > LOST_NANOS) {
                    slow.incrementAndGet();
                }
                write.run(heap, mutator, turn, number + 1);
            }
        };
    }

    private static void await(Mutator mutator, long ref, LongPredicate wanted) throws InterruptedException {
        for (int attempt = 0; ; ) {
            mutator.begin(attempt);
            try {
                if (wanted.test(load(mutator, ref))) {
                    mutator.commit();
                    return;
                }
                mutator.awaitChange(-1);
            } catch (ConflictException conflict) {
                mutator.abort();
                attempt++;
            }
        }
    }
}

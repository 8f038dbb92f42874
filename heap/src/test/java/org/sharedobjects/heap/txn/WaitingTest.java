// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);
    private final TestHeap heap = new TestHeap(16L << 20);
    private final Mutator mutator = heap.mutator();

    @AfterEach
    void close() {
        heap.close();
    }

    private boolean await(Mutator waiter, long ref, long timeoutNanos) {
        waiter.begin(0);
        waiter.load(ref, FIRST);
        try {
            return waiter.awaitChange(timeoutNanos);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldReturnAfterTheTimeout() {
        long ref = heap.object(1, 1);
        long start = System.nanoTime();
        assertFalse(await(mutator, ref, TimeUnit.MILLISECONDS.toNanos(150)));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(150));
        assertFalse(mutator.active());
    }

    @Test
    void shouldReturnAtOnceWhenTheChangeHasHappened() throws InterruptedException {
        long ref = heap.object(1, 1);
        mutator.begin(0);
        mutator.load(ref, FIRST);
        try (Mutator other = heap.mutator()) {
            heap.write(other, ref, FIRST, 2);
        }
        assertTrue(mutator.awaitChange(LONG_NANOS));
    }

    @Test
    void shouldBeWokenByAPlainWriteAndByACommitWithinOneSlice() throws Exception {
        long ref = heap.object(1, 1);
        for (boolean plain : new boolean[] {true, false}) {
            long[] woken = new long[1];
            Thread sleeper = new Thread(() -> {
                try (Mutator waiter = heap.mutator()) {
                    if (await(waiter, ref, LONG_NANOS)) {
                        woken[0] = System.nanoTime();
                    }
                }
            });
            sleeper.start();
            Thread.sleep(220);
            long start = System.nanoTime();
            if (plain) {
                heap.write(mutator, ref, FIRST, 2);
            } else {
                TestHeap.atomically(mutator, () -> mutator.store(ref, FIRST, 3));
            }
            sleeper.join();
            assertTrue(woken[0] - start < TimeUnit.MILLISECONDS.toNanos(75), "woken after " + (woken[0] - start));
        }
    }

    @Test
    void shouldThrowWhenInterrupted() throws Exception {
        long ref = heap.object(1, 1);
        Thread.currentThread().interrupt();
        mutator.begin(0);
        mutator.load(ref, FIRST);
        assertThrows(InterruptedException.class, () -> mutator.awaitChange(-1));
        assertFalse(mutator.active());
    }

    @Test
    void shouldPassAHundredThousandItemsThroughOneCellEachWayWithoutPolling() throws Exception {
        int items = 100_000;
        long slot = heap.object(1, 0);
        var sums = heap.<Long>together(
                producer -> {
                    for (long i = 1; i <= items; i++) {
                        exchange(producer, slot, true, i);
                    }
                    return 0L;
                },
                consumer -> {
                    long sum = 0;
                    for (int i = 0; i < items; i++) {
                        sum += exchange(consumer, slot, false, 0);
                    }
                    return sum;
                });
        assertEquals((long) items * (items + 1) / 2, sums.get(1));
    }

    private static long exchange(Mutator mutator, long ref, boolean put, long value) {
        for (int attempt = 0; ; ) {
            mutator.begin(attempt++);
            try {
                long found = mutator.load(ref, FIRST);
                if (found == 0 != put) {
                    attempt = 0;
                    mutator.awaitChange(-1);
                    continue;
                }
                mutator.store(ref, FIRST, value);
                if (mutator.commit()) {
                    return found;
                }
            } catch (ConflictException e) {
                mutator.abort();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.error.RetriesExhaustedException;
import org.sharedobjects.heap.error.TransactionTimeoutException;

@NullUnmarked // What a map gives back is not null, or the test fails.
@Timeout(60)
class AtomicallyTest {
    private SharedHeap heap;
    private SharedMap root;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.mib(256));
        root = heap.root();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        heap.close();
    }

    @Test
    void shouldUndoEverythingWhenAnExceptionLeavesTheOutermost() {
        root.put("list", List.of(1L));
        Map<?, ?> before = Map.copyOf(root);
        assertThrows(
                IllegalStateException.class,
                () -> heap.atomically(() -> {
                    ((SharedList) root.get("list")).add(2L);
                    root.put("new", Map.of("deep", List.of(1)));
                    root.remove("list");
                    for (int i = 0; i < 1000; i++) {
                        root.put(i, "filler " + i);
                    }
                    throw new IllegalStateException("no");
                }));
        assertEquals(before, root);
        assertEquals(List.of(1L), root.get("list"));
        assertFalse(heap.inTransaction());
    }

    @Test
    void shouldKeepWhatHappenedBeforeAnExceptionCaughtInside() {
        heap.atomically(() -> {
            root.put("a", 1L);
            assertThrows(
                    IllegalStateException.class,
                    () -> heap.atomically(() -> {
                        root.put("b", 2L);
                        throw new IllegalStateException("caught inside");
                    }));
            assertTrue(heap.inTransaction());
        });
        assertEquals(Map.of("a", 1L, "b", 2L), root);
    }

    @Test
    void shouldReadItsOwnWrites() {
        long size = heap.atomically(() -> {
            root.put("k", 1L);
            root.merge("k", 5L, (a, b) -> (Long) a + (Long) b);
            assertEquals(6L, root.get("k"));
            return (long) root.size();
        });
        assertEquals(1, size);
    }

    @Test
    void shouldRunAgainUntilNothingInterferes() throws Exception {
        root.put("n", 0L);
        AtomicInteger runs = new AtomicInteger();
        heap.atomically(() -> {
            long n = (Long) root.get("n");
            if (runs.getAndIncrement() < 3) {
                inOtherThread(() -> root.put("n", 100L + runs.get()));
            }
            root.put("n", n + 1);
        });
        assertEquals(4, runs.get());
        assertEquals(104L, root.get("n"));
    }

    private void inOtherThread(Runnable task) {
        try {
            threads.submit(task).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGiveUpAfterTheGivenRetriesAndLeaveNothing() {
        root.put("n", 0L);
        AtomicInteger runs = new AtomicInteger();
        assertThrows(
                RetriesExhaustedException.class,
                () -> heap.atomically(
                        () -> {
                            root.get("n");
                            inOtherThread(() -> root.put("n", (long) runs.incrementAndGet()));
                            root.put("mine", 1L);
                            return true;
                        },
                        2,
                        null));
        assertEquals(3, runs.get());
        assertEquals(Map.of("n", 3L), root);
    }

    @Test
    void shouldWakeARetryWhenWhatItReadChanges() throws Exception {
        root.put("queue", List.of());
        SharedList queue = (SharedList) root.get("queue");
        Future<Object> taken = threads.submit(() -> heap.atomically(() -> {
            if (queue.isEmpty()) {
                heap.retry();
            }
            return queue.remove(0);
        }));
        Thread.sleep(50);
        assertFalse(taken.isDone());
        queue.add("job");
        assertEquals("job", taken.get());
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldEndARetryWhenItsTimeIsUp() {
        long start = System.nanoTime();
        assertThrows(
                TransactionTimeoutException.class,
                () -> heap.atomically(
                        () -> {
                            if (!root.containsKey("never")) {
                                heap.retry();
                            }
                            return 1;
                        },
                        -1,
                        Duration.ofMillis(50)));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(45).toNanos());
        assertThrows(IllegalStateException.class, heap::retry);
        assertFalse(heap.inTransaction());
    }

    @Test
    void shouldShowOthersAllOfATransactionOrNothing() throws Exception {
        int accounts = 20;
        for (int i = 0; i < accounts; i++) {
            root.put("account " + i, 100L);
        }
        AtomicInteger transfers = new AtomicInteger();
        Runnable worker = () -> {
            Random random = new Random();
            while (transfers.getAndIncrement() < 20_000) {
                String from = "account " + random.nextInt(accounts);
                String to = "account " + random.nextInt(accounts);
                heap.atomically(() -> {
                    root.merge(from, -1L, (a, b) -> (Long) a + (Long) b);
                    root.merge(to, 1L, (a, b) -> (Long) a + (Long) b);
                });
            }
        };
        Future<?> one = threads.submit(worker);
        Future<?> two = threads.submit(worker);
        while (!one.isDone() || !two.isDone()) {
            long total = root.values().stream().mapToLong(value -> (Long) value).sum();
            assertEquals(100L * accounts, total);
        }
        one.get();
        two.get();
        assertEquals(
                100L * accounts,
                root.values().stream().mapToLong(value -> (Long) value).sum());
    }

    @Test
    void shouldNotCountWaitingAsAConflict() {
        root.put("n", 0L);
        AtomicInteger runs = new AtomicInteger();
        heap.atomically(
                () -> {
                    int run = runs.getAndIncrement();
                    root.get("n");
                    if (run <= 4) {
                        inOtherThread(() -> root.put("n", (long) run + 1));
                    }
                    if (run < 4) {
                        heap.retry();
                    }
                    root.put("mine", 1L);
                    return true;
                },
                1,
                Duration.ofSeconds(30));
        assertEquals(6, runs.get());
        assertEquals(1L, root.get("mine"));
    }
}

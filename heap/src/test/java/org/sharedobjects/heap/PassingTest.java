// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

@NullUnmarked // What a map gives back is not null, or the test fails.
@Timeout(60)
class PassingTest {
    private static final long ERA = EraWord.of(1, EraWord.ARMED);

    @TempDir
    private Path folder;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private SharedHeap heap;
    private SharedList list;

    @BeforeEach
    void open() {
        heap = SharedHeap.builder()
                .file(folder.resolve("heap"))
                .size(Size.mib(16))
                .createIfMissing()
                .withoutCollector()
                .open();
        heap.root().put("list", List.of(0L));
        list = (SharedList) heap.root().get("list");
    }

    @AfterEach
    void close() {
        goOn.countDown();
        other.close();
        heap.close();
    }

    private void raiseEra() {
        heap.memory().putVolatile(Superblock.EPOCH, ERA);
    }

    private boolean allHavePassed() {
        return lowestEra(heap.memory()) >= ERA;
    }

    private static long lowestEra(Memory memory) {
        long lowest = EraWord.RESTING;
        for (int slot = 0; slot < memory.getVolatile(Superblock.SLOT_HIGH); slot += 2) {
            long at = SlotLayout.offset(slot);
            if (memory.getVolatile(at + SlotLayout.OWNER) != ProcessLayout.NOBODY) {
                lowest = Math.min(lowest, memory.getVolatile(at + SlotLayout.ERA));
            }
        }
        return lowest;
    }

    private void operate() {
        list.get(0);
    }

    private void block() {
        blocked.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs the task, which blocks, in the other thread, and then tries to pass for it. */
    private boolean isPassedFor(Runnable task) throws InterruptedException, ExecutionException {
        Future<?> running = other.submit(task);
        blocked.await();
        raiseEra();
        operate();
        assertFalse(allHavePassed());
        heap.mutators().passForIdle(ERA);
        boolean passed = allHavePassed();
        goOn.countDown();
        running.get();
        return passed;
    }

    @Test
    void shouldPassWhenAnOperationBegins() {
        raiseEra();
        assertFalse(allHavePassed());
        operate();
        assertEquals(ERA, lowestEra(heap.memory()));
    }

    @Test
    void shouldPassForAThreadThatIsIdle() {
        raiseEra();
        heap.mutators().passForIdle(ERA);
        assertEquals(ERA, lowestEra(heap.memory()));
    }

    @Test
    void shouldPassInsideATransaction() {
        heap.atomically(() -> {
            list.get(0);
            raiseEra();
            assertFalse(allHavePassed());
            list.get(0);
            assertTrue(allHavePassed());
        });
    }

    @Test
    void shouldPassBetweenTheRunsOfATransaction() {
        var runs = new AtomicInteger();
        heap.atomically(() -> {
            long before = (Long) list.get(0);
            if (runs.getAndIncrement() == 0) {
                raiseEra();
                inOtherThread(() -> list.set(0, 5L));
                assertFalse(allHavePassed());
            } else {
                assertTrue(allHavePassed());
            }
            list.set(0, before + 1);
        });
        assertEquals(2, runs.get());
    }

    private void inOtherThread(Runnable task) {
        try {
            other.submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldPassForAThreadThatIsBlockedElsewhere() throws InterruptedException, ExecutionException {
        assertTrue(isPassedFor(() -> {
            operate();
            block();
        }));
    }

    @Test
    void shouldPassForAThreadThatIsBlockedBetweenTwoStepsOfAnIteration()
            throws InterruptedException, ExecutionException {
        assertTrue(isPassedFor(() -> list.forEach(element -> block())));
    }

    @Test
    void shouldPassForAVirtualThread() throws InterruptedException {
        var thread = Thread.ofVirtual().start(() -> {
            operate();
            block();
        });
        blocked.await();
        raiseEra();
        heap.mutators().passForIdle(ERA);
        assertTrue(allHavePassed());
        goOn.countDown();
        thread.join();
    }

    @Test
    void shouldPassForAThreadInsideATransaction() throws InterruptedException, ExecutionException {
        assertTrue(isPassedFor(() -> heap.atomically(this::block)));
    }

    @Test
    void shouldPassForAThreadInsideANestedTransaction() throws InterruptedException, ExecutionException {
        assertTrue(isPassedFor(() -> heap.atomically(() -> {
            operate();
            heap.atomically(this::block);
        })));
    }

    @Test
    void shouldNotPassForAThreadWhoseValueIsBeingCopiedIn() throws InterruptedException, ExecutionException {
        assertFalse(isPassedFor(() -> list.add(computed(this::block))));
    }

    @Test
    void shouldNotPassForAThreadDeepInsideAnOperation() throws InterruptedException, ExecutionException {
        assertFalse(isPassedFor(() -> list.add(computed(() -> deeper(2_000, this::block)))));
    }

    private static void deeper(int calls, Runnable task) {
        if (calls > 0) {
            deeper(calls - 1, task);
        } else {
            task.run();
        }
    }

    private static List<Long> computed(Runnable meanwhile) {
        return new AbstractList<>() {
            @Override
            public Long get(int index) {
                meanwhile.run();
                return 1L;
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }

    @Test
    void shouldNotPassInOperationsThatCopyingInBegins() {
        var passed = new AtomicInteger(-1);
        list.addAll(0, List.of("something long enough for a block", computed(() -> {
            raiseEra();
            operate();
            heap.atomically(() -> list.get(0));
            passed.set(allHavePassed() ? 1 : 0);
        })));
        assertEquals(0, passed.get());
        operate();
        assertTrue(allHavePassed());
    }

    @Test
    void shouldNotPassForWhoMayKeepOffsets() throws InterruptedException, ExecutionException {
        assertFalse(isPassedFor(() -> {
            heap.mutator();
            operate();
            block();
        }));
    }

    @Test
    void shouldWakeWhoWaitsForAChangeSoThatHePasses() throws InterruptedException, ExecutionException {
        Future<?> waiting = other.submit(() -> heap.atomically(() -> {
            if ((Long) list.get(0) == 0) {
                blocked.countDown();
                heap.retry();
            }
        }));
        blocked.await();
        raiseEra();
        operate();
        while (!allHavePassed()) {
            Thread.onSpinWait();
        }
        assertFalse(waiting.isDone());
        list.set(0, 1L);
        waiting.get();
    }

    @Test
    void shouldGiveBackTheMutatorOfAThreadThatHasEnded() throws InterruptedException {
        Thread thread = new Thread(this::operate);
        thread.start();
        thread.join();
        raiseEra();
        heap.mutators().passForIdle(ERA);
        assertTrue(allHavePassed());
        assertEquals(1, heap.mutators().count());
    }

    @Test
    void shouldLeaveNobodyBehindWhoIsIdleWhenTheHeapIsClosed() {
        inOtherThread(this::operate);
        heap.close();
        try (Segment segment = Segment.open(folder.resolve("heap"))) {
            assertEquals(EraWord.RESTING, lowestEra(segment.memory()));
        }
    }
}

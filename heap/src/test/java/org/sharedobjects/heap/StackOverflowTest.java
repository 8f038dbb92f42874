// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.LockWord;

/** Deep recursion is ordinary in Python, and ends in an exception there; wherever it strikes, no lock stays behind. */
class StackOverflowTest {
    private static final int THREADS = 200;
    private static final long STACK_BYTES = 200_000;

    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));

    @AfterEach
    void close() {
        heap.close();
    }

    @Test
    void shouldLeaveNoLockBehindAfterTransactions() throws InterruptedException {
        assertEquals(0, locksLeftBy(lists -> heap.atomically(() -> lists.forEach(list -> list.set(0, 1L)))));
    }

    /** Slots whose owner lives and does not know of them would keep every collector waiting. */
    @Test
    void shouldLeaveNoSlotsBehindWhereTheFirstOperationOfAThreadHasNoRoom() throws InterruptedException {
        for (int i = 0; i < THREADS; i++) {
            int frames = i;
            var thread = new Thread(null, () -> atTheEnd(this::look, new int[] {frames}), "deep", STACK_BYTES);
            thread.setUncaughtExceptionHandler((_, _) -> {});
            thread.start();
            thread.join();
        }
        assertFalse(heap.collect().wasGivenUp(), () -> heap.statistics().toString());
    }

    private void look() {
        assertEquals(0, heap.root().size());
    }

    /** Does it so many frames before the end of the stack. */
    @SuppressWarnings("InfiniteRecursion")
    private static void atTheEnd(Runnable operation, int[] framesLeft) {
        try {
            atTheEnd(operation, framesLeft);
        } catch (StackOverflowError e) {
            if (framesLeft[0]-- == 0) {
                operation.run();
            }
            throw e;
        }
    }

    private interface Operation {
        void on(List<SharedList> lists);
    }

    private int locksLeftBy(Operation operation) throws InterruptedException {
        var all = new ArrayList<SharedList>();
        for (int i = 0; i < THREADS; i++) {
            var lists = List.of(list(), list(), list());
            all.addAll(lists);
            int padding = i;
            var thread = new Thread(null, () -> overflow(operation, lists, padding), "deep", STACK_BYTES + i * 37L);
            thread.start();
            thread.join();
        }
        return (int) all.stream()
                .filter(list -> LockWord.isLocked(heap.memory().getAcquire(list.ref())))
                .count();
    }

    private SharedList list() {
        heap.root().put("list", List.of(0L));
        return (SharedList) heap.root().get("list");
    }

    private static void overflow(Operation operation, List<SharedList> lists, int padding) {
        try {
            deeper(operation, lists, padding);
        } catch (StackOverflowError e) {
            // Wanted.
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void deeper(Operation operation, List<SharedList> lists, int padding) {
        if (padding == 0) {
            operation.on(lists);
        }
        deeper(operation, lists, Math.max(0, padding - 1));
    }
}

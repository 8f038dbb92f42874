// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.reclaim.CollectionReport;

/** Threads make, move, hold and drop objects while the collector is at work all the time. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GarbageTortureTest {
    private static final long SECONDS = Boolean.getBoolean("pso.long") ? 600 : Integer.getInteger("pso.seconds", 5);
    private static final int USERS = 3;

    @Test
    void shouldReleaseWhatIsDroppedAndNothingElse() throws Exception {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                long first = (i + 1L) << 40;
                users.add(threads.submit(() -> use(heap, first, end)));
            }
            long released = 0;
            while (System.nanoTime() < end) {
                // Views end when Java's collector finds them dead.
                System.gc();
                released += heap.collect().releasedBlocks();
            }
            for (Future<?> user : users) {
                user.get();
            }
            assertTrue(released > 1000, () -> "hardly anything was released");
            heap.root().clear();
            heap.resetConflicts();
            assertAllGarbageGoes(heap);
        }
    }

    private static void use(SharedHeap heap, long first, long end) {
        Graph graph = new Graph(heap, new Random(first), first);
        while (System.nanoTime() < end) {
            graph.step();
        }
        graph.letGo();
    }

    private static void assertAllGarbageGoes(SharedHeap heap) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        CollectionReport last;
        do {
            System.gc();
            Thread.sleep(20);
            last = heap.collect();
        } while ((last.wasGivenUp() || last.reachedBlocks() > 200) && System.nanoTime() < deadline);
        assertTrue(last.reachedBlocks() <= 200, "too much is left: " + last);
        assertEquals(List.of(), heap.check().problems());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;

/** Reports while others change everything and a collector releases what they drop. */
@Timeout(120)
class InUseTest {
    private static final int WRITERS = 2;
    private static final long NANOS = 3_000_000_000L;

    @Test
    void shouldMakeReportsOfAHeapThatMovesAndDelayNobody() throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(64))) {
            heap.root().put("stay", List.of(List.of("a text that stays where it is")));
            SharedList stays = (SharedList) Objects.requireNonNull(
                    ((SharedList) Objects.requireNonNull(heap.root().get("stay"))).get(0));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String key = "shelf" + i;
                threads.add(start(failure, stop, () -> change(heap.root(), key)));
            }
            threads.add(start(failure, stop, heap::collect));
            long end = System.nanoTime() + NANOS;
            while (System.nanoTime() < end && failure.get() == null) {
                assertTrue(heap.census().objects() > 0);
                assertEquals("root['stay'][0]", heap.paths(stays, 3).getFirst().text());
                assertTrue(heap.pathsToClass("list", 20).size() > 0);
                assertTrue(heap.statistics().allocatedBytes() > 0);
            }
            long cycles = heap.collections();
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(cycles > 3, "cycles: " + cycles);
        }
        assertNull(failure.get());
    }

    private static Thread start(AtomicReference<@Nullable Throwable> failure, AtomicBoolean stop, Runnable step) {
        return Thread.ofPlatform().start(() -> {
            try {
                while (!stop.get()) {
                    step.run();
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private static void change(SharedMap root, String key) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            list.add(List.of(i, "a text that is released soon, of number " + i));
        }
        root.put(key, list);
        SharedList stored = (SharedList) Objects.requireNonNull(root.get(key));
        for (int i = 0; i < 300; i++) {
            stored.remove(stored.size() - 1);
        }
    }
}

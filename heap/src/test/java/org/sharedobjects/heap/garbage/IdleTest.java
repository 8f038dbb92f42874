// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;

@Timeout(120)
class IdleTest {
    private static final int FEW = 100;

    private SharedHeap heap = SharedHeap.openPrivate(Size.mib(512));

    @AfterEach
    void close() {
        heap.close();
    }

    private int handles() {
        return heap.handles().count();
    }

    /** Views of that many lists, which nobody holds when this returns. */
    private void dropViews(int count) {
        SharedMap root = heap.root();
        root.put("lists", IntStream.range(0, count).mapToObj(List::of).toList());
        SharedList lists = assertInstanceOf(SharedList.class, root.remove("lists"));
        List<Object> views = new ArrayList<>(lists);
        assertTrue(handles() > count);
        assertEquals(count, views.size());
    }

    private void awaitNoHandles(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (handles() > FEW) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "handles: " + handles());
            Thread.sleep(10);
        }
    }

    @Test
    void shouldReleaseWhatDroppedViewsHaveHeld() throws InterruptedException {
        dropViews(10_000);
        awaitNoHandles(Duration.ofSeconds(5));
        while (heap.lastCollection().reachedBlocks() > 1000) {
            Thread.sleep(5);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "pso.long", matches = "true")
    void shouldReleaseAMillionWithinTwoSeconds() throws InterruptedException {
        dropViews(1_000_000);
        awaitNoHandles(Duration.ofSeconds(2));
    }

    @Test
    void shouldStayIdle() throws InterruptedException {
        dropViews(1000);
        awaitNoHandles(Duration.ofSeconds(5));
        Thread.sleep(2000);
        long collections = heap.collections();
        Duration before = cpuTime();
        Thread.sleep(1500);
        assertEquals(collections, heap.collections());
        assertTrue(cpuTime().minus(before).toMillis() < 300);
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Test
    void shouldNotAskJavasCollectorWhenToldNotTo() throws InterruptedException {
        heap.close();
        heap = SharedHeap.builder().size(Size.mib(64)).withoutJavaCollections().open();
        dropViews(1000);
        WeakReference<Object> canary = new WeakReference<>(new Object());
        Thread.sleep(1000);
        assertTrue(canary.refersTo(null) || handles() >= 1000);
        heap.requestThoroughCollection().join();
        assertTrue(handles() <= FEW);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.reclaim.CollectionReport;

/**
 * Stops a collector before stores of its cycle. Another one starts anew in its place, releases blocks, and they are used
 * again; then the first one goes on. {@code -Dpso.long=true} tries every store instead of some.
 *
 * <p>An attachment whose collector stands still does not pass, so that nobody could release anything meanwhile. Here the test
 * passes for it, to find out whether a late collector does harm all by itself.
 */
@Timeout(14_400)
class CollectorFreezeTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int SAMPLES = Integer.getInteger("pso.samples", 5);
    private static final Duration SOON = Duration.ofSeconds(20);
    /** A cycle in the place of another one begins after half a second, and is given up after two. */
    private static final long CYCLE_MILLIS = 5_000;

    @TempDir
    private Path folder;

    private int takenOver;

    @Test
    void shouldDoNoHarmWhenItGoesOnAfterAnotherHasReleasedBlocks() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(64))
                .createIfMissing()
                .open()) {
            freezeAtStores(heap, file);
            Leftovers.drop(heap);
        }
        Leftovers.assertHardlyAnything(file);
    }

    private void freezeAtStores(SharedHeap heap, Path file) throws Exception {
        Set<Thread> others = StandingCollector.collectors();
        try (SharedHeap late = SharedHeap.builder().file(file).open()) {
            Set<Thread> collectors = new HashSet<>(StandingCollector.collectors());
            collectors.removeAll(others);
            Thread victim = collectors.iterator().next();
            Graph graph = new Graph(heap, new Random(1), 1);
            long stores = countStores(graph, victim, late);
            long step = LONG ? 1 : Math.max(1, stores / SAMPLES);
            for (long stop = LONG ? 0 : step / 2; stop < stores; stop += step) {
                standStill(heap, graph, victim, late, stop);
            }
            assertTrue(takenOver > 1, "nobody ever collected in its place");
            graph.letGo();
        }
    }

    /** Also lets go of views nobody holds, so that there is something to release. */
    private static void makeGarbage(Graph graph) throws InterruptedException {
        graph.steps(600);
        System.gc();
        Thread.sleep(30);
    }

    private static long countStores(Graph graph, Thread victim, SharedHeap late) throws Exception {
        makeGarbage(graph);
        try (StandingCollector standing = new StandingCollector(victim, Long.MAX_VALUE)) {
            Leftovers.collect(late, SOON);
            return standing.stores();
        }
    }

    private void standStill(SharedHeap heap, Graph graph, Thread victim, SharedHeap late, long stop) throws Exception {
        makeGarbage(graph);
        CompletableFuture<CollectionReport> lateCycle;
        try (StandingCollector standing = new StandingCollector(victim, stop)) {
            lateCycle = late.requestCollection();
            while (!standing.stands(1) && !lateCycle.isDone()) {}
            if (standing.stands()) {
                collectInItsPlace(heap, late);
                graph.steps(600);
                graph.checkAll();
            }
        }
        lateCycle.get(CYCLE_MILLIS, TimeUnit.MILLISECONDS);
        graph.steps(600);
        graph.checkAll();
        Leftovers.assertSound(heap);
        Leftovers.collect(late, SOON);
        Leftovers.collect(heap, SOON);
        graph.checkAll();
    }

    /** Given up when the one that stands still is just looking through its caches. */
    private void collectInItsPlace(SharedHeap heap, SharedHeap late) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread passing = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                pass(late);
                Thread.onSpinWait();
            }
        });
        try {
            CollectionReport report = heap.requestCollection().get(CYCLE_MILLIS, TimeUnit.MILLISECONDS);
            takenOver += report.wasGivenUp() ? 0 : 1;
        } finally {
            over.set(true);
            passing.join();
        }
    }

    /** Nobody uses this attachment, so there are but its caches. */
    private static void pass(SharedHeap late) {
        long entry = late.attachment().processes().entry() + ProcessLayout.ERA;
        long era = late.memory().getVolatile(Superblock.EPOCH);
        boolean passes = EraWord.phase(era) != EraWord.IDLE
                && late.memory().getVolatile(entry) < era
                && late.allocator().pass(EraWord.cycle(era));
        if (passes) {
            late.memory().raiseTo(entry, era);
        }
    }
}

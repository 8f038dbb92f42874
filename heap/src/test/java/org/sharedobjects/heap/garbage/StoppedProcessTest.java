// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.process.OtherProcess;
import org.sharedobjects.heap.reclaim.CollectionReport;

/**
 * A process that is stopped, at a moment of nobody's choice, keeps what it may have in hand, and nothing else, and finds it as it was
 * when it goes on.
 * {@code -Dpso.long=true} stops one a hundred times.
 */
@Timeout(3_600)
@DisabledOnOs(OS.WINDOWS)
class StoppedProcessTest {
    private static final int STOPS = Boolean.getBoolean("pso.long") ? 100 : 3;
    private static final int MOST_MILLIS = 100;
    private static final int STEPS = 2_000;
    private static final String TEXT = "made while somebody is stopped".repeat(100_000);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void shouldKeepNothingThatWasMadeWhileItIsStopped() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(256))
                .createIfMissing()
                .open()) {
            stopAgainAndAgain(heap, file);
            Leftovers.collect(heap, SOON);
            Leftovers.drop(heap);
        }
        Leftovers.assertHardlyAnything(file);
    }

    private void stopAgainAndAgain(SharedHeap heap, Path file) throws Exception {
        Random random = new Random(STOPS);
        Graph graph = new Graph(heap, random, 1);
        try (OtherProcess other = OtherProcess.start(folder, GarbageKillTest.Worker.class, file, 1L << 40)) {
            other.awaitOutput("works");
            for (int stop = 0; stop < STOPS; stop++) {
                stopFor(heap, graph, random, other);
                other.signal("CONT");
                Leftovers.collect(heap, SOON);
                graph.steps(STEPS);
                other.requireRunning();
            }
            stopFor(heap, graph, random, other);
            other.kill();
        }
        graph.letGo();
    }

    private static void stopFor(SharedHeap heap, Graph graph, Random random, OtherProcess other) throws Exception {
        Thread.sleep(random.nextInt(MOST_MILLIS));
        other.signal("STOP");
        Leftovers.collect(heap, SOON);
        work(graph);
        long before = Leftovers.collect(heap, SOON).reachedBytes();
        heap.root().put("young", TEXT);
        heap.root().remove("young");
        CollectionReport report = Leftovers.collect(heap, SOON);
        assertTrue(report.reachedBytes() < before + TEXT.length(), report::toString);
        work(graph);
    }

    private static void work(Graph graph) {
        long start = System.nanoTime();
        graph.steps(STEPS);
        graph.checkAll();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(SOON) < 0, () -> "hardly anybody could work: " + took);
    }
}

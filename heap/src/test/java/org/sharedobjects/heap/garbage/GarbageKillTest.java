// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.process.OtherProcess;
import org.sharedobjects.heap.reclaim.CollectionReport;

/**
 * Processes make, move, hold and drop objects, all collect, and one after the other is killed at a moment of nobody's choice.
 * {@code -Dpso.long=true} kills two thousand, {@code -Dpso.kills=N} as many as one likes.
 */
@Timeout(14_400)
class GarbageKillTest {
    private static final int KILLS = Integer.getInteger("pso.kills", Boolean.getBoolean("pso.long") ? 2_000 : 3);
    private static final int PROCESSES = 2;
    private static final int MOST_MILLIS = 300;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void shouldReleaseOnlyWhatIsDroppedAndAllOfThatWhenProcessesAreKilled() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(256))
                .createIfMissing()
                .open()) {
            killOneByOne(heap, file);
            assertTrue(
                    Leftovers.collect(heap, LIMIT).reachedBlocks() > Leftovers.FEW_BLOCKS, "there is nothing to drop");
            Leftovers.drop(heap);
        }
        Leftovers.assertHardlyAnything(file);
    }

    private void killOneByOne(SharedHeap heap, Path file) throws Exception {
        Random random = new Random(KILLS);
        Graph graph = new Graph(heap, random, 1);
        List<OtherProcess> processes = new ArrayList<>();
        try {
            for (int kills = 0; kills < KILLS; kills++) {
                while (processes.size() < PROCESSES) {
                    processes.add(start(file, kills + processes.size() + 1));
                }
                OtherProcess victim = processes.remove(kills % PROCESSES);
                victim.awaitOutput("works");
                long end = System.nanoTime() + random.nextInt(MOST_MILLIS) * 1_000_000L;
                while (System.nanoTime() < end) {
                    graph.step();
                }
                victim.requireRunning();
                victim.kill();
                graph.checkAll();
                Leftovers.collect(heap, LIMIT);
                graph.steps(1_000);
            }
            for (OtherProcess process : processes) {
                process.requireRunning();
            }
        } finally {
            for (OtherProcess process : processes) {
                process.kill();
            }
        }
        graph.letGo();
    }

    private OtherProcess start(Path file, long number) throws IOException {
        return OtherProcess.start(folder, List.of("-Dorg.sharedobjects.poison=true"), Worker.class, file, number << 40);
    }

    /** Works and collects until it is killed. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) {
            SharedHeap heap = SharedHeap.builder().file(Path.of(arguments[0])).open();
            long first = Long.parseLong(arguments[1]);
            Graph graph = new Graph(heap, new Random(first), first);
            CompletableFuture<CollectionReport> collection = heap.requestCollection();
            for (int round = 0; ; round++) {
                graph.steps(100);
                if (collection.isDone()) {
                    collection = heap.requestCollection();
                }
                if (round == 2) {
                    System.out.println("works");
                }
                if (round % 50 == 0) {
                    System.gc();
                }
            }
        }
    }
}

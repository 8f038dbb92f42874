// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.memory.FaultPoints;
import org.sharedobjects.heap.process.OtherProcess;

/**
 * Ends processes without a warning before stores of the cycle they are just collecting in; others collect soon afterwards.
 * {@code -Dpso.long=true} tries every store instead of some.
 */
@Timeout(14_400)
class CollectorKillTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int SAMPLES = 5;
    private static final int KILLED = 9;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Pattern STORES = Pattern.compile("stores: (\\d+)");
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void shouldBeReplacedByAnotherWhenKilledBeforeAnyOfItsStores() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(64))
                .createIfMissing()
                .open()) {
            killAtStores(heap, file);
            Leftovers.drop(heap);
        }
        Leftovers.assertHardlyAnything(file);
    }

    private void killAtStores(SharedHeap heap, Path file) throws Exception {
        Graph graph = new Graph(heap, new Random(1), 1);
        long stores = run(file, NEVER);
        long step = LONG ? 1 : Math.max(1, stores / SAMPLES);
        int kills = 0;
        for (long stop = LONG ? 0 : step / 2; stop < stores; stop += step) {
            kills += run(file, stop) < 0 ? 1 : 0;
            Leftovers.collect(heap, SOON);
            graph.steps(500);
            graph.checkAll();
            Leftovers.assertSound(heap);
        }
        assertTrue(kills > 2, "hardly ever killed: " + kills);
        graph.letGo();
    }

    /** How many stores it needed for a cycle; negative when it was killed before that one. */
    private long run(Path file, long stop) throws Exception {
        try (OtherProcess other =
                OtherProcess.start(folder, List.of("-Dorg.sharedobjects.poison=true"), Participant.class, file, stop)) {
            int status = other.status();
            if (status == KILLED) {
                return -1;
            }
            assertEquals(0, status, other.output());
            Matcher stores = STORES.matcher(other.output());
            assertTrue(stores.find(), other.output());
            return Long.parseLong(stores.group(1));
        }
    }

    /** Makes garbage and collects; is killed at the collector's store of that number. */
    static final class Participant {
        private Participant() {}

        public static void main(String[] arguments) {
            SharedHeap heap = SharedHeap.builder().file(Path.of(arguments[0])).open();
            long stop = Long.parseLong(arguments[1]);
            long first = 1L << 40;
            new Graph(heap, new Random(stop), first).steps(300);
            AtomicLong stores = new AtomicLong();
            FaultPoints.set(() -> {
                if (StandingCollector.isCollector(Thread.currentThread()) && stores.getAndIncrement() == stop) {
                    Runtime.getRuntime().halt(KILLED);
                }
            });
            Leftovers.collect(heap, SOON);
            FaultPoints.set(null);
            heap.close();
            System.out.println("stores: " + stores);
        }
    }
}

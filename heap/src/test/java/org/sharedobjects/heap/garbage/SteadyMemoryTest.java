// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.process.OtherProcess;

/**
 * Processes make and drop objects that refer to each other in circles, again and again: memory does not grow. {@code
 * -Dpso.long=true} does so a hundred times as often.
 */
@Timeout(3_600)
class SteadyMemoryTest {
    private static final int PROCESSES = 2;
    private static final int PLACES = 256;
    /** Each makes a circle of three objects and two long texts. */
    private static final long ROUNDS = Boolean.getBoolean("pso.long") ? 10_000_000 : 100_000;

    private static final int QUARTERS = 4;
    private static final double MOST_GROWTH = 1.1;
    /** Garbage lies about longer when the machine has more to do. Ten times as much comes and goes. */
    private static final long DELAYED_BYTES = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    void shouldNotGrowWhileObjectsComeAndGo() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(256))
                .createIfMissing()
                .open()) {
            List<OtherProcess> processes = new ArrayList<>();
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    processes.add(OtherProcess.start(folder, Worker.class, file, "places " + i));
                }
                long[] most = watch(heap, processes);
                assertTrue(
                        most[QUARTERS - 1] <= most[1] * MOST_GROWTH + DELAYED_BYTES,
                        () -> "memory grows: " + Arrays.toString(most));
            } finally {
                processes.forEach(OtherProcess::close);
            }
            Leftovers.drop(heap);
        }
        Leftovers.assertHardlyAnything(file);
    }

    /** Most that was in use in each quarter of the time. */
    private static long[] watch(SharedHeap heap, List<OtherProcess> processes) throws Exception {
        long[] most = new long[QUARTERS];
        int quarter = 0;
        while (processes.stream().anyMatch(OtherProcess::isRunning)) {
            most[quarter] = Math.max(most[quarter], heap.usedBytes());
            Thread.sleep(5);
            quarter = (int) Math.min(QUARTERS - 1, QUARTERS * leastRounds(heap) / ROUNDS);
        }
        for (OtherProcess process : processes) {
            process.join();
        }
        return most;
    }

    private static long leastRounds(SharedHeap heap) {
        long least = ROUNDS;
        for (int i = 0; i < PROCESSES; i++) {
            least = Math.min(least, heap.root().get("places " + i + " rounds") instanceof Long rounds ? rounds : 0);
        }
        return least;
    }

    /** Fills its places with circles of objects, and looks whether what it finds there is whole. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) {
            try (SharedHeap heap =
                    SharedHeap.builder().file(Path.of(arguments[0])).open()) {
                String name = arguments[1];
                heap.root().put(name, Collections.nCopies(PLACES, null));
                SharedList places =
                        (SharedList) Objects.requireNonNull(heap.root().get(name));
                for (long round = 0; round <= ROUNDS; round++) {
                    int place = (int) (round * 31 % PLACES);
                    if (round % 16 == 0) {
                        check(places.get(place));
                    }
                    places.set(place, circle(round));
                    if (round % 256 == 0) {
                        heap.root().put(name + " rounds", round);
                    }
                }
            }
        }

        private static List<Object> circle(long round) {
            List<Object> circle = new ArrayList<>(List.of(round, "text of circle " + round));
            List<Object> other = new ArrayList<>(List.of(round, circle));
            circle.add(Map.of("number", round, "text", "another text of circle " + round, "other", other));
            return circle;
        }

        private static void check(@Nullable Object found) {
            if (found instanceof SharedList circle) {
                if (!("text of circle " + circle.get(0)).equals(circle.get(1))) {
                    throw new AssertionError("not whole: " + circle);
                }
            }
        }
    }
}

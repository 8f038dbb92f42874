// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.process.OtherProcess;

/**
 * Processes make and drop objects that refer to each other in circles, again and again, while one of them has a long transaction and
 * then is stopped for a while: memory does not grow. {@code -Dpso.long=true} does so with more than ten million objects.
 */
@Timeout(3_600)
@DisabledOnOs(OS.WINDOWS)
class SteadyMemoryTest {
    private static final int PROCESSES = 2;
    private static final int PLACES = 256;
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    /** Each makes a circle of three objects and two long texts. */
    private static final long ROUNDS = LONG ? 1_200_000 : 400_000;

    /** At full speed the other process would fill the heap several times. */
    private static final Duration STOP = LONG ? Duration.ofSeconds(15) : Duration.ofMillis(500);

    private static final Duration LIMIT = Duration.ofMinutes(50);

    private static final int QUARTERS = 4;
    private static final double MOST_GROWTH = 1.1;
    /** Garbage lies about longer when the machine has more to do, and is more the faster it is made. In the short form that is much of all there is. */
    private static final long DELAYED_BYTES = LONG ? 0 : 96L << 20;

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
                    processes.add(
                            OtherProcess.start(folder, Worker.class, file, "places " + i, ROUNDS, i == PROCESSES - 1));
                }
                long[] most = watch(heap, processes);
                assertEquals("held", heap.root().get("transaction"));
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
        Pause pause = new Pause(processes.getLast());
        int quarter = 0;
        while (processes.stream().anyMatch(OtherProcess::isRunning)) {
            most[quarter] = Math.max(most[quarter], heap.usedBytes());
            Thread.sleep(5);
            quarter = (int) Math.min(QUARTERS - 1, QUARTERS * leastRounds(heap) / ROUNDS);
            if (quarter >= QUARTERS / 2) {
                pause.beginOrEnd();
            }
        }
        for (OtherProcess process : processes) {
            process.join(LIMIT);
        }
        assertTrue(pause.hasEnded);
        return most;
    }

    /** One process is stopped for a while. */
    private static final class Pause {
        private final OtherProcess process;
        private long beginNanos;
        private boolean hasBegun;
        private boolean hasEnded;

        Pause(OtherProcess process) {
            this.process = process;
        }

        void beginOrEnd() throws Exception {
            if (!hasBegun) {
                process.signal("STOP");
                beginNanos = System.nanoTime();
                hasBegun = true;
            } else if (!hasEnded && System.nanoTime() - beginNanos > STOP.toNanos()) {
                process.signal("CONT");
                hasEnded = true;
            }
        }
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

        public static void main(String[] arguments) throws InterruptedException {
            long rounds = Long.parseLong(arguments[2]);
            try (SharedHeap heap =
                    SharedHeap.builder().file(Path.of(arguments[0])).open()) {
                AtomicLong round = new AtomicLong();
                Thread reader = new Thread(() -> holdTransaction(heap, round, rounds));
                if (Boolean.parseBoolean(arguments[3])) {
                    reader.start();
                }
                work(heap, arguments[1], round, rounds);
                reader.join();
            }
        }

        private static void work(SharedHeap heap, String name, AtomicLong rounds, long limit) {
            SharedList places = newList(heap, name);
            places.addAll(Collections.nCopies(PLACES, null));
            for (long round = 0; round <= limit; round++) {
                int place = (int) (round * 31 % PLACES);
                if (round % 16 == 0) {
                    check(places.get(place));
                }
                places.set(place, circle(round));
                rounds.set(round);
                if (round % 256 == 0) {
                    heap.root().put(name + " rounds", round);
                }
            }
        }

        /** A transaction that has read much and will write something, from an eighth to three eighths of the time. */
        private static void holdTransaction(SharedHeap heap, AtomicLong round, long rounds) {
            SharedList read = newList(heap, "read");
            for (long i = 0; i < PLACES; i++) {
                read.add(circle(i));
            }
            await(round, rounds / 8);
            heap.atomically(() -> {
                read.forEach(Worker::check);
                heap.root().put("transaction", "held");
                await(round, 3 * rounds / 8);
                read.forEach(Worker::check);
            });
        }

        private static SharedList newList(SharedHeap heap, String name) {
            heap.root().put(name, List.of());
            return (SharedList) Objects.requireNonNull(heap.root().get(name));
        }

        private static void await(AtomicLong round, long number) {
            while (round.get() < number) {
                LockSupport.parkNanos(1_000_000);
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

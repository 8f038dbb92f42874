// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedArray;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;

/** {@code -Dpso.long=true} transfers thirty times as often. */
class TwoProcessesTest {
    private static final int ACCOUNTS = 100;
    private static final long START = 1_000;
    private static final int TRANSFERS = Boolean.getBoolean("pso.long") ? 6_000_000 : 200_000;
    private static final long ROUNDS = 1_000;
    private static final int NEIGHBOURS = 10;
    private static final long INCREMENTS = Boolean.getBoolean("pso.long") ? 30_000 : 1_000;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheTotalOfTransfersInBothAndShowNoOtherToAThird() throws Exception {
        Path file = folder.resolve("bank");
        try (SharedHeap heap = create(file)) {
            heap.root().put("accounts", Collections.nCopies(ACCOUNTS, 0L));
            SharedList accounts = accounts(heap);
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.set(i, List.of(START));
            }
            int audits = 0;
            try (OtherProcess first = OtherProcess.start(folder, Teller.class, file, 1, TRANSFERS);
                    OtherProcess second = OtherProcess.start(folder, Teller.class, file, 2, TRANSFERS)) {
                while (first.isRunning() || second.isRunning()) {
                    assertEquals(ACCOUNTS * START, total(heap));
                    audits++;
                }
                first.join();
                second.join();
            }
            assertEquals(ACCOUNTS * START, total(heap));
            assertEquals(2L * TRANSFERS, transfers(heap));
            assertEquals(List.of(), heap.check().problems());
            assertTrue(audits > 10, "the auditor hardly ever got through: " + audits);
        }
    }

    @Test
    void shouldLoseNoIncrementOfAnArrayThatBothWrite() throws Exception {
        Path file = folder.resolve("array");
        try (SharedHeap heap = create(file)) {
            heap.root().put("array", heap.array('h', NEIGHBOURS));
            try (OtherProcess other = OtherProcess.start(folder, Incrementer.class, file)) {
                other.awaitOutput("ready");
                Incrementer.increment(heap);
                other.join();
            }
            long[] expected = new long[NEIGHBOURS];
            Arrays.fill(expected, 2 * INCREMENTS);
            assertArrayEquals(expected, array(heap).toLongs());
            assertEquals(List.of(), heap.check().problems());
        }
    }

    @Test
    void shouldWakeEachOtherWithoutWaitingForTheEndOfASleep() throws Exception {
        Path file = folder.resolve("turns");
        try (SharedHeap heap = create(file)) {
            heap.root().put("turn", 0);
            try (OtherProcess other = OtherProcess.start(folder, Player.class, file)) {
                Player.play(heap, 0, 3);
                long start = System.nanoTime();
                Player.play(heap, 4, ROUNDS);
                assertTrue(System.nanoTime() - start < SECONDS.toNanos(ROUNDS / 100), "wake-ups were lost");
                other.join();
                assertEquals(List.of(), heap.check().problems());
            }
        }
    }

    static final class Teller {
        private Teller() {}

        public static void main(String[] arguments) {
            try (SharedHeap heap =
                    SharedHeap.builder().file(Path.of(arguments[0])).open()) {
                SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
                int transfers = Integer.parseInt(arguments[2]);
                SharedList accounts = accounts(heap);
                for (int i = 0; i < transfers; i++) {
                    SharedList from = account(accounts, random.nextInt(ACCOUNTS));
                    SharedList to = account(accounts, random.nextInt(ACCOUNTS));
                    long amount = random.nextInt(100);
                    heap.atomically(() -> {
                        from.set(0, number(from.get(0)) - amount);
                        to.set(0, number(to.get(0)) + amount);
                    });
                }
                heap.root().put("transfers" + arguments[1], transfers);
            }
        }
    }

    /** Adds to all elements, which share cells and chunks, one after the other and all at once. */
    static final class Incrementer {
        private Incrementer() {}

        public static void main(String[] arguments) {
            try (SharedHeap heap =
                    SharedHeap.builder().file(Path.of(arguments[0])).open()) {
                System.out.println("ready");
                increment(heap);
            }
        }

        static void increment(SharedHeap heap) {
            SharedArray array = array(heap);
            for (int round = 0; round < INCREMENTS / 2; round++) {
                for (int i = 0; i < NEIGHBOURS; i++) {
                    int index = i;
                    heap.atomically(() -> array.setLong(index, array.getLong(index) + 1));
                }
                heap.atomically(() -> array.setLongs(
                        0, Arrays.stream(array.toLongs()).map(each -> each + 1).toArray()));
            }
        }
    }

    static final class Player {
        private Player() {}

        public static void main(String[] arguments) {
            try (SharedHeap heap =
                    SharedHeap.builder().file(Path.of(arguments[0])).open()) {
                play(heap, 1, ROUNDS);
            }
        }

        /** Waits for every second number, from the first on, and answers it with the next. */
        static void play(SharedHeap heap, long first, long end) {
            for (long i = first; i < end; i += 2) {
                long mine = i;
                heap.atomically(() -> {
                    if (number(heap.root().get("turn")) != mine) {
                        heap.retry();
                    }
                    heap.root().put("turn", mine + 1);
                });
            }
        }
    }

    private static SharedHeap create(Path file) {
        return SharedHeap.builder()
                .file(file)
                .size(Size.mib(64))
                .createIfMissing()
                .open();
    }

    private static SharedArray array(SharedHeap heap) {
        return (SharedArray) Objects.requireNonNull(heap.root().get("array"));
    }

    private static SharedList accounts(SharedHeap heap) {
        return (SharedList) Objects.requireNonNull(heap.root().get("accounts"));
    }

    private static SharedList account(SharedList accounts, int number) {
        return (SharedList) Objects.requireNonNull(accounts.get(number));
    }

    private static long total(SharedHeap heap) {
        SharedList accounts = accounts(heap);
        return heap.atomically(() -> {
            long sum = 0;
            for (int i = 0; i < ACCOUNTS; i++) {
                sum += number(account(accounts, i).get(0));
            }
            return sum;
        });
    }

    private static long transfers(SharedHeap heap) {
        return number(heap.root().get("transfers1")) + number(heap.root().get("transfers2"));
    }

    private static long number(@Nullable Object value) {
        return (Long) Objects.requireNonNull(value);
    }
}

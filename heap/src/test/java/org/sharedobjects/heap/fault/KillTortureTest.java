// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedArray;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.process.OtherProcess;

/**
 * Several processes work on the same objects and are killed one after the other, at moments of nobody's choice, while an
 * auditor looks on. {@code -Dpso.long=true} kills ten thousand, {@code -Dpso.kills=N} as many as one likes.
 */
@Timeout(14_400)
class KillTortureTest {
    private static final int KILLS = Integer.getInteger("pso.kills", Boolean.getBoolean("pso.long") ? 10_000 : 25);
    private static final int PROCESSES = 3;
    private static final long PAUSE_MILLIS = 50;
    private static final int ACCOUNTS = 20;
    private static final long START = 1_000;
    private static final int KEYS = 50;
    private static final int ELEMENTS = 200;
    /** One of several chunks, and one whose elements share their cells. */
    private static final List<String> ARRAYS = List.of("numbers", "small numbers");

    private static final int NUMBERS = 1_500;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepEveryTotalAndASoundHeapWhileProcessesAreKilled() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(4096))
                .createIfMissing()
                .open()) {
            fill(heap);
            killOneByOne(heap, file);
            assertSound(heap);
            assertTrue(number(heap.root().get("steps")) > KILLS, "hardly anything was done");
        }
        try (SharedHeap heap = SharedHeap.builder().file(file).open()) {
            assertEquals(List.of(), heap.check().problems());
            assertSound(heap);
        }
    }

    private static void fill(SharedHeap heap) {
        SharedMap root = heap.root();
        root.put("steps", 0L);
        root.put("accounts", Collections.nCopies(ACCOUNTS, 0L));
        SharedList accounts = (SharedList) Objects.requireNonNull(root.get("accounts"));
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.set(i, List.of(START));
        }
        for (String name : List.of("left", "right")) {
            root.put(name + " keys", java.util.Map.of());
            root.put(name + " list", List.of());
        }
        root.put(ARRAYS.get(0), heap.array('q', NUMBERS));
        root.put(ARRAYS.get(1), heap.array('h', NUMBERS));
        for (long i = 0; i < KEYS; i++) {
            map(heap, "left").put("a key of some length " + i, i);
        }
        for (long i = 0; i < ELEMENTS; i++) {
            list(heap, "left").add(i);
        }
    }

    private void killOneByOne(SharedHeap heap, Path file) throws Exception {
        List<OtherProcess> processes = new ArrayList<>();
        try {
            for (int kills = 0; kills < KILLS; kills++) {
                while (processes.size() < PROCESSES) {
                    processes.add(start(file, kills));
                }
                audit(heap);
                long before = number(heap.root().get("steps"));
                awaitSteps(heap, before);
                for (OtherProcess process : processes) {
                    process.requireRunning();
                }
                processes.remove(kills % PROCESSES).kill();
                audit(heap);
            }
        } finally {
            for (OtherProcess process : processes) {
                process.kill();
            }
        }
    }

    private OtherProcess start(Path file, int seed) throws IOException {
        return OtherProcess.start(folder, Worker.class, file, seed);
    }

    /** Until somebody has done something, or was given time to. */
    private static void awaitSteps(SharedHeap heap, long before) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Thread.sleep(PAUSE_MILLIS);
            if (number(heap.root().get("steps")) > before) {
                return;
            }
        }
    }

    private static void audit(SharedHeap heap) {
        heap.atomically(() -> assertSound(heap));
    }

    private static void assertSound(SharedHeap heap) {
        heap.atomically(() -> {
            long total = 0;
            for (Object account : accounts(heap)) {
                total += number(((SharedList) Objects.requireNonNull(account)).get(0));
            }
            assertEquals(ACCOUNTS * START, total);
            long keys = 0;
            for (long i = 0; i < KEYS; i++) {
                String key = "a key of some length " + i;
                keys += map(heap, "left").containsKey(key) ? 1 : 0;
                keys += map(heap, "right").containsKey(key) ? 1 : 0;
            }
            assertEquals(KEYS, keys);
            assertEquals(KEYS, map(heap, "left").size() + map(heap, "right").size());
            assertEquals(
                    ELEMENTS, list(heap, "left").size() + list(heap, "right").size());
            for (String name : ARRAYS) {
                assertEquals(0, LongStream.of(array(heap, name).toLongs()).sum(), name);
            }
        });
    }

    private static SharedList accounts(SharedHeap heap) {
        return (SharedList) Objects.requireNonNull(heap.root().get("accounts"));
    }

    private static SharedMap map(SharedHeap heap, String side) {
        return (SharedMap) Objects.requireNonNull(heap.root().get(side + " keys"));
    }

    private static SharedList list(SharedHeap heap, String side) {
        return (SharedList) Objects.requireNonNull(heap.root().get(side + " list"));
    }

    private static SharedArray array(SharedHeap heap, String name) {
        return (SharedArray) Objects.requireNonNull(heap.root().get(name));
    }

    private static long number(@Nullable Object value) {
        return (Long) Objects.requireNonNull(value);
    }

    /** Moves money, keys, elements and numbers about until it is killed. */
    static final class Worker {
        private final SharedHeap heap;
        private final SplittableRandom random;

        private Worker(SharedHeap heap, long seed) {
            this.heap = heap;
            this.random = new SplittableRandom(seed);
        }

        public static void main(String[] arguments) {
            SharedHeap heap = SharedHeap.builder().file(Path.of(arguments[0])).open();
            Worker worker = new Worker(heap, Long.parseLong(arguments[1]));
            for (long steps = 1; ; steps++) {
                worker.step();
                if (steps % 100 == 0) {
                    heap.root().merge("steps", 100L, (a, b) -> (Long) a + (Long) b);
                }
            }
        }

        private void step() {
            boolean swap = random.nextBoolean();
            String from = swap ? "left" : "right";
            String to = swap ? "right" : "left";
            SharedArray array = array(heap, ARRAYS.get(random.nextInt(ARRAYS.size())));
            switch (random.nextInt(6)) {
                case 0 -> transfer();
                case 1 -> heap.atomically(() -> moveKey(map(heap, from), map(heap, to)));
                case 2 -> heap.atomically(() -> moveElements(list(heap, from), list(heap, to)));
                case 3 -> heap.atomically(() -> transfer(array));
                case 4 -> heap.atomically(() -> turnRound(array));
                default -> rewrite(list(heap, from));
            }
        }

        private void transfer() {
            SharedList from = account(random.nextInt(ACCOUNTS));
            SharedList to = account(random.nextInt(ACCOUNTS));
            long amount = random.nextInt(100);
            heap.atomically(() -> {
                from.set(0, number(from.get(0)) - amount);
                to.set(0, number(to.get(0)) + amount);
            });
        }

        private void transfer(SharedArray array) {
            int from = random.nextInt(NUMBERS);
            int to = random.nextInt(NUMBERS);
            long amount = random.nextInt(100);
            if (Math.abs(array.getLong(from)) + Math.abs(array.getLong(to)) < Short.MAX_VALUE - 2 * amount) {
                array.setLong(from, array.getLong(from) - amount);
                array.setLong(to, array.getLong(to) + amount);
            }
        }

        /** Many elements at once, over the bounds of chunks. */
        private void turnRound(SharedArray array) {
            long[] numbers = array.toLongs();
            int from = random.nextInt(NUMBERS);
            int count = Math.min(NUMBERS - from, 300);
            long[] part = new long[count];
            for (int i = 0; i < count; i++) {
                part[i] = numbers[from + count - 1 - i];
            }
            array.setLongs(from, part);
        }

        private SharedList account(int number) {
            return (SharedList) Objects.requireNonNull(accounts(heap).get(number));
        }

        private void moveKey(SharedMap from, SharedMap to) {
            String key = "a key of some length " + random.nextInt(KEYS);
            Object value = from.remove(key);
            if (value != null) {
                to.put(key, value);
            }
        }

        private void moveElements(SharedList from, SharedList to) {
            int count = Math.min(random.nextInt(20), from.size());
            for (int i = 0; i < count; i++) {
                to.add(from.remove(from.size() - 1));
            }
        }

        /** Single steps outside transactions. */
        private void rewrite(SharedList list) {
            try {
                list.set(0, list.get(list.size() - 1));
            } catch (IndexOutOfBoundsException empty) {
                // Somebody has moved them all.
            }
        }
    }
}

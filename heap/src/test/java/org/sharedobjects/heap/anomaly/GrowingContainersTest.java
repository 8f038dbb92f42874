// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;

/** Lists and dicts grow and shrink, so that their bodies move and are used again, beside readers of the whole. */
class GrowingContainersTest {
    private static final int CHANGES = Scale.rounds(60_000);
    private static final int MOST = 300;

    private SharedHeap heap;
    private final AtomicInteger writers = new AtomicInteger();

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.mib(256));
    }

    @AfterEach
    void close() {
        List<String> problems = heap.check().problems();
        heap.close();
        assertEquals(List.of(), problems);
    }

    @Test
    void shouldShowAListAsItWasAtOneMoment() throws Exception {
        SharedList list = list("list");
        inThreads(List.of(
                writer(random -> slide(list, random)),
                whileWriting(() -> assertConsecutive(List.of(list.toArray()))),
                whileWriting(() -> assertConsecutive(heap.atomically(() -> new ArrayList<>(list))))));
    }

    @Test
    void shouldShowADictAsItWasAtOneMoment() throws Exception {
        heap.root().put("dict", Map.of());
        SharedMap dict = assertInstanceOf(SharedMap.class, heap.root().get("dict"));
        long[] window = {0, 0};
        inThreads(List.of(
                writer(random -> {
                    if (random.nextInt(MOST) < window[1] - window[0]) {
                        assertEquals(7 * window[0], dict.remove(window[0]++));
                    } else {
                        dict.put(window[1], 7 * window[1]);
                        window[1]++;
                    }
                }),
                whileWriting(() -> assertWindow(dict)),
                whileWriting(() -> heap.atomically(() -> assertWindow(dict)))));
    }

    @Test
    void shouldKeepEveryElementThatMovesBetweenLists() throws Exception {
        SharedList from = list("from");
        SharedList to = list("to");
        for (long i = 0; i < MOST; i++) {
            from.add(i);
        }
        inThreads(List.of(
                writer(random -> move(random.nextBoolean() ? from : to, from, to)),
                writer(random -> move(random.nextBoolean() ? from : to, from, to)),
                whileWriting(() -> assertEquals(MOST, heap.<Integer>atomically(() -> from.size() + to.size())))));
        List<Object> all = new ArrayList<>(from);
        all.addAll(to);
        all.sort(null);
        assertConsecutive(all);
        assertEquals(MOST, all.size());
    }

    private SharedList list(String name) {
        heap.root().put(name, List.of());
        return assertInstanceOf(SharedList.class, heap.root().get(name));
    }

    private void slide(SharedList list, SplittableRandom random) {
        int size = list.size();
        long next = size == 0 ? 0 : (Long) list.getLast() + 1;
        if (random.nextInt(MOST) < size) {
            list.remove(random.nextBoolean() ? 0 : size - 1);
        } else if (random.nextInt(10) == 0) {
            list.addAll(List.of(next, next + 1, next + 2, next + 3, next + 4));
        } else {
            list.add(next);
        }
    }

    private void move(SharedList source, SharedList one, SharedList other) {
        SharedList target = source.ref() == one.ref() ? other : one;
        heap.atomically(() -> {
            if (!source.isEmpty()) {
                target.add(source.remove(source.size() - 1));
            }
        });
    }

    private static void assertConsecutive(List<?> values) {
        for (int i = 1; i < values.size(); i++) {
            assertEquals((Long) values.get(i - 1) + 1, values.get(i));
        }
    }

    private static void assertWindow(SharedMap dict) {
        List<Object> keys = new ArrayList<>();
        dict.entrySet().forEach(entry -> {
            keys.add((Long) entry.getKey());
            assertEquals(7 * (Long) entry.getKey(), entry.getValue());
        });
        assertConsecutive(keys);
    }

    private interface Change {
        void run(SplittableRandom random);
    }

    private Callable<Boolean> writer(Change change) {
        int seed = writers.incrementAndGet();
        return () -> {
            SplittableRandom random = new SplittableRandom(seed);
            try {
                for (int i = 0; i < CHANGES; i++) {
                    change.run(random);
                }
                return true;
            } finally {
                writers.decrementAndGet();
            }
        };
    }

    private Callable<Boolean> whileWriting(Runnable look) {
        return () -> {
            do {
                look.run();
            } while (writers.get() > 0);
            return true;
        };
    }

    private static void inThreads(List<Callable<Boolean>> actions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(
                actions.size(), Thread.ofPlatform().daemon().factory());
        try {
            for (Future<Boolean> done : threads.invokeAll(actions, Scale.rounds(60), SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}

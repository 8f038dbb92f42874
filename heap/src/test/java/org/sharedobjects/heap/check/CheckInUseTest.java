// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.struct.Records;

/** Others grow and shrink containers, reuse each other's bodies, and register shapes, while the heap is checked. */
@Timeout(60)
class CheckInUseTest {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(Boolean.getBoolean("pso.long") ? 60 : 3);
    private static final int MOST = 60;
    /** And as many dicts behind them. */
    private static final int LISTS = 20;

    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void shouldFindNothingWrongWhileOthersChangeTheHeap() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SharedHeap heap = SharedHeap.openPrivate(Size.gib(1))) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < LISTS; i++) {
                all.add(i, new ArrayList<>());
                all.add(Map.of("number", i));
            }
            heap.root().put("lists", all);
            SharedList containers =
                    assertInstanceOf(SharedList.class, heap.root().get("lists"));
            List<Future<Boolean>> writers =
                    List.of(threads.submit(writer(heap, containers, 1)), threads.submit(writer(heap, containers, 2)));
            for (long start = System.nanoTime(); System.nanoTime() - start < NANOS; ) {
                assertEquals(List.of(), heap.check().problems());
            }
            done.set(true);
            for (Future<Boolean> writer : writers) {
                writer.get();
            }
            assertEquals(List.of(), heap.check().problems());
        } finally {
            done.set(true);
            threads.shutdown();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private Callable<Boolean> writer(SharedHeap heap, SharedList containers, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int classId = heap.registry().classes().id("thing" + seed);
        return () -> {
            for (int i = 0; !done.get(); i++) {
                switch (random.nextInt(6)) {
                    case 0 -> list(containers, random).clear();
                    case 1, 2 -> extend(list(containers, random), random);
                    case 3, 4 ->
                        change(
                                assertInstanceOf(SharedMap.class, containers.get(LISTS + random.nextInt(LISTS))),
                                random);
                    default -> heap.root().put("thing" + random.nextInt(9), thing(heap, classId, i));
                }
            }
            return true;
        };
    }

    private static SharedList list(SharedList containers, SplittableRandom random) {
        return assertInstanceOf(SharedList.class, containers.get(random.nextInt(LISTS)));
    }

    private static void extend(SharedList list, SplittableRandom random) {
        List<Object> more = new ArrayList<>();
        for (int i = random.nextInt(MOST); i > 0; i--) {
            more.add(i % 7 == 0 ? "a text of some length " + i : i);
        }
        list.addAll(more);
    }

    private static void change(SharedMap dict, SplittableRandom random) {
        for (int i = random.nextInt(MOST); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                dict.remove("the key of number " + random.nextInt(MOST));
            } else {
                dict.put("the key of number " + random.nextInt(MOST), i);
            }
        }
        if (random.nextInt(10) == 0) {
            dict.clear();
        }
    }

    private static Object thing(SharedHeap heap, int classId, int number) {
        SharedInstance thing = (SharedInstance)
                heap.view(Records.create(heap.allocator(), heap.shapes().root(classId), 0));
        for (int i = 0; i < 5; i++) {
            thing.set("attribute" + (number / 50 + i * 7) % 500, i);
        }
        return thing;
    }
}

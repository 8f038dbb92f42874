// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.memory.FaultPoints;

/**
 * Errors such as a stack overflow strike while a container becomes large or gets another chunk: the step has happened or
 * not, and nothing that is in use has been given back.
 */
@Timeout(600)
class LargeContainerErrorTest {
    private static final int STEP = Boolean.getBoolean("pso.long") ? 1 : 7;
    private static final String NAME = "container";

    private static final class Strike extends Error {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void noMoreFaults() {
        FaultPoints.set(null);
    }

    /** Runs the step with an error before that store, if it comes to that. */
    private static void strike(Runnable step, int before) {
        Thread self = Thread.currentThread();
        AtomicInteger left = new AtomicInteger(before);
        Victim.alsoBeforeStores(() -> {
            if (Thread.currentThread() == self && left.getAndDecrement() == 0) {
                throw new Strike();
            }
        });
        try {
            step.run();
        } catch (Strike struck) {
            // As it should be.
        } finally {
            Victim.alsoBeforeStores(() -> {});
        }
    }

    /** At every {@link #STEP}th store, and at each of the last ones, where the step is decided. */
    private static void everywhere(BiConsumer<SharedHeap, Integer> strike, int stores) {
        for (int before = 0; before < stores; before += before < stores - 40 ? STEP : 1) {
            try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
                strike.accept(heap, before);
            }
        }
    }

    /** New blocks of many sizes, which would take the place of what was given back too early. */
    private static void useMemory(SharedHeap heap) {
        for (int i = 0; i < 200; i++) {
            heap.root().put("other " + i, LongStream.range(0, 3L * i).boxed().toList());
        }
    }

    private static int storesOf(Runnable step) {
        AtomicInteger stores = new AtomicInteger();
        Thread self = Thread.currentThread();
        Victim.alsoBeforeStores(() -> {
            if (Thread.currentThread() == self) {
                stores.incrementAndGet();
            }
        });
        try {
            step.run();
        } finally {
            Victim.alsoBeforeStores(() -> {});
        }
        return stores.get();
    }

    private static SharedList list(SharedHeap heap, int size) {
        heap.root().put(NAME, LongStream.range(0, size).boxed().toList());
        return (SharedList) Objects.requireNonNull(heap.root().get(NAME));
    }

    private static SharedMap map(SharedHeap heap, int size) {
        heap.root().put(NAME, LongStream.range(0, size).boxed().collect(Collectors.toMap(key -> key, value -> value)));
        return (SharedMap) Objects.requireNonNull(heap.root().get(NAME));
    }

    @ParameterizedTest
    @ValueSource(ints = {510, 512, 768, 1024})
    void shouldHaveAppendedToAListOrNot(int size) {
        int stores;
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            SharedList list = list(heap, size);
            stores = storesOf(() -> list.add(-1L));
        }
        everywhere(
                (heap, before) -> {
                    SharedList list = list(heap, size);
                    strike(() -> list.add(-1L), before);
                    useMemory(heap);
                    for (long i = 0; i < 300; i++) {
                        list.add(i);
                    }
                    int now = list.size();
                    assertTrue(now == size + 300 || now == size + 301, "elements: " + now);
                    assertEquals(List.of(), heap.check().problems(), "before store " + before);
                },
                stores);
    }

    @ParameterizedTest
    @ValueSource(ints = {170, 338, 507})
    void shouldHavePutIntoADictOrNot(int size) {
        int stores;
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            SharedMap map = map(heap, size);
            stores = storesOf(() -> map.put(-1L, -1L));
        }
        everywhere(
                (heap, before) -> {
                    SharedMap map = map(heap, size);
                    strike(() -> map.put(-1L, -1L), before);
                    useMemory(heap);
                    for (long i = 0; i < 300; i++) {
                        map.put("key " + i, i);
                    }
                    int now = map.size();
                    assertTrue(now == size + 300 || now == size + 301, "entries: " + now);
                    for (Map.Entry<Object, Object> entry : map.entrySet()) {
                        assertEquals(entry.getValue(), map.get(entry.getKey()));
                    }
                    assertEquals(List.of(), heap.check().problems(), "before store " + before);
                },
                stores);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapNotShareableException;

class SharedSetTest {
    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));

    @AfterEach
    void close() {
        assertEquals(List.of(), heap.check().problems());
        heap.close();
    }

    private SharedSet shared(Set<?> elements) {
        heap.root().put("set", elements);
        return assertInstanceOf(SharedSet.class, heap.root().get("set"));
    }

    private static Object element(int number) {
        return number % 2 == 0 ? (Object) (long) number : "an element of some length " + number;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBehaveAsALinkedHashSetUnderRandomOperations(boolean inTransactions) {
        SharedSet set = shared(Set.of());
        Set<Object> expected = new LinkedHashSet<>();
        Random random = new Random(11);
        for (int round = 0; round < 12_000; round++) {
            // The range swells and shrinks, so that the set becomes a tree, is compacted and drained.
            Object element = element(random.nextInt(10 + (round / 1000 % 5) * 100));
            int kind = random.nextInt(7);
            Runnable step = () -> {
                switch (kind) {
                    case 0, 1, 2 -> assertEquals(expected.add(element), set.add(element));
                    case 3, 4 -> assertEquals(expected.remove(element), set.remove(element));
                    default -> assertEquals(expected.contains(element), set.contains(element));
                }
            };
            if (inTransactions) {
                heap.atomically(step);
            } else {
                step.run();
            }
            assertEquals(expected.size(), set.size());
        }
        assertEquals(new ArrayList<>(expected), new ArrayList<>(set));
        assertEquals(expected, set);
        set.clear();
        assertTrue(set.isEmpty());
    }

    @Test
    void shouldCopySetsInAndKeepAliases() {
        Set<Object> inner = new LinkedHashSet<>(List.of(1L, "a text of some length"));
        heap.root().put("pair", List.of(inner, inner, Map.of("key", inner)));
        SharedList pair = (SharedList) heap.root().get("pair");
        SharedSet first = assertInstanceOf(SharedSet.class, pair.get(0));
        assertSame(first, pair.get(1));
        SharedMap map = assertInstanceOf(SharedMap.class, pair.get(2));
        assertSame(first, map.get("key"));
        inner.add("later");
        assertEquals(Set.of(1L, "a text of some length"), first);
    }

    @Test
    void shouldHaveEqualNumbersOnce() {
        Set<Object> numbers =
                new LinkedHashSet<>(List.of(1L, 1.0, 1, true, BigInteger.ONE.shiftLeft(70), Math.scalb(1.0, 70)));
        SharedSet set = shared(numbers);
        assertEquals(2, set.size());
        assertFalse(set.add(1.0));
        assertTrue(set.contains(true) && set.contains(BigInteger.ONE.shiftLeft(70)));
        assertEquals(1L, set.iterator().next());
    }

    @Test
    void shouldRefuseWhatCanBeNoElementAndStoreNothing() {
        SharedSet set = shared(Set.of(1L));
        assertThrows(HeapNotShareableException.class, () -> set.add(List.of()));
        assertThrows(HeapNotShareableException.class, () -> set.addAll(Arrays.asList(2L, List.of())));
        HeapNotShareableException refused =
                assertThrows(HeapNotShareableException.class, () -> heap.root().put("bad", List.of(Set.of(Set.of()))));
        assertTrue(String.valueOf(refused.getMessage()).contains("[0]"), refused.getMessage());
        assertFalse(set.contains(List.of()) || set.remove(List.of()));
        assertEquals(Set.of(1L), set);
    }

    @Test
    void shouldTakeNullAndInstancesAsElements() {
        SharedSet set = shared(Collections.singleton(null));
        assertTrue(set.contains(null));
        assertTrue(set.remove(null));
        SharedCounter counter = heap.counter(1);
        assertThrows(HeapNotShareableException.class, () -> set.add(counter));
    }

    @Test
    void shouldIterateOverWhatThereWasAndRemoveThere() {
        SharedSet set = shared(new LinkedHashSet<>(List.of(1L, 2L, 3L)));
        List<@Nullable Object> seen = new ArrayList<>();
        for (Iterator<@Nullable Object> i = set.iterator(); i.hasNext(); ) {
            seen.add(i.next());
            set.add(9L);
            i.remove();
        }
        assertEquals(List.of(1L, 2L, 3L), seen);
        assertEquals(Set.of(9L), set);
    }

    @Test
    void shouldAddAllOrNothingInTheMiddleOfATransaction() {
        SharedSet set = shared(Set.of(1L));
        assertThrows(
                IllegalStateException.class,
                () -> heap.atomically(() -> {
                    set.add(2L);
                    set.remove(1L);
                    throw new IllegalStateException("undo");
                }));
        assertEquals(Set.of(1L), set);
    }

    @Test
    void shouldWriteNothingWhenTheElementIsThere() {
        for (int size : List.of(3, 500)) {
            Set<Object> elements = new LinkedHashSet<>();
            for (int i = 0; i < size; i++) {
                elements.add((long) i);
            }
            SharedSet set = shared(elements);
            AtomicInteger runs = new AtomicInteger();
            heap.atomically(() -> {
                runs.incrementAndGet();
                assertFalse(set.add(1L));
                CompletableFuture.runAsync(() -> set.add(2L)).join();
            });
            assertEquals(1, runs.get());
        }
    }

    @Test
    void shouldNameTheSetAndTheElementOfAConflict() {
        // It has room for one more: a set that is rebuilt meanwhile may not tell the element.
        SharedSet set = shared(Set.of("tea", "water", "juice"));
        AtomicInteger runs = new AtomicInteger();
        heap.atomically(() -> {
            set.remove("tea");
            if (runs.incrementAndGet() == 1) {
                CompletableFuture.runAsync(() -> set.add("milk")).join();
            }
        });
        Conflict conflict = heap.conflicts().getFirst();
        assertEquals("set", conflict.type());
        assertEquals(List.of("tea"), conflict.parts());
        assertSame(set, conflict.object());
    }

    @Test
    void shouldShowInReports() {
        SharedList target = assertInstanceOf(SharedList.class, heap.toJava(heap.copyIn(new ArrayList<>())));
        long[] cells = {heap.copyIn(7L), heap.copyIn(target)};
        Object tuple = heap.toJava(org.sharedobjects.heap.value.Tuples.of(heap.allocator(), cells, 2));
        Set<@Nullable Object> elements = new LinkedHashSet<>();
        for (long i = 0; i < 400; i++) {
            elements.add(i);
        }
        elements.add(tuple);
        shared(elements);
        heap.root().put("small", Set.of(1L));
        assertEquals(
                "(element of root['set'])[1]", heap.paths(target, 1).getFirst().text());
        assertEquals(
                2,
                heap.census().classes().stream()
                        .filter(row -> row.name().equals("set"))
                        .mapToLong(row -> row.objects())
                        .sum());
    }

    @Test
    void shouldBeReleasedWithItsParts() {
        heap.collect();
        long before = heap.statistics().allocatedBlocks();
        Set<Object> elements = new LinkedHashSet<>();
        for (int i = 0; i < 5_000; i++) {
            elements.add("a text of some length " + i);
        }
        heap.root().put("set", elements);
        assertTrue(heap.statistics().allocatedBlocks() > before + 5_000);
        heap.root().clear();
        heap.collect();
        assertTrue(heap.statistics().allocatedBlocks() < before + 1_000);
    }

    @Test
    void shouldBeThereAgainInAFile(@TempDir Path folder) {
        Path file = folder.resolve("members.heap");
        for (int run = 0; run < 2; run++) {
            try (SharedHeap again = SharedHeap.builder()
                    .name(file.toString())
                    .size(Size.mib(1))
                    .createIfMissing()
                    .open()) {
                again.root().putIfAbsent("set", Set.of(41L));
                SharedSet set = assertInstanceOf(SharedSet.class, again.root().get("set"));
                assertEquals(run == 0, set.add(42L));
                assertEquals(Set.of(41L, 42L), set);
                assertEquals(List.of(), again.check().problems());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.error.HeapNotShareableException;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;

@NullUnmarked // What a map gives back is not null, or the test fails.
class ContainersTest {
    private SharedHeap heap;
    private SharedMap root;

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.gib(1));
        root = heap.root();
    }

    @AfterEach
    void close() {
        heap.close();
    }

    private @Nullable Object stored(@Nullable Object value) {
        root.put("value", value);
        return root.get("value");
    }

    @Test
    void shouldGiveBackOnceWhatWasMetTwiceInSomethingThatCannotBeStored() {
        List<Object> twice = List.of(1, 2, 3);
        assertThrows(HeapNotShareableException.class, () -> heap.copyIn(List.of(twice, twice, new Object())));
        Set<Long> different = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            assertTrue(different.add(heap.copyIn(twice)));
        }
    }

    @Test
    void shouldGiveBackEveryKindOfImmutableValue() {
        for (Object value : List.of(
                5L,
                -1L << 47,
                Long.MAX_VALUE,
                BigInteger.TEN.pow(400),
                1.5,
                Double.NaN,
                true,
                "",
                "text of some length",
                "\ud800",
                new Complex(1, 2),
                Ellipsis.ELLIPSIS)) {
            assertEquals(value, stored(value));
        }
        assertNull(stored(null));
        assertTrue(root.containsKey("value"));
        assertEquals(7L, stored(7));
        assertEquals(7L, stored((short) 7));
        assertEquals(7L, stored(BigInteger.valueOf(7)));
        assertEquals(0.5, stored(0.5f));
        assertArrayEquals(new byte[] {1, 2}, (byte[]) stored(new byte[] {1, 2}));
        assertArrayEquals(new byte[100], (byte[]) stored(new byte[100]));
    }

    @Test
    void shouldCopyContainersInAndShowThemLive() {
        List<Object> local = new ArrayList<>(List.of(1L, Map.of("k", "v")));
        SharedList shared = assertInstanceOf(SharedList.class, stored(local));
        assertEquals(local, shared);
        local.add("only local");
        assertEquals(2, shared.size());
        SharedMap inner = assertInstanceOf(SharedMap.class, shared.get(1));
        inner.put("k", "changed");
        assertEquals("changed", ((Map<?, ?>) ((SharedList) root.get("value")).get(1)).get("k"));
    }

    @Test
    void shouldKeepAliasesAndCycles() {
        List<Object> twice = new ArrayList<>(List.of("x"));
        List<Object> cycle = new ArrayList<>(List.of(twice, twice));
        cycle.add(cycle);
        SharedList shared = (SharedList) stored(cycle);
        ((SharedList) shared.get(0)).add("y");
        assertEquals(List.of("x", "y"), shared.get(1));
        assertEquals(shared.ref(), ((SharedList) shared.get(2)).ref());
    }

    @Test
    void shouldStoreASharedContainerByReference() {
        SharedList list = (SharedList) stored(List.of(1L));
        root.put("alias", list);
        ((SharedList) root.get("alias")).add(2L);
        assertEquals(List.of(1L, 2L), list);
    }

    @Test
    void shouldCopyDeepNestingWithoutOverflow() {
        Object deep = new ArrayList<>(List.of("bottom"));
        for (int i = 0; i < 100_000; i++) {
            deep = i % 2 == 0 ? new ArrayList<>(List.of(deep)) : new HashMap<>(Map.of("k", deep));
        }
        Object at = stored(deep);
        int depth = 0;
        while (!"bottom".equals(at)) {
            at = at instanceof SharedMap map ? map.get("k") : ((SharedList) at).get(0);
            depth++;
        }
        assertEquals(100_001, depth);
    }

    @Test
    void shouldNameThePathToWhatCannotBeShared() {
        Object culprit = Map.of("a", List.of(1, Map.of("b", List.of(new Object()))));
        HeapNotShareableException thrown = assertThrows(HeapNotShareableException.class, () -> root.put("x", culprit));
        assertEquals("['a'][1]['b'][0]", thrown.path());
        assertEquals("cannot live in the heap: type=java.lang.Object: path=['a'][1]['b'][0]", thrown.getMessage());
        assertFalse(root.containsKey("x"));
        assertEquals(
                "",
                assertThrows(HeapNotShareableException.class, () -> root.put("x", new Thread()))
                        .path());
        assertThrows(HeapNotShareableException.class, () -> root.put(List.of(1), 1));
        assertThrows(HeapNotShareableException.class, () -> root.put("m", Map.of(new Object(), 1)));
        assertTrue(root.isEmpty());
    }

    @Test
    void shouldRefuseAnObjectOfAnotherHeapNamingBoth() {
        try (SharedHeap other = SharedHeap.openPrivate(Size.mib(16))) {
            HeapNotShareableException thrown =
                    assertThrows(HeapNotShareableException.class, () -> root.put("x", List.of(other.root())));
            assertEquals("object of another heap: its heap=private this heap=private: path=[0]", thrown.getMessage());
        }
    }

    @Test
    void shouldTakeEqualNumbersForOneKey() {
        root.put(1, "int");
        assertEquals("int", root.get(1.0));
        assertEquals("int", root.get(true));
        root.put(1.0, "double");
        assertEquals(Map.of(1L, "double"), root);
        BigInteger big = BigInteger.TWO.pow(70);
        root.put(big, "big");
        assertEquals("big", root.get(0x1p70));
        root.put(Math.pow(2, 80), "float");
        assertEquals("float", root.get(BigInteger.TWO.pow(80)));
        assertEquals("float", root.put(BigInteger.TWO.pow(80), "again"));
        root.put(Long.MAX_VALUE, "long");
        assertEquals("long", root.get(BigInteger.valueOf(Long.MAX_VALUE)));
        Map<Object, Object> mixed = new LinkedHashMap<>();
        mixed.put(1, "a");
        mixed.put(1L, "b");
        mixed.put(1.0, "c");
        assertEquals(Map.of(1L, "c"), stored(mixed));
    }

    @Test
    void shouldFindKeysOfEveryKind() {
        SharedMap map = (SharedMap) stored(Map.of());
        SharedInstance instance = instance();
        long[] cells = {Cell.ofInt(1), Cell.NONE};
        Object tuple = heap.toJava(Tuples.of(heap.allocator(), cells, 2));
        Object set = heap.toJava(FrozenSets.of(heap.allocator(), cells, 2));
        List<@Nullable Object> keys = Arrays.asList(
                null, "short", "a longer key", -7L, 1L << 60, 2.5, new Complex(0, 1), instance, tuple, set);
        for (Object key : keys) {
            assertNull(map.put(key, "v"));
        }
        for (Object key : keys) {
            assertEquals("v", map.put(key, "w"));
            assertEquals("w", map.get(key));
        }
        assertEquals(keys, new ArrayList<>(map.keySet()));
        map.put(new byte[] {1, 2, 3, 4, 5, 6, 7}, "bytes");
        assertEquals("bytes", map.get(new byte[] {1, 2, 3, 4, 5, 6, 7}));
        assertNull(map.get(new Object()));
        assertFalse(map.containsKey(map));
        for (Object key : keys) {
            assertEquals("w", map.remove(key));
        }
        assertEquals(1, map.size());
    }

    private SharedInstance instance() {
        long ref = Records.create(heap.allocator(), heap.shapes().root(1), 0);
        return (SharedInstance) heap.view(ref);
    }

    @Test
    void shouldShowTuplesAsUnmodifiableListsAndStoreThemAsTuples() {
        long cell = Tuples.of(heap.allocator(), new long[] {Cell.ofInt(1), Cell.TRUE}, 2);
        List<?> tuple = assertInstanceOf(List.class, heap.toJava(cell));
        assertEquals(List.of(1L, true), tuple);
        assertThrows(UnsupportedOperationException.class, () -> tuple.remove(0));
        assertEquals(cell, heap.copyIn(tuple));
        long set = FrozenSets.of(heap.allocator(), new long[] {Cell.ofInt(1), Cell.NONE}, 2);
        Set<?> frozen = assertInstanceOf(Set.class, heap.toJava(set));
        assertEquals(new HashSet<>(Arrays.asList(1L, null)), frozen);
        assertThrows(UnsupportedOperationException.class, frozen::clear);
    }

    @Test
    void shouldReadAndWriteAttributesOfAnInstance() {
        SharedInstance instance = instance();
        root.put("i", instance);
        assertEquals(instance, root.get("i"));
        instance.set("owner", "Ann");
        instance.set("items", List.of(1));
        assertEquals("Ann", ((SharedInstance) root.get("i")).get("owner"));
        assertEquals(List.of("owner", "items"), instance.names());
        assertTrue(instance.has("owner"));
        assertTrue(instance.remove("owner"));
        assertFalse(instance.has("owner"));
        assertThrows(IllegalArgumentException.class, () -> instance.get("owner"));
        assertNotEquals(instance, instance());
        assertEquals(1, instance.classId());
    }

    @Test
    void shouldBeAWholeList() {
        SharedList list = (SharedList) stored(List.of(3L, 1L, 2L));
        list.sort(null);
        assertEquals(List.of(1L, 2L, 3L), list);
        list.add(0, "first");
        list.addAll(List.of(4L, List.of()));
        assertEquals(Arrays.asList("first", 1L, 2L, 3L, 4L, List.of()), list);
        assertEquals("first", list.remove(0));
        assertEquals(1L, list.set(0, null));
        assertNull(list.get(0));
        assertEquals(2, list.indexOf(3L));
        list.removeIf(element -> element instanceof Long number && number > 2);
        assertEquals(Arrays.asList(null, 2L, List.of()), list);
        for (int wrong : new int[] {-1, 3, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> list.get(wrong));
            assertThrows(IndexOutOfBoundsException.class, () -> list.set(wrong, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> list.remove(wrong));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> list.add(4, 1));
        list.clear();
        assertEquals(Collections.emptyList(), list);
    }

    @Test
    void shouldBeAWholeMap() {
        SharedMap map = (SharedMap) stored(new LinkedHashMap<>(Map.of("a", 1L)));
        assertEquals(1L, map.putIfAbsent("a", 2L));
        assertNull(map.putIfAbsent("b", 2L));
        assertEquals(3L, map.merge("a", 2L, (x, y) -> (Long) x + (Long) y));
        assertEquals(9L, map.computeIfAbsent("a key that is long", k -> 9L));
        assertEquals(10L, map.computeIfPresent("a key that is long", (k, v) -> (Long) v + 1));
        map.putAll(Map.of("c", 3L));
        assertEquals(List.of("a", "b", "a key that is long", "c"), List.copyOf(map.keySet()));
        assertEquals(List.of(3L, 2L, 10L, 3L), List.copyOf(map.values()));
        map.entrySet().forEach(entry -> entry.setValue("new"));
        assertEquals("new", map.get("b"));
        map.keySet().removeIf(key -> "c".equals(key));
        assertFalse(map.containsKey("c"));
        assertEquals("other", map.getOrDefault("c", "other"));
        assertTrue(map.replace("a", "new", "newer"));
        assertTrue(map.remove("a", "newer"));
        map.clear();
        assertTrue(map.isEmpty());
    }

    @Test
    void shouldIterateOverTheMomentTheIteratorWasMade() {
        SharedMap map = (SharedMap) stored(Map.of("a", 1L, "b", 2L));
        int seen = 0;
        Iterator<Object> keys = map.keySet().iterator();
        while (keys.hasNext()) {
            map.put("new" + seen++, keys.next());
        }
        assertEquals(2, seen);
        assertEquals(4, map.size());
    }

    @Test
    void shouldKeepSharedKeysOfAMapThatCannotBeCopied() {
        long[] cells = new long[40];
        Arrays.fill(cells, Cell.ofInt(1));
        root.put("tuple", heap.toJava(Tuples.of(heap.allocator(), cells, cells.length)));
        Object tuple = root.get("tuple");
        Map<Object, Object> bad = new LinkedHashMap<>();
        bad.put(tuple, 1);
        bad.put("other", new Object());
        assertThrows(HeapNotShareableException.class, () -> root.put("bad", bad));
        Arrays.fill(cells, Cell.ofInt(2));
        Tuples.of(heap.allocator(), cells, cells.length);
        assertEquals(Collections.nCopies(40, 1L), root.get("tuple"));
    }

    @Test
    void shouldAllocateNothingToLookUpAKey() {
        try (SharedHeap small = SharedHeap.openPrivate(Size.mib(2))) {
            byte[] bytes = new byte[20_000];
            small.root().put(bytes, 1L);
            small.root().put(new Complex(1, 2), 2L);
            small.root().put(7.5, 3L);
            for (int i = 0; i < 50_000; i++) {
                assertEquals(2L, small.root().get(new Complex(1, 2)));
                assertFalse(small.root().containsKey(new Complex(2, 1)));
            }
            for (int i = 0; i < 500; i++) {
                assertEquals(1L, small.root().get(bytes.clone()));
            }
            assertEquals(3L, small.root().get(new Complex(7.5, 0)));
            assertNull(small.root().get(new byte[3]));
        }
    }

    @Test
    void shouldFindAndRemoveElementsInOneStep() {
        SharedList list = (SharedList) stored(List.of(1L, 2L, 3L, 2L, 5L));
        assertEquals(1, list.indexOf(2L));
        assertEquals(3, list.lastIndexOf(2L));
        assertTrue(list.contains(5L));
        assertFalse(list.contains(null));
        assertTrue(list.remove((Object) 3L));
        assertTrue(list.addAll(1, List.of(8L, 9L)));
        assertThrows(IndexOutOfBoundsException.class, () -> list.addAll(9, List.of(1L)));
        assertTrue(list.removeIf(value -> value.equals(2L)));
        list.replaceAll(value -> (Long) value + 1);
        assertEquals(List.of(2L, 9L, 10L, 6L), list);
        assertTrue(list.removeAll(List.of(2L)));
        assertTrue(list.retainAll(List.of(6L)));
        assertEquals(List.of(6L), list);
    }
}

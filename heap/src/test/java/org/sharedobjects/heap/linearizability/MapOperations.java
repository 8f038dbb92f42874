// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;

/** What is asked of a map, be it shared or an ordinary one. Half of the keys lie in blocks of their own. */
@Param(name = "key", gen = IntGen.class, conf = "0:3")
@Param(name = "value", gen = IntGen.class, conf = "1:4")
public abstract class MapOperations {
    private final Map<Object, Object> map;

    MapOperations(Map<Object, Object> map) {
        this.map = map;
        map.put(key(0), 0L);
        map.put(key(1), 1L);
    }

    public static final class OfSharedMap extends MapOperations {
        public OfSharedMap() {
            super(emptyMap(Linearizability.heap()));
        }

        @SuppressWarnings("unchecked")
        private static Map<Object, Object> emptyMap(SharedHeap heap) {
            return (Map<Object, Object>) Objects.requireNonNull(heap.toJava(heap.copyIn(Map.of())));
        }
    }

    public static final class OfLinkedHashMap extends MapOperations {
        public OfLinkedHashMap() {
            super(new LinkedHashMap<>());
        }
    }

    private static Object key(int key) {
        return key % 2 == 0 ? "k" + key : "a key of some length " + key;
    }

    @Operation
    public int size() {
        return map.size();
    }

    @Operation(params = "key")
    public boolean containsKey(int key) {
        return map.containsKey(key(key));
    }

    @Operation(params = "key")
    public @Nullable Object get(int key) {
        return map.get(key(key));
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object getOrDefault(int key, int value) {
        return map.getOrDefault(key(key), (long) value);
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object put(int key, int value) {
        return map.put(key(key), (long) value);
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object putIfAbsent(int key, int value) {
        return map.putIfAbsent(key(key), (long) value);
    }

    @Operation(params = {"key", "key", "value"})
    public void putAll(int first, int second, int value) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        entries.put(key(first), (long) value);
        entries.put(key(second), (long) value);
        map.putAll(entries);
    }

    @Operation(params = "key")
    public @Nullable Object remove(int key) {
        return map.remove(key(key));
    }

    @Operation(params = {"key", "value"})
    public boolean removeEntry(int key, int value) {
        return map.remove(key(key), (long) value);
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object replace(int key, int value) {
        return map.replace(key(key), (long) value);
    }

    @Operation(params = {"key", "value", "value"})
    public boolean replaceEntry(int key, int before, int after) {
        return map.replace(key(key), (long) before, (long) after);
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object computeIfAbsent(int key, int value) {
        return map.computeIfAbsent(key(key), absent -> (long) value);
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object computeIfPresent(int key, int value) {
        return map.computeIfPresent(key(key), (present, before) -> (Long) before == value ? null : (Long) before + 1);
    }

    @Operation(params = "key")
    public @Nullable Object compute(int key) {
        return map.compute(key(key), (any, before) -> before == null ? 0L : (Long) before + 1);
    }

    @Operation(params = {"key", "value"})
    public @Nullable Object merge(int key, int value) {
        return map.merge(key(key), (long) value, (before, more) -> (Long) before + (Long) more);
    }

    @Operation
    public void clear() {
        map.clear();
    }

    @Operation
    public String entries() {
        return new ArrayList<>(map.entrySet()).toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * A dict of a heap, in the order of insertion. Every method is one step, or part of the thread's transaction; iterators
 * show the dict as it was when they were made. Keys are equal as Python has it: {@code 1}, {@code 1.0} and {@code true}
 * are one key. Native containers that are stored are copied in. Python's None is null, which is a value like any other.
 */
public final class SharedMap extends AbstractMap<@Nullable Object, @Nullable Object> implements SharedObject {
    private final SharedHeap heap;
    private final long ref;

    SharedMap(SharedHeap heap, long ref) {
        this.heap = heap;
        this.ref = ref;
    }

    @Override
    public SharedHeap heap() {
        return heap;
    }

    @Override
    public long ref() {
        return ref;
    }

    @Override
    public int size() {
        return Dicts.size(heap.enter(), ref);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(heap.enter(), key) != Cell.EMPTY;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return getOrDefault(key, null);
    }

    @Override
    public @Nullable Object getOrDefault(@Nullable Object key, @Nullable Object other) {
        try {
            return found(key, other);
        } catch (HeapFullException noView) {
            return heap.<@Nullable Object>withRoom(() -> found(key, other));
        }
    }

    private @Nullable Object found(@Nullable Object key, @Nullable Object other) {
        long cell = find(heap.enter(), key);
        return cell == Cell.EMPTY ? other : heap.values().toJava(cell);
    }

    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        try {
            return heap.values()
                    .exchange(() -> find(heap.enter(), key), () -> store(heap.enter(), key, value), this::valueOrNull);
        } catch (ConflictException e) {
            heap.touching(ref, key);
            throw e;
        }
    }

    private long store(Mutator mutator, @Nullable Object key, @Nullable Object value) {
        MapKey mapKey = MapKey.of(heap, key);
        long cell = heap.copied(value);
        long before = mapKey.cell() == Cell.EMPTY
                ? Dicts.replace(mutator, ref, mapKey.cell(), mapKey.hash(), cell, mapKey)
                : Cell.EMPTY;
        if (before == Cell.EMPTY) {
            long keyCell = mapKey.stored();
            before = Dicts.put(mutator, ref, keyCell, mapKey.hash(), cell, mapKey);
        }
        return before;
    }

    @Override
    public @Nullable Object putIfAbsent(@Nullable Object key, @Nullable Object value) {
        long before = heap.withRoom(() -> {
            Mutator mutator = heap.enter();
            long present = find(mutator, key);
            if (present == Cell.EMPTY) {
                MapKey mapKey = MapKey.of(heap, key);
                long cell = heap.copied(value);
                present = Dicts.putIfAbsent(mutator, ref, mapKey.stored(), mapKey.hash(), cell, mapKey);
            }
            return present;
        });
        return valueOrNull(before);
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return heap.values()
                .exchange(() -> find(heap.enter(), key), () -> removed(heap.enter(), key), this::valueOrNull);
    }

    private long removed(Mutator mutator, @Nullable Object key) {
        MapKey mapKey = MapKey.ofAny(heap, key);
        return mapKey == null ? Cell.EMPTY : Dicts.remove(mutator, ref, mapKey.cell(), mapKey.hash(), mapKey);
    }

    @Override
    public void clear() {
        heap.withRoom(() -> {
            Dicts.clear(heap.enter(), ref);
            return true;
        });
    }

    @Override
    public void putAll(Map<?, ?> entries) {
        heap.atomically(() -> super.putAll(entries));
    }

    @Override
    public boolean remove(@Nullable Object key, @Nullable Object value) {
        return heap.atomically(() -> super.remove(key, value));
    }

    @Override
    public @Nullable Object replace(@Nullable Object key, @Nullable Object value) {
        return heap.atomically(() -> super.replace(key, value));
    }

    @Override
    public boolean replace(@Nullable Object key, @Nullable Object before, @Nullable Object after) {
        return heap.atomically(() -> super.replace(key, before, after));
    }

    @Override
    public @Nullable Object computeIfAbsent(
            @Nullable Object key, Function<? super @Nullable Object, ? extends @Nullable Object> function) {
        return heap.<@Nullable Object>atomically(() -> super.computeIfAbsent(key, function));
    }

    @Override
    public @Nullable Object computeIfPresent(
            @Nullable Object key,
            BiFunction<? super @Nullable Object, ? super Object, ? extends @Nullable Object> function) {
        return heap.<@Nullable Object>atomically(() -> super.computeIfPresent(key, function));
    }

    @Override
    public @Nullable Object compute(
            @Nullable Object key,
            BiFunction<? super @Nullable Object, ? super @Nullable Object, ? extends @Nullable Object> function) {
        return heap.<@Nullable Object>atomically(() -> super.compute(key, function));
    }

    @Override
    public @Nullable Object merge(
            @Nullable Object key,
            Object value,
            BiFunction<? super Object, ? super Object, ? extends @Nullable Object> function) {
        return heap.<@Nullable Object>atomically(() -> super.merge(key, value, function));
    }

    @Override
    public Set<Map.Entry<@Nullable Object, @Nullable Object>> entrySet() {
        return new EntrySet();
    }

    private long find(Mutator mutator, @Nullable Object key) {
        MapKey mapKey = MapKey.ofAny(heap, key);
        try {
            return mapKey == null ? Cell.EMPTY : Dicts.get(mutator, ref, mapKey.cell(), mapKey.hash(), mapKey);
        } catch (ConflictException e) {
            heap.touching(ref, key);
            throw e;
        }
    }

    private @Nullable Object valueOrNull(long cell) {
        return cell == Cell.EMPTY ? null : heap.values().toJava(cell);
    }

    private final class EntrySet extends AbstractSet<Map.Entry<@Nullable Object, @Nullable Object>> {
        @Override
        public int size() {
            return SharedMap.this.size();
        }

        @Override
        public void clear() {
            SharedMap.this.clear();
        }

        @Override
        public Iterator<Map.Entry<@Nullable Object, @Nullable Object>> iterator() {
            return new EntryIterator(heap.values().toJava(Dicts.snapshot(heap.enter(), ref)));
        }
    }

    private final class EntryIterator implements Iterator<Map.Entry<@Nullable Object, @Nullable Object>> {
        private final @Nullable Object[] keysAndValues;
        private int next;

        EntryIterator(@Nullable Object[] keysAndValues) {
            this.keysAndValues = keysAndValues;
        }

        @Override
        public boolean hasNext() {
            return next < keysAndValues.length;
        }

        @Override
        public Map.Entry<@Nullable Object, @Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new LiveEntry(keysAndValues[next - 2], keysAndValues[next - 1]);
        }

        @Override
        public void remove() {
            if (next == 0) {
                throw new IllegalStateException("nothing to remove yet");
            }
            SharedMap.this.remove(keysAndValues[next - 2]);
        }
    }

    private final class LiveEntry extends SimpleEntry<@Nullable Object, @Nullable Object> {
        private static final long serialVersionUID = 1L;

        LiveEntry(@Nullable Object key, @Nullable Object value) {
            super(key, value);
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapNotShareableException;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.ByteStrings;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Complexes;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.heap.value.Texts;

/**
 * Copies Java values into a heap, wholly or not at all. Lists, maps and sets met twice are copied once, so aliases and cycles
 * come out as they went in. Nothing is visible to others until the caller stores the resulting cell. Does not recurse.
 */
final class CopyIn {
    private final SharedHeap heap;
    private final Allocator allocator;
    private final IdentityHashMap<Object, Long> copies = new IdentityHashMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    /** Everything made so far, to be given back if a later part cannot be shared. */
    private final List<Long> made = new ArrayList<>();

    /** Those of {@link #made} that consist of several blocks: dicts and sets. */
    private final Set<Long> dicts = new HashSet<>();

    CopyIn(SharedHeap heap) {
        this.heap = heap;
        this.allocator = heap.allocator();
    }

    /** A container whose copy is still to be filled. */
    private record Pending(
            Object container, long ref, @Nullable Place place) {}

    /** Where a value is in what was to be stored. */
    private record Place(@Nullable Place outer, @Nullable Object key) {
        static String path(@Nullable Place innermost) {
            ArrayDeque<String> parts = new ArrayDeque<>();
            for (Place place = innermost; place != null; place = place.outer) {
                parts.push(place.key instanceof String ? "['" + place.key + "']" : "[" + place.key + "]");
            }
            return String.join("", parts);
        }
    }

    static String typeName(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    long copy(@Nullable Object value) {
        return copyAll(new @Nullable Object[] {value}, null)[0];
    }

    long[] copyAll(Collection<?> values) {
        return copyAll(values.toArray(), List.of());
    }

    private long[] copyAll(@Nullable Object[] values, @Nullable Object container) {
        try {
            long[] cells = cells(values, container == null, null);
            while (!pending.isEmpty()) {
                fill(pending.pop());
            }
            return cells;
        } catch (RuntimeException | Error e) {
            made.forEach(this::release);
            throw e;
        }
    }

    private void release(long block) {
        if (dicts.contains(block)) {
            Dicts.blocks(allocator.memory(), block, allocator::release);
        } else {
            allocator.release(block);
        }
    }

    private void fill(Pending next) {
        if (next.container instanceof Elements elements) {
            long[] cells = cells(elements.values, false, next.place);
            Lists.fillFresh(allocator, next.ref, cells, cells.length);
        } else if (next.container instanceof Entries entries) {
            for (int i = 0; i < entries.keys.length; i++) {
                long value = cell(entries.values[i], new Place(next.place, entries.keys[i]));
                Dicts.addFresh(allocator, next.ref, entries.cells[i], entries.hashes[i], value);
            }
        } else if (next.container instanceof Members members) {
            for (int i = 0; i < members.cells.length; i++) {
                Sets.addFresh(allocator, next.ref, members.cells[i], members.hashes[i]);
            }
        }
    }

    private long[] cells(@Nullable Object[] values, boolean single, @Nullable Place place) {
        long[] cells = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            cells[i] = cell(values[i], single ? place : new Place(place, i));
        }
        return cells;
    }

    private long cell(@Nullable Object value, @Nullable Place place) {
        long cell = Values.inline(value);
        if (cell != Cell.EMPTY) {
            return cell;
        }
        try {
            cell = heap.values().sharedCell(value);
        } catch (HeapNotShareableException e) {
            throw new HeapNotShareableException(String.valueOf(e.getMessage()), Place.path(place));
        }
        return cell != Cell.EMPTY ? cell : made(value, place);
    }

    private long made(@Nullable Object value, @Nullable Place place) {
        return switch (value) {
            case String text -> remember(Texts.of(allocator, text));
            case Long number -> remember(Ints.of(allocator, number));
            case BigInteger number -> remember(Ints.of(allocator, number));
            case byte[] bytes -> remember(ByteStrings.of(allocator, bytes));
            case Complex number -> remember(Complexes.of(allocator, number.real(), number.imaginary()));
            case List<?> list -> container(list, place);
            case Map<?, ?> map -> container(map, place);
            case Set<?> set -> container(set, place);
            case null, default -> byValue(value, place);
        };
    }

    private long byValue(@Nullable Object value, @Nullable Place place) {
        JavaValues.Parts parts = JavaValues.parts(value);
        if (parts == null) {
            throw new HeapNotShareableException("cannot live in the heap: type=" + typeName(value), Place.path(place));
        }
        long[] content = new long[parts.content().size()];
        for (int i = 0; i < content.length; i++) {
            content[i] = cell(parts.content().get(i), place);
        }
        return remember(ByValues.of(allocator, parts.type(), false, content, this::remember));
    }

    private long container(Object container, @Nullable Place place) {
        Long known = copies.get(container);
        if (known != null) {
            return known;
        }
        long ref;
        if (container instanceof Map<?, ?> map) {
            Entries entries = Entries.of(this, map, place);
            ref = Dicts.create(allocator, entries.keys.length);
            made.add(ref);
            dicts.add(ref);
            pending.push(new Pending(entries, ref, place));
        } else if (container instanceof Set<?> set) {
            Members members = Members.of(this, set, place);
            ref = Sets.create(allocator, members.cells.length);
            made.add(ref);
            dicts.add(ref);
            pending.push(new Pending(members, ref, place));
        } else {
            Elements elements = new Elements(((List<?>) container).toArray());
            ref = Lists.createEmpty(allocator, elements.values.length);
            Lists.blocks(heap.memory(), ref, made::add);
            pending.push(new Pending(elements, ref, place));
        }
        copies.put(container, Cell.ofRef(ref));
        return Cell.ofRef(ref);
    }

    private long remember(long cell) {
        if (Cell.isImmutable(cell) || Cell.isRef(cell)) {
            made.add(Cell.offset(cell));
        }
        return cell;
    }

    /** Place of the key, or of the equal one that was there already. */
    private int addKey(KeySet keys, @Nullable Object key, @Nullable Place place) {
        MapKey mapKey;
        try {
            mapKey = MapKey.of(heap, key);
        } catch (HeapNotShareableException e) {
            throw new HeapNotShareableException(String.valueOf(e.getMessage()), Place.path(place));
        }
        long stored = mapKey.stored();
        if (mapKey.cell() == Cell.EMPTY) {
            remember(stored);
        }
        return keys.add(key, stored, mapKey.hash());
    }

    /** A set as it was when it was met, without elements that the heap takes for equal. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Members(long[] cells, long[] hashes) {
        static Members of(CopyIn copy, Set<?> set, @Nullable Place place) {
            KeySet keys = new KeySet(copy.heap.memory(), set.size());
            set.forEach(element -> copy.addKey(keys, element, place));
            return new Members(keys.cells(), keys.hashes());
        }
    }

    /** A list as it was when it was met. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Elements(@Nullable Object[] values) {}

    /** A map as it was when it was met, without keys that the heap takes for equal. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Entries(
            @Nullable Object[] keys, @Nullable Object[] values, long[] cells, long[] hashes) {
        static Entries of(CopyIn copy, Map<?, ?> map, @Nullable Place place) {
            KeySet keys = new KeySet(copy.heap.memory(), map.size());
            List<@Nullable Object> values = new ArrayList<>(map.size());
            map.forEach((key, value) -> {
                int at = copy.addKey(keys, key, place);
                if (at == values.size()) {
                    values.add(value);
                } else {
                    values.set(at, value);
                }
            });
            return new Entries(keys.keys(), values.toArray(), keys.cells(), keys.hashes());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * A list of a heap. Every method is one step, or part of the thread's transaction; iteration is many. Native containers
 * that are stored are copied in.
 */
public final class SharedList extends AbstractList<@Nullable Object> implements RandomAccess, SharedObject {
    private final SharedHeap heap;
    private final long ref;

    SharedList(SharedHeap heap, long ref) {
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
        return Lists.size(heap.enter(), ref);
    }

    @Override
    public @Nullable Object get(int index) {
        try {
            return checked(index, present(index));
        } catch (HeapFullException noView) {
            return heap.<@Nullable Object>withRoom(() -> checked(index, present(index)));
        }
    }

    private long present(int index) {
        Mutator mutator = heap.enter();
        return index < 0 ? Cell.OUT_OF_RANGE : Lists.get(mutator, ref, index);
    }

    @Override
    public @Nullable Object set(int index, @Nullable Object value) {
        return heap.values()
                .exchange(
                        () -> present(index),
                        () -> {
                            Mutator mutator = heap.enter();
                            long cell = heap.copied(value);
                            return index < 0 ? Cell.OUT_OF_RANGE : Lists.set(mutator, ref, index, cell);
                        },
                        before -> checked(index, before));
    }

    @Override
    public boolean add(@Nullable Object value) {
        return heap.withRoom(() -> {
            Lists.append(heap.enter(), ref, heap.copied(value));
            return true;
        });
    }

    @Override
    public void add(int index, @Nullable Object value) {
        heap.withRoom(() -> {
            Mutator mutator = heap.enter();
            insert(mutator, index, new long[] {heap.copied(value)});
            return true;
        });
    }

    @Override
    public @Nullable Object remove(int index) {
        return heap.values()
                .exchange(
                        () -> present(index),
                        () -> {
                            Mutator mutator = heap.enter();
                            return index < 0 ? Cell.OUT_OF_RANGE : Lists.remove(mutator, ref, index);
                        },
                        removed -> checked(index, removed));
    }

    @Override
    public boolean addAll(Collection<?> values) {
        return heap.withRoom(() -> {
            Mutator mutator = heap.enter();
            long[] cells = heap.copiedAll(values);
            Lists.splice(mutator, ref, Long.MAX_VALUE, 0, cells, cells.length);
            return cells.length > 0;
        });
    }

    @Override
    public boolean addAll(int index, Collection<?> values) {
        return heap.withRoom(() -> {
            Mutator mutator = heap.enter();
            long[] cells = heap.copiedAll(values);
            insert(mutator, index, cells);
            return cells.length > 0;
        });
    }

    private void insert(Mutator mutator, int index, long[] cells) {
        heap.whole(() -> {
            if (index < 0 || index > Lists.size(mutator, ref)) {
                throw outOfBounds(index);
            }
            Lists.splice(mutator, ref, index, 0, cells, cells.length);
        });
    }

    @Override
    public boolean contains(@Nullable Object value) {
        return indexOf(value) >= 0;
    }

    @Override
    public int indexOf(@Nullable Object value) {
        return Arrays.asList(toArray()).indexOf(value);
    }

    @Override
    public int lastIndexOf(@Nullable Object value) {
        return Arrays.asList(toArray()).lastIndexOf(value);
    }

    @Override
    public boolean remove(@Nullable Object value) {
        return heap.atomically(() -> super.remove(value));
    }

    @Override
    public boolean removeIf(Predicate<? super @Nullable Object> filter) {
        return heap.atomically(() -> super.removeIf(filter));
    }

    @Override
    public boolean removeAll(Collection<?> values) {
        return heap.atomically(() -> super.removeAll(values));
    }

    @Override
    public boolean retainAll(Collection<?> values) {
        return heap.atomically(() -> super.retainAll(values));
    }

    @Override
    public void replaceAll(UnaryOperator<@Nullable Object> operator) {
        heap.atomically(() -> super.replaceAll(operator));
    }

    @Override
    public void clear() {
        heap.withRoom(() -> {
            Lists.replace(heap.enter(), ref, new long[0], 0);
            return true;
        });
    }

    /** Sorts in one step; the comparator may run more than once over the same elements. */
    @Override
    @SuppressWarnings("unchecked")
    public void sort(@Nullable Comparator<? super @Nullable Object> order) {
        heap.atomically(() -> {
            @Nullable Object[] values = toArray();
            Arrays.sort(values, (Comparator<@Nullable Object>) order);
            Mutator mutator = heap.enter();
            long[] cells = heap.copiedAll(Arrays.asList(values));
            Lists.replace(mutator, ref, cells, cells.length);
        });
    }

    /** The elements as they were at one moment. */
    @Override
    @SuppressWarnings("NullAway") // The library says that lists have no null in their arrays.
    public Object[] toArray() {
        return heap.values().toJava(Lists.snapshot(heap.enter(), ref));
    }

    private @Nullable Object checked(int index, long cell) {
        if (cell == Cell.OUT_OF_RANGE) {
            throw outOfBounds(index);
        }
        return heap.values().toJava(cell);
    }

    private static IndexOutOfBoundsException outOfBounds(int index) {
        return new IndexOutOfBoundsException("index outside of the list: index=" + index);
    }
}

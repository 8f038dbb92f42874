// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.value.Cell;

/**
 * A set of a heap, in the order of insertion. Every method is one step, or part of the thread's transaction; iterators show
 * the set as it was when they were made. Elements are equal as Python has it, see {@link SharedMap}.
 */
public final class SharedSet extends AbstractSet<@Nullable Object> implements SharedObject {
    private final SharedHeap heap;
    private final long ref;

    SharedSet(SharedHeap heap, long ref) {
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
        return Sets.size(heap.enter(), ref);
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return noting(element, () -> {
            var mutator = heap.enter();
            MapKey key = MapKey.ofAny(heap, element);
            return key != null && Sets.contains(mutator, ref, key.cell(), key.hash(), key);
        });
    }

    @Override
    public boolean add(@Nullable Object element) {
        return noting(
                element,
                () -> heap.withRoom(() -> {
                    var mutator = heap.enter();
                    MapKey key = MapKey.of(heap, element);
                    boolean absent =
                            key.cell() != Cell.EMPTY || !Sets.contains(mutator, ref, key.cell(), key.hash(), key);
                    return absent && Sets.add(mutator, ref, key.stored(), key.hash(), key);
                }));
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return noting(
                element,
                () -> heap.withRoom(() -> {
                    var mutator = heap.enter();
                    MapKey key = MapKey.ofAny(heap, element);
                    return key != null && Sets.remove(mutator, ref, key.cell(), key.hash(), key);
                }));
    }

    @Override
    public void clear() {
        heap.withRoom(() -> {
            Sets.clear(heap.enter(), ref);
            return true;
        });
    }

    @Override
    public boolean addAll(Collection<?> elements) {
        return heap.atomically(() -> super.addAll(elements));
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
        return heap.atomically(() -> super.containsAll(elements));
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return heap.atomically(() -> super.removeAll(elements));
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return heap.atomically(() -> super.retainAll(elements));
    }

    @Override
    public boolean removeIf(Predicate<? super @Nullable Object> filter) {
        return heap.atomically(() -> super.removeIf(filter));
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return new Elements(heap.values().toJava(Sets.snapshot(heap.enter(), ref)));
    }

    private boolean noting(@Nullable Object element, BooleanSupplier operation) {
        try {
            return operation.getAsBoolean();
        } catch (ConflictException e) {
            heap.touching(ref, element);
            throw e;
        }
    }

    private final class Elements implements Iterator<@Nullable Object> {
        private final @Nullable Object[] elements;
        private int next;

        Elements(@Nullable Object[] elements) {
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            return next < elements.length;
        }

        @Override
        public @Nullable Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return elements[next++];
        }

        @Override
        public void remove() {
            if (next == 0) {
                throw new IllegalStateException("nothing to remove yet");
            }
            SharedSet.this.remove(elements[next - 1]);
        }
    }
}

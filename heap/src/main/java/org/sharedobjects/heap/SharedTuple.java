// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Tuples;

/** A tuple as an unmodifiable list, which stays a tuple when it is stored again. */
final class SharedTuple extends AbstractList<@Nullable Object> implements RandomAccess {
    private final SharedHeap heap;
    private final long cell;

    SharedTuple(SharedHeap heap, long cell) {
        this.heap = heap;
        this.cell = cell;
    }

    SharedHeap heap() {
        return heap;
    }

    long cell() {
        return cell;
    }

    @Override
    public @Nullable Object get(int index) {
        heap.enter();
        int length = Tuples.length(heap.memory(), cell);
        return heap.values().toJava(Tuples.get(heap.memory(), cell, Objects.checkIndex(index, length)));
    }

    @Override
    public int size() {
        heap.enter();
        return Tuples.length(heap.memory(), cell);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Counters;

/**
 * A number of 64 bits that any number of threads and processes add to. Every method is one step, or part of the thread's
 * transaction. Transactions that add to a counter without reading it do not conflict with each other. Views are equal when
 * they show the same object.
 */
public final class SharedCounter implements SharedObject {
    private final SharedHeap heap;
    private final long ref;

    SharedCounter(SharedHeap heap, long ref) {
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

    /**
     * Adds a number, which may be negative.
     *
     * @throws org.sharedobjects.heap.error.HeapLimitException when the sum does not fit into 64 bits; in a transaction
     *     possibly not before its end
     */
    public void add(long delta) {
        Counters.add(heap.enter(), ref, delta);
    }

    public long get() {
        return Counters.get(heap.enter(), ref);
    }

    public void set(long value) {
        Counters.set(heap.enter(), ref, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedCounter that && that.heap == heap && that.ref == ref;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(ref);
    }

    @Override
    public String toString() {
        return "SharedCounter[" + get() + "]";
    }
}

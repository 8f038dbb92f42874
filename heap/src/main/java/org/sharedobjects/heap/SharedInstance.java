// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.value.Cell;

/**
 * An instance of a shared class. Every method is one step, or part of the thread's transaction. Views are equal when they
 * show the same object.
 */
public final class SharedInstance implements SharedObject {
    private final SharedHeap heap;
    private final long ref;

    SharedInstance(SharedHeap heap, long ref) {
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

    /** Number of the instance's class in the heap. */
    public int classId() {
        return Records.classId(heap.enter(), heap.shapes(), ref);
    }

    /**
     * Value of an attribute of the instance itself, not of its class.
     *
     * @throws IllegalArgumentException when there is none
     */
    public @Nullable Object get(String name) {
        long cell = Records.get(heap.enter(), heap.shapes(), ref, name);
        if (cell == Cell.EMPTY) {
            throw new IllegalArgumentException("no such attribute: name=" + name);
        }
        return heap.values().toJava(cell);
    }

    public boolean has(String name) {
        return Records.get(heap.enter(), heap.shapes(), ref, name) != Cell.EMPTY;
    }

    /** Stores an attribute, copying native containers in. */
    public void set(String name, @Nullable Object value) {
        heap.withRoom(() -> {
            Records.set(heap.enter(), heap.shapes(), ref, name, heap.copied(value));
            return true;
        });
    }

    /** Removes an attribute; false when there was none. */
    public boolean remove(String name) {
        return Records.delete(heap.enter(), heap.shapes(), ref, name) != Cell.EMPTY;
    }

    /** Names of the attributes at this moment, in the order they were added. */
    public List<String> names() {
        return List.of(Records.snapshot(heap.enter(), heap.shapes(), ref).names());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedInstance that && that.heap == heap && that.ref == ref;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(ref);
    }

    @Override
    public String toString() {
        return "SharedInstance[class " + classId() + " at " + ref + "]";
    }
}

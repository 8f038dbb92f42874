// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * What is taken out of a container is given to the caller, who needs a wrapper for each object in it. As the heap must not be found
 * full after the change, the wrappers are made before, and serve if others have not changed the container meanwhile.
 */
final class Taking {
    private Taking() {}

    /**
     * What a cell that is going to be taken shows, if that needs wrappers. Whoever holds it needs no room for them any more.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room
     */
    static @Nullable Object seen(AttachedHeap home, long cell) {
        return Immutables.hasRefs(home.memory, cell) ? Decoder.decode(home, cell) : null;
    }

    /** What the cell that was taken shows; {@code seen} is what the cell {@code before} has shown. */
    static Object taken(AttachedHeap home, long cell, long before, @Nullable Object seen) {
        return seen != null && cell == before ? seen : Decoder.decode(home, cell);
    }

    /**
     * Makes room for the wrappers of a value that is about to be stored, and is given to the caller then.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is none
     */
    static void prepare(AttachedHeap home, long cell) {
        if (Immutables.hasRefs(home.memory, cell)) {
            home.makeRoomForWrappers(objects(home.memory, cell));
        }
    }

    /** Number of objects in a value. */
    private static int objects(Memory memory, long cell) {
        if (Cell.isRef(cell)) {
            return 1;
        }
        int count = 0;
        if (Immutables.hasRefs(memory, cell)) {
            for (long element : Tuples.toArray(memory, cell)) {
                count += objects(memory, element);
            }
        }
        return count;
    }
}

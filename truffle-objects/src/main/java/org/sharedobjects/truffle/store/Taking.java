// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * What is taken out of a container is given to the caller, who needs a wrapper for each object in it. The heap must not be found full
 * after the change, so room for them is made before.
 */
final class Taking {
    /** Values have seldom more than a few objects in them. */
    private static final int FEW = 64;

    private Taking() {}

    /**
     * To be called before a change, and what it returns to be held until what was taken is decoded: wrappers are not made twice.
     *
     * @param peek cells that are going to be taken, if others do not change the container meanwhile; asked only where there is little room
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room
     */
    static @Nullable Object prepared(AttachedHeap home, Supplier<long[]> peek) {
        if (home.hasRoomForWrappers(FEW)) {
            return null;
        }
        long[] cells = peek.get();
        @Nullable Object[] held = new @Nullable Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            held[i] = Immutables.hasRefs(home.memory, cells[i]) ? Decoder.decode(home, cells[i]) : null;
        }
        return held;
    }

    /**
     * The same for a value that is about to be stored, and is given to the caller then.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room
     */
    static void prepare(AttachedHeap home, long cell) {
        if (Immutables.hasRefs(home.memory, cell)) {
            home.requireRoomForWrapper();
        }
    }
}

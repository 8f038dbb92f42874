// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedArray;

/** Stores an element of an array that has a cell for itself; false when the full operation must do it. */
@GenerateInline(false)
abstract class StoreArrayElementNode extends Node {
    abstract boolean execute(SharedArray array, long index, Object value);

    @Specialization(guards = "takes(array, value)")
    static boolean whole(SharedArray array, long index, int value, @Cached @Shared StoreElementNode store) {
        return index >= 0 && store(array, index, Cell.ofInt(value), store);
    }

    @Specialization(guards = "array.type.isFloating()")
    static boolean floating(SharedArray array, long index, double value, @Cached @Shared StoreElementNode store) {
        return index >= 0 && store(array, index, ArrayOperations.cell(array.type, value), store);
    }

    @Specialization(replaces = {"whole", "floating"})
    @SuppressWarnings("unused")
    static boolean other(SharedArray array, long index, Object value) {
        return false;
    }

    static boolean takes(SharedArray array, int value) {
        return !array.type.isPacked() && !array.type.isFloating() && array.type.fits(value);
    }

    private static boolean store(SharedArray array, long index, long cell, StoreElementNode store) {
        array.home.passage.enter();
        try {
            return store.execute(array, index, cell);
        } finally {
            array.home.passage.leave();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.FloatCells;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/** Element of an array; null when the full operation must look. */
@GenerateInline(false)
public abstract class LoadArrayElementNode extends Node {
    public abstract @Nullable Object execute(SharedArray array, long index);

    /** A whole number that has a cell for itself. */
    @Specialization(guards = {"!array.type.isPacked()", "!array.type.isFloating()"})
    static @Nullable Object whole(
            SharedArray array, long index, @Cached @Shared LoadElementNode load, @Cached DecodeNode decode) {
        AttachedHeap home = array.home;
        int passes = home.passage.count();
        long cell = index < 0 ? Cell.MISS_SLOW : load.execute(array, index, index, passes);
        if (cell == Cell.MISS_SLOW) {
            return null;
        }
        Object value = decode.execute(home, cell, passes);
        return home.passage.unchangedSince(passes) ? value : null;
    }

    @Specialization(guards = "array.type.isFloating()")
    static @Nullable Object floating(SharedArray array, long index, @Cached @Shared LoadElementNode load) {
        int passes = array.home.passage.count();
        long cell = index < 0 ? Cell.MISS_SLOW : load.execute(array, index, index, passes);
        return FloatCells.isSimple(array.type, cell) && array.home.passage.unchangedSince(passes)
                ? FloatCells.simple(array.type, cell)
                : null;
    }

    /** One of several in a cell. */
    @Specialization(guards = "array.type.isPacked()")
    static @Nullable Object packed(SharedArray array, long index, @Cached @Shared LoadElementNode load) {
        int passes = array.home.passage.count();
        long cell = index < 0 ? Cell.MISS_SLOW : load.execute(array, index, index >> array.type.shift, passes);
        int at = (int) index & (array.type.perCell() - 1);
        return at < ArrayCells.count(cell) && array.home.passage.unchangedSince(passes)
                ? ArrayCells.unpack(array.type, cell, at)
                : null;
    }
}

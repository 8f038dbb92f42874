// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.struct.ArraySteps;
import org.sharedobjects.heap.struct.FloatCells;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Stores an element of an array; false when the full operation must do it. */
@GenerateInline(false)
public abstract class StoreArrayElementNode extends Node {
    public abstract boolean execute(SharedArray array, long index, Object value);

    @Specialization(guards = "takes(array, value)")
    static boolean wholeOfInt(SharedArray array, long index, int value, @Cached @Shared StoreElementNode store) {
        return whole(array, index, value, store);
    }

    @Specialization(guards = "takes(array, value)")
    static boolean whole(SharedArray array, long index, long value, @Cached @Shared StoreElementNode store) {
        return index >= 0 && store(array, index, Cell.ofInt(value), store);
    }

    /** One of several in a cell. */
    @Specialization(guards = {"array.type.isPacked()", "array.type.fits(value)"})
    static boolean packed(
            SharedArray array, long index, int value, @Bind Node node, @Cached InlinedConditionProfile inTransaction) {
        array.home.passage.enter();
        try {
            return index >= 0 && storePacked(node, array, index, value, inTransaction);
        } finally {
            array.home.passage.leave();
        }
    }

    private static boolean storePacked(
            Node node, SharedArray array, long index, int value, InlinedConditionProfile inTransaction) {
        AttachedHeap home = array.home;
        long cell = index >> array.type.shift;
        long part = array.large ? ListOperations.chunk(node, array, cell) : array.ref;
        if (part == Directory.NONE) {
            return false;
        }
        long cellInPart = array.large ? cell & ListChunk.MASK : cell;
        try {
            return TransactionalSteps.isInside(node, home, inTransaction)
                    ? TransactionalSteps.setPacked(node, array, index, part, cellInPart, value)
                    : ArraySteps.trySetPacked(home.mutator(), part, array.type, index, cellInPart, value);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }

    @Specialization(guards = "array.type.isFloating()")
    static boolean floating(SharedArray array, long index, double value, @Cached @Shared StoreElementNode store) {
        long cell = FloatCells.tryOf(array.type, value);
        return index >= 0 && cell != Cell.EMPTY && store(array, index, cell, store);
    }

    @Specialization(guards = "array.type.isFloating()")
    static boolean floatingOfInt(SharedArray array, long index, int value, @Cached @Shared StoreElementNode store) {
        return floating(array, index, value, store);
    }

    @Fallback
    @SuppressWarnings("unused")
    static boolean other(SharedArray array, long index, Object value) {
        return false;
    }

    static boolean takes(SharedArray array, long value) {
        return !array.type.isPacked() && !array.type.isFloating() && array.type.fits(value) && Cell.fitsInt(value);
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.TransactionalRecords;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedSequence;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.Touching;

/** The short way through a transaction, part of compiled code. */
final class TransactionalSteps {
    private TransactionalSteps() {}

    /**
     * Whether the running thread is in a transaction.
     *
     * @param inside whether any thread of the interpreter was
     */
    static boolean isInside(Node node, AttachedHeap home, InlinedConditionProfile inside) {
        return inside.profile(node, !home.isOutside()) && home.transaction() != null;
    }

    /**
     * Element, or {@link Cell#MISS_SLOW}, also for an index out of range.
     *
     * @param part the list, or the chunk in which the element is
     */
    static long element(Node node, SharedSequence list, long index, long part, long indexInPart) {
        try {
            long cell = ListCells.load(list.home.mutator(), part, indexInPart);
            return cell == Cell.OUT_OF_RANGE ? Cell.MISS_SLOW : cell;
        } catch (RuntimeException e) {
            Touching.element(list, e, index);
            throw Guard.translate(node, list.home, e);
        }
    }

    /** Stores an element; false when the full operation must do it. */
    static boolean setElement(Node node, SharedSequence list, long index, long part, long indexInPart, long cell) {
        try {
            long before = ListCells.store(list.home.mutator(), part, indexInPart, cell);
            return before != Cell.OUT_OF_RANGE && before != Cell.MISS_SLOW;
        } catch (RuntimeException e) {
            Touching.element(list, e, index);
            throw Guard.translate(node, list.home, e);
        }
    }

    /** The same with one of several elements in a cell. */
    static boolean setPacked(Node node, SharedArray array, long index, long part, long cellInPart, int value) {
        long before = element(node, array, index, part, cellInPart);
        int at = (int) index & (array.type.perCell() - 1);
        return at < ArrayCells.count(before)
                && setElement(node, array, index, part, cellInPart, ArrayCells.with(array.type, before, at, value));
    }

    /** Cell of an attribute, or {@link Cell#MISS_SLOW}. */
    static long field(Node node, SharedInstance object, int shapeId, int index) {
        try {
            return TransactionalRecords.get(object.home.mutator(), object.ref, shapeId, index);
        } catch (RuntimeException e) {
            Touching.field(object, e, shapeId, index);
            throw Guard.translate(node, object.home, e);
        }
    }

    /** Whether the transaction, which may have given it attributes, sees an instance of this shape. */
    static boolean hasShape(Node node, SharedInstance object, int shapeId) {
        try {
            return TransactionalRecords.hasShape(object.home.mutator(), object.ref, shapeId);
        } catch (RuntimeException e) {
            throw Guard.translate(node, object.home, e);
        }
    }

    /** Stores an attribute; false when the full operation must do it. */
    static boolean setField(Node node, SharedInstance object, int shapeId, int index, long cell) {
        try {
            return TransactionalRecords.set(object.home.mutator(), object.ref, shapeId, index, cell);
        } catch (RuntimeException e) {
            Touching.field(object, e, shapeId, index);
            throw Guard.translate(node, object.home, e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.store.Touching;

/** The short way through a transaction: a look at the header or size, then the word itself. */
final class TransactionalSteps {
    private TransactionalSteps() {}

    /** Element, {@link Cell#OUT_OF_RANGE} or {@link Cell#MISS_SLOW}. */
    @TruffleBoundary
    static long element(Node node, SharedList list, int index) {
        try {
            Mutator mutator = list.home.mutator();
            long size = mutator.load(list.ref, ObjectLayout.SIZE_WORD);
            return index >= 0 && index < size
                    ? mutator.load(list.ref, ObjectLayout.FIRST_CELL_WORD + index)
                    : Cell.MISS_SLOW;
        } catch (RuntimeException e) {
            Touching.element(list, e, index);
            throw Guard.translate(node, list.home, e);
        }
    }

    /** Stores an element; false when the full operation must do it. */
    @TruffleBoundary
    static boolean setElement(Node node, SharedList list, int index, long cell) {
        try {
            Mutator mutator = list.home.mutator();
            long size = mutator.load(list.ref, ObjectLayout.SIZE_WORD);
            if (index < 0 || index >= size) {
                return false;
            }
            mutator.store(list.ref, ObjectLayout.FIRST_CELL_WORD + index, cell);
            return true;
        } catch (RuntimeException e) {
            Touching.element(list, e, index);
            throw Guard.translate(node, list.home, e);
        }
    }

    /** Cell of an attribute, or {@link Cell#MISS_SLOW}. */
    @TruffleBoundary
    static long field(Node node, SharedInstance object, int shapeId, int index) {
        try {
            Mutator mutator = object.home.mutator();
            return ObjectLayout.shape(mutator.load(object.ref, ObjectLayout.HEADER_WORD)) == shapeId
                    ? mutator.load(object.ref, ObjectLayout.FIRST_CELL_WORD + index)
                    : Cell.MISS_SLOW;
        } catch (RuntimeException e) {
            Touching.field(object, e, shapeId, index);
            throw Guard.translate(node, object.home, e);
        }
    }

    /** Stores an attribute; false when the full operation must do it. */
    @TruffleBoundary
    static boolean setField(Node node, SharedInstance object, int shapeId, int index, long cell) {
        try {
            Mutator mutator = object.home.mutator();
            if (ObjectLayout.shape(mutator.load(object.ref, ObjectLayout.HEADER_WORD)) != shapeId) {
                return false;
            }
            mutator.store(object.ref, ObjectLayout.FIRST_CELL_WORD + index, cell);
            return true;
        } catch (RuntimeException e) {
            Touching.field(object, e, shapeId, index);
            throw Guard.translate(node, object.home, e);
        }
    }
}

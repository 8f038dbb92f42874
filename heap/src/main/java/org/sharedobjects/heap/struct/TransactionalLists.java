// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** The short way through a transaction, also for compiled code: a look at a list not written yet, else word by word. */
public final class TransactionalLists {
    private TransactionalLists() {}

    /** Element, {@link Cell#OUT_OF_RANGE}, or {@link Cell#MISS_SLOW} when the full operation must do it. */
    public static long get(Mutator mutator, long ref, long index) {
        long cell = ListCells.load(mutator, ref, index);
        return cell == Cell.MISS_SLOW ? ListTreeSteps.load(mutator, ref, index) : cell;
    }

    /** Stores an element and returns the one before, else as {@link #get}. */
    public static long set(Mutator mutator, long ref, long index, long cell) {
        long before = ListCells.store(mutator, ref, index, cell);
        return before == Cell.MISS_SLOW ? ListTreeSteps.store(mutator, ref, index, cell) : before;
    }

    /** Appends without reading the list; false when the full operation must do it. */
    static boolean append(Mutator mutator, long ref, long cell) {
        long size = mutator.peek(ref, ObjectLayout.SIZE_WORD);
        if (size == ListTree.MARK) {
            return ListTree.appendBlindly(mutator, ref, cell);
        }
        int capacity = ObjectLayout.capacity(mutator.peek(ref, ObjectLayout.HEADER_WORD));
        return size > 0
                && size < capacity
                && mutator.peek(ref, ObjectLayout.FIRST_CELL_WORD + (int) size) == Cell.EMPTY
                && mutator.append(ref, cell);
    }
}

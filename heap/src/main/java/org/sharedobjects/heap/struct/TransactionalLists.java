// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** The short way through a transaction, also for compiled code: a look at a list not written yet, else word by word. */
public final class TransactionalLists {
    private TransactionalLists() {}

    /** Element, {@link Cell#OUT_OF_RANGE}, or {@link Cell#MISS_SLOW} when the list makes no sense. */
    public static long get(Mutator mutator, long ref, long index) {
        long lock = mutator.startRead(ref);
        if (!Locks.isLocked(lock)) {
            long cell = Lists.guess(mutator.memory(), ref, index);
            if (mutator.endRead(ref, lock)) {
                return cell;
            }
        }
        return getByWord(mutator, ref, index);
    }

    private static long getByWord(Mutator mutator, long ref, long index) {
        long size = mutator.load(ref, ObjectLayout.SIZE_WORD);
        long at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) {
            return Cell.OUT_OF_RANGE;
        }
        return at < Lists.MAX_SIZE ? mutator.load(ref, ObjectLayout.FIRST_CELL_WORD + (int) at) : Cell.MISS_SLOW;
    }

    /** Stores an element and returns the one before, else as {@link #get}. */
    public static long set(Mutator mutator, long ref, long index, long cell) {
        long before = get(mutator, ref, index);
        if (before != Cell.OUT_OF_RANGE && before != Cell.MISS_SLOW) {
            long at = index < 0 ? index + mutator.load(ref, ObjectLayout.SIZE_WORD) : index;
            if (at >= Lists.MAX_SIZE) {
                return Cell.MISS_SLOW;
            }
            mutator.store(ref, ObjectLayout.FIRST_CELL_WORD + (int) at, cell);
        }
        return before;
    }
}

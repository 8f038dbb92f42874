// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * The short way through a transaction, for compiled code: at a {@linkplain PlainTree#place place} where the key may lie. A key that is
 * found there is in the dict, so that the index is no part of what the transaction has read.
 */
public final class TransactionalTree {
    private TransactionalTree() {}

    /** Value, or {@link Cell#MISS_SLOW} when that key is not there. */
    public static long getAt(Mutator mutator, long place, long key) {
        long chunk = PlainTree.chunkOf(place);
        int entry = PlainTree.entryOf(place);
        long lock = mutator.startRead(chunk);
        if (!Locks.isLocked(lock)) {
            Memory memory = mutator.memory();
            long body = memory.getGuess(chunk + ObjectLayout.BODY);
            boolean found = entry < memory.getGuess(Bodies.at(body, TreeLayout.SIZE))
                    && memory.getGuess(Bodies.at(body, TreeLayout.keyWord(entry))) == key;
            long value = memory.getGuess(Bodies.at(body, TreeLayout.valueWord(entry)));
            if (!found || mutator.endRead(chunk, lock)) {
                return found ? value : Cell.MISS_SLOW;
            }
        }
        return isAt(mutator, chunk, entry, key) ? mutator.load(chunk, TreeLayout.valueWord(entry)) : Cell.MISS_SLOW;
    }

    /** Overwrites a value; false when that key is not there. */
    public static boolean putAt(Mutator mutator, long place, long key, long value) {
        if (getAt(mutator, place, key) == Cell.MISS_SLOW) {
            return false;
        }
        mutator.store(PlainTree.chunkOf(place), TreeLayout.valueWord(PlainTree.entryOf(place)), value);
        return true;
    }

    private static boolean isAt(Mutator mutator, long chunk, int entry, long key) {
        return entry < mutator.load(chunk, TreeLayout.SIZE) && mutator.load(chunk, TreeLayout.keyWord(entry)) == key;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/** The short way through a transaction for keys that lie in the dict under the very same cell, or not at all. */
final class TransactionalDicts {
    private static final int ABSENT = -1;
    private static final int UNDECIDED = -2;

    private TransactionalDicts() {}

    /** Value, {@link Cell#EMPTY}, or {@link Cell#MISS_SLOW} when keys must be compared. */
    static long get(Mutator mutator, long ref, long key, long hash) {
        int word = valueWord(mutator, ref, key, Hashing.fold(hash));
        if (word < 0) {
            return word == ABSENT ? Cell.EMPTY : Cell.MISS_SLOW;
        }
        return mutator.load(ref, word);
    }

    /** Value before, or {@link Cell#MISS_SLOW} when there was none or keys must be compared. */
    static long overwrite(Mutator mutator, long ref, long key, long hash, long value) {
        int word = valueWord(mutator, ref, key, Hashing.fold(hash));
        if (word < 0) {
            return Cell.MISS_SLOW;
        }
        long before = mutator.load(ref, word);
        mutator.store(ref, word, value);
        return before;
    }

    private static int valueWord(Mutator mutator, long ref, long key, int folded) {
        int capacity = ObjectLayout.capacity(mutator.load(ref, ObjectLayout.HEADER_WORD));
        int indexSize = DictLayout.indexSize(capacity);
        int limit = DictLayout.entriesOfIndex(indexSize);
        int slot = folded;
        for (int probes = 0; probes < indexSize; probes++, slot++) {
            long word = mutator.load(ref, DictLayout.FIRST + (slot & (indexSize - 1)));
            if (word == 0) {
                return ABSENT;
            }
            int entry = DictLayout.entryOf(word);
            if (DictLayout.hashOf(word) != folded) {
                continue;
            }
            if (entry < 0 || entry >= limit) {
                return UNDECIDED;
            }
            long candidate = mutator.load(ref, DictLayout.keyWord(indexSize, entry));
            if (candidate == key) {
                return DictLayout.valueWord(indexSize, entry);
            }
            if (candidate != Cell.TOMBSTONE) {
                return UNDECIDED;
            }
        }
        return UNDECIDED;
    }
}

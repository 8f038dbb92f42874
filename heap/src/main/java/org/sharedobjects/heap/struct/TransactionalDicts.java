// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/**
 * The short way through a transaction, also for compiled code, for keys that lie in a dict of one body under the very same cell, or not
 * at all.
 */
public final class TransactionalDicts {
    private static final int UNDECIDED = Integer.MIN_VALUE;

    private TransactionalDicts() {}

    /** Value, {@link Cell#EMPTY}, or {@link Cell#MISS_SLOW} when keys must be compared or the dict is a tree. */
    public static long get(Mutator mutator, long ref, long key, long hash) {
        long lock = mutator.startRead(ref);
        if (!Locks.isLocked(lock)) {
            long value = SmallDicts.guess(mutator.memory(), ref, key, hash);
            if (value == Cell.MISS_SLOW || mutator.endRead(ref, lock)) {
                return value;
            }
        }
        int word = find(mutator, ref, key, Hashing.fold(hash));
        if (word < 0) {
            return word == UNDECIDED ? Cell.MISS_SLOW : Cell.EMPTY;
        }
        return mutator.load(ref, word);
    }

    /** Value before, or {@link Cell#MISS_SLOW} when there was none or keys must be compared. */
    static long overwrite(Mutator mutator, long ref, long key, long hash, long value) {
        int word = find(mutator, ref, key, Hashing.fold(hash));
        if (word < 0) {
            return Cell.MISS_SLOW;
        }
        long before = mutator.load(ref, word);
        mutator.store(ref, word, value);
        return before;
    }

    /** Overwrites the value of a key; false when there is none, keys must be compared, or the dict is a tree. */
    public static boolean replace(Mutator mutator, long ref, long key, long hash, long value) {
        return overwrite(mutator, ref, key, hash, value) != Cell.MISS_SLOW;
    }

    /**
     * Stores a value; false when keys must be compared, the dict is a tree, or there is no room for a new key. Not to be made part of
     * compiled code: what runs between the look for a free place and the stores may take it.
     */
    public static boolean put(Mutator mutator, long ref, long key, long hash, long value) {
        int folded = Hashing.fold(hash);
        int word = find(mutator, ref, key, folded);
        if (word >= 0) {
            mutator.store(ref, word, value);
            return true;
        }
        return word != UNDECIDED
                && DictBodies.derives(mutator.memory(), key, hash)
                && insert(mutator, ref, ~word, key, folded, value);
    }

    private static boolean insert(Mutator mutator, long ref, int place, long key, int folded, long value) {
        DictIndex index = DictIndex.of(mutator.load(ref, ObjectLayout.HEADER_WORD));
        long sizeWord = mutator.load(ref, DictLayout.SIZE);
        int used = DictLayout.used(sizeWord);
        if (used < 0 || used >= index.limit()) {
            return false;
        }
        try {
            int word = index.wordOf(place);
            mutator.store(ref, word, index.with(mutator.load(ref, word), place, folded, used));
            mutator.store(ref, index.keyWord(used), key);
            mutator.store(ref, index.valueWord(used), value);
            mutator.store(ref, DictLayout.SIZE, DictLayout.sizeWord(used + 1, DictLayout.alive(sizeWord) + 1));
        } catch (RuntimeException | Error e) {
            mutator.spoil(e);
            throw e;
        }
        return true;
    }

    /** Number of entries as the running transaction sees it; negative for a tree. */
    public static int size(Mutator mutator, long ref) {
        return DictLayout.alive(mutator.load(ref, DictLayout.SIZE));
    }

    /** As {@link SmallDicts#tryNext}, as the running transaction sees it. */
    public static int next(Mutator mutator, long ref, int position, long size, long[] entry) {
        long lock = mutator.startRead(ref);
        if (Locks.isLocked(lock)) {
            return PlainTree.UNKNOWN;
        }
        int next = SmallDicts.guessNext(mutator.memory(), ref, position, size, entry);
        return mutator.endRead(ref, lock) ? next : PlainTree.UNKNOWN;
    }

    /** Word of the value; the complement of the free place where the search for an absent key ends; or {@link #UNDECIDED}. */
    private static int find(Mutator mutator, long ref, long key, int folded) {
        long header = mutator.load(ref, ObjectLayout.HEADER_WORD);
        if (DictIndex.isWide(header)) {
            return UNDECIDED;
        }
        DictIndex index = DictIndex.of(header);
        for (int probes = 0; probes < index.size(); probes++) {
            int place = index.place(folded, probes);
            long there = index.at(mutator.load(ref, index.wordOf(place)), place);
            if (there == 0) {
                return ~place;
            }
            if (!index.mayBe(there, folded)) {
                continue;
            }
            int entry = index.entry(there);
            if (entry < 0 || entry >= index.limit()) {
                return UNDECIDED;
            }
            long candidate = mutator.load(ref, index.keyWord(entry));
            if (candidate == key) {
                // In compiled code something else of this thread may have run since the header was read.
                return mutator.load(ref, ObjectLayout.HEADER_WORD) == header ? index.valueWord(entry) : UNDECIDED;
            }
            if (SmallDicts.mayEqual(mutator.memory(), candidate, folded)) {
                return UNDECIDED;
            }
        }
        return UNDECIDED;
    }
}

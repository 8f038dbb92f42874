// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/**
 * The short ways into dicts of one body outside of transactions, for compiled code. They miss when the dict is a tree, which
 * has no index in its own body and a negative size.
 */
public final class SmallDicts {
    private static final int SIZE = DictLayout.SIZE;
    private static final int FIRST = DictLayout.FIRST;

    private SmallDicts() {}

    /** Value, {@link Cell#EMPTY}, or {@link Cell#MISS_SLOW} when the full operation must look. */
    public static long tryGet(Memory memory, long ref, long key, long hash) {
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        int indexSize = DictLayout.indexSize(ObjectLayout.capacity(memory.getGuess(body)));
        int folded = Hashing.fold(hash);
        int slot = folded;
        for (int probes = 0; probes < indexSize; probes++, slot++) {
            long word = memory.getGuess(Bodies.at(body, FIRST + (slot & (indexSize - 1))));
            if (word == 0) {
                return believed(memory, ref, lock, Cell.EMPTY);
            }
            if (DictLayout.hashOf(word) == folded) {
                long at = Bodies.at(body, DictLayout.keyWord(indexSize, DictLayout.entryOf(word)));
                long candidate = memory.getGuess(at);
                if (candidate == key) {
                    return believed(memory, ref, lock, memory.getGuess(at + Long.BYTES));
                }
                if (candidate != Cell.TOMBSTONE) {
                    return Cell.MISS_SLOW;
                }
            }
        }
        return Cell.MISS_SLOW;
    }

    private static long believed(Memory memory, long ref, long lock, long result) {
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? result : Cell.MISS_SLOW;
    }

    /** Stores a value; false when the full operation must do it. */
    public static boolean tryPut(Mutator mutator, long ref, long key, long hash, long value) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        if (Locks.isLocked(lock)) {
            return false;
        }
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        int indexSize = DictLayout.indexSize(ObjectLayout.capacity(memory.getGuess(body)));
        int folded = Hashing.fold(hash);
        int slot = folded;
        for (int probes = 0; probes < indexSize; probes++, slot++) {
            int indexWord = FIRST + (slot & (indexSize - 1));
            long word = memory.getGuess(Bodies.at(body, indexWord));
            if (word == 0) {
                return tryInsert(mutator, ref, lock, body, indexSize, indexWord, key, folded, value);
            }
            if (DictLayout.hashOf(word) == folded) {
                int at = DictLayout.keyWord(indexSize, DictLayout.entryOf(word));
                long candidate = memory.getGuess(Bodies.at(body, at));
                if (candidate == key) {
                    return mutator.plain().write(ref, lock, body, at + 1, value);
                }
                if (candidate != Cell.TOMBSTONE) {
                    return false;
                }
            }
        }
        return false;
    }

    @SuppressWarnings("TooManyParameters")
    private static boolean tryInsert(
            Mutator mutator,
            long ref,
            long lock,
            long body,
            int indexSize,
            int indexWord,
            long key,
            int folded,
            long value) {
        long sizeWord = mutator.memory().getGuess(Bodies.at(body, SIZE));
        int used = DictLayout.used(sizeWord);
        if (used < 0 || used >= DictLayout.entriesOfIndex(indexSize)) {
            return false;
        }
        int at = DictLayout.keyWord(indexSize, used);
        return mutator.plain()
                .write(
                        ref,
                        lock,
                        body,
                        indexWord,
                        DictLayout.indexWord(folded, used),
                        at,
                        key,
                        at + 1,
                        value,
                        SIZE,
                        DictLayout.sizeWord(used + 1, DictLayout.alive(sizeWord) + 1));
    }

    /** Size, or -1 when the full operation must look. */
    public static int trySize(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long size = memory.getGuess(Bodies.at(memory.getGuess(ref + ObjectLayout.BODY), SIZE));
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? DictLayout.alive(size) : -1;
    }
}

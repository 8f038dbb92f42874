// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * The short ways to what lies in one body: that of a flat list, or of a chunk. They miss when somebody else is at it, and
 * when the list is a tree: then its size is negative.
 */
public final class ListCells {
    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;

    private ListCells() {}

    /** Element, {@link Cell#OUT_OF_RANGE} or {@link Cell#MISS_SLOW}, if the object does not change meanwhile. */
    public static long guess(Memory memory, long ref, long index) {
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        long at = index < 0 ? index + size : index;
        return at >= 0 && at < size
                ? memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES + at * Long.BYTES)
                : size < 0 ? Cell.MISS_SLOW : Cell.OUT_OF_RANGE;
    }

    /** Element, or {@link Cell#MISS_SLOW}, also for an index out of range. */
    public static long tryGet(Memory memory, long ref, long index) {
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        long at = index < 0 ? index + size : index;
        if (at < 0 || at >= size || Locks.isLocked(lock)) {
            return Cell.MISS_SLOW;
        }
        long cell = memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES + at * Long.BYTES);
        return Locks.unchanged(memory, ref, lock) ? cell : Cell.MISS_SLOW;
    }

    /** Stores an element; false when that has not happened. */
    public static boolean trySet(Mutator mutator, long ref, long index, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        long at = index < 0 ? index + size : index;
        return !Locks.isLocked(lock)
                && at >= 0
                && at < Math.min(size, ObjectLayout.MAX_CAPACITY)
                && mutator.plain().write(ref, lock, body, FIRST + (int) at, cell);
    }

    /** Appends to a flat list that has room; false when that has not happened. */
    public static boolean tryAppend(Mutator mutator, long ref, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        return !Locks.isLocked(lock)
                && size >= 0
                && size < ObjectLayout.capacity(memory.getGuess(body))
                && mutator.plain().write(ref, lock, body, FIRST + (int) size, cell, SIZE, size + 1);
    }

    /** The last element, under this lock word; {@link Cell#MISS_SLOW} when there is none or somebody else is at the list. */
    public static long last(Memory memory, long ref, long lock) {
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        if (size <= 0 || Locks.isLocked(lock)) {
            return Cell.MISS_SLOW;
        }
        long cell = memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES + (size - 1) * Long.BYTES);
        return Locks.unchanged(memory, ref, lock) ? cell : Cell.MISS_SLOW;
    }

    /** Removes the element that {@link #last} gave under this lock word; false when that has not happened. */
    public static boolean tryRemoveLast(Mutator mutator, long ref, long lock) {
        Memory memory = mutator.memory();
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        return size > 0
                && size <= ObjectLayout.MAX_CAPACITY
                && mutator.plain().write(ref, lock, body, FIRST + (int) size - 1, Cell.EMPTY, SIZE, size - 1);
    }

    /** Number of elements, or -1. */
    public static int trySize(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long size = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY) + SIZE * Long.BYTES);
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? (int) size : -1;
    }

    /** As {@link #tryGet}, by the running transaction. */
    public static long load(Mutator mutator, long ref, long index) {
        long lock = mutator.startRead(ref);
        if (!Locks.isLocked(lock)) {
            long cell = guess(mutator.memory(), ref, index);
            if (cell == Cell.MISS_SLOW || mutator.endRead(ref, lock)) {
                return cell;
            }
        }
        return loadByWord(mutator, ref, index);
    }

    /** Number of elements as the running transaction sees it, or -1. */
    public static int loadSize(Mutator mutator, long ref) {
        return (int) mutator.load(ref, SIZE);
    }

    private static long loadByWord(Mutator mutator, long ref, long index) {
        long size = mutator.load(ref, SIZE);
        long at = index < 0 ? index + size : index;
        if (size < 0) {
            return Cell.MISS_SLOW;
        }
        if (at < 0 || at >= size) {
            return Cell.OUT_OF_RANGE;
        }
        return at < ObjectLayout.MAX_CAPACITY ? mutator.load(ref, FIRST + (int) at) : Cell.MISS_SLOW;
    }

    /** Stores an element and returns the one before, else as {@link #load}. */
    public static long store(Mutator mutator, long ref, long index, long cell) {
        long before = load(mutator, ref, index);
        if (before != Cell.OUT_OF_RANGE && before != Cell.MISS_SLOW) {
            long at = index < 0 ? index + mutator.load(ref, SIZE) : index;
            if (at >= ObjectLayout.MAX_CAPACITY) {
                return Cell.MISS_SLOW;
            }
            mutator.store(ref, FIRST + (int) at, cell);
        }
        return before;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * The short ways into arrays outside of transactions, for compiled code. They miss when somebody else is at it, and at the bounds
 * of chunks. A <em>part</em> of an array is the array itself, or one of its chunks when it is a tree.
 */
public final class ArraySteps {
    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;

    private ArraySteps() {}

    /** Number of elements, or -1. */
    public static int trySize(Memory memory, long ref, ElementType type) {
        if (!type.isPacked()) {
            return Lists.trySize(memory, ref);
        }
        long lock = memory.getAcquire(ref);
        int cells = ListCells.trySize(memory, ref);
        return cells >= 0 ? length(memory, ref, lock, type, cells, cells - 1L) : trySizeOfTree(memory, ref, type);
    }

    private static int trySizeOfTree(Memory memory, long ref, ElementType type) {
        long chunk = ListTreeSteps.lastChunk(memory, ref);
        if (chunk == Directory.NONE) {
            return -1;
        }
        long lock = memory.getAcquire(chunk);
        int cells = ListTreeSteps.trySize(memory, ref);
        return cells == 0 || ListTreeSteps.chunk(memory, ref, cells - 1L) == chunk
                ? length(memory, chunk, lock, type, cells, (cells - 1L) & ListChunk.MASK)
                : -1;
    }

    /** Of so many cells, the last of them in a part that has not changed since before they were counted; else -1. */
    private static int length(Memory memory, long part, long lock, ElementType type, int cells, long lastInPart) {
        long last = cells == 0 ? Cell.EMPTY : ListCells.tryGet(memory, part, lastInPart);
        if (last == Cell.MISS_SLOW || Locks.isLocked(lock) || !Locks.unchanged(memory, part, lock)) {
            return -1;
        }
        long length = cells == 0 ? 0 : ArrayCells.lengthOf(type, cells, last);
        return length <= ArrayCells.MOST_BYTES ? (int) length : -1;
    }

    /** Where appends need not look at the length of a large array, or {@link Directory#NONE}. */
    public static long lastChunk(Memory memory, long ref, ElementType type) {
        return Arrays.isHuge(memory, ref, type) ? Directory.NONE : ListTreeSteps.lastChunk(memory, ref);
    }

    /** Stores an element of one or two bytes; false when that has not happened. */
    public static boolean trySetPacked(
            Mutator mutator, long part, ElementType type, long index, long cellInPart, int value) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(part);
        long body = memory.getGuess(part + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * (long) Long.BYTES);
        if (Locks.isLocked(lock) || cellInPart < 0 || cellInPart >= Math.min(size, ObjectLayout.MAX_CAPACITY)) {
            return false;
        }
        int word = FIRST + (int) cellInPart;
        // If the lock is the same when it is taken, this was the cell.
        long before = memory.getGuess(body + word * (long) Long.BYTES);
        int at = (int) index & (type.perCell() - 1);
        return at < ArrayCells.count(before)
                && mutator.plain().write(part, lock, body, word, ArrayCells.with(type, before, at, value));
    }

    /**
     * Appends an element of one or two bytes to a part that has elements and room; false when that has not happened. Such a part
     * is the last one with elements at that very moment, as in {@link ListTreeSteps#tryAppendTo}, and its last cell that of the array.
     */
    public static boolean tryAppendPacked(Mutator mutator, long part, boolean isChunk, ElementType type, int value) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(part);
        long body = memory.getGuess(part + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * (long) Long.BYTES);
        int capacity = ObjectLayout.capacity(memory.getGuess(body));
        int room = isChunk ? ListChunk.mostElements(capacity) : capacity;
        if (Locks.isLocked(lock) || size <= 0 || size >= room) {
            return false;
        }
        int word = FIRST + (int) size - 1;
        long last = memory.getGuess(body + word * (long) Long.BYTES);
        int count = ArrayCells.count(last);
        return count < type.perCell()
                ? mutator.plain().write(part, lock, body, word, ArrayCells.with(type, last, count, value))
                : mutator.plain().write(part, lock, body, word + 1, ArrayCells.first(type, value), SIZE, size + 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * The short ways into a large list, for compiled code. Each looks at the root and the directory, which never say anything
 * else once they have said where a chunk is, and does what it does in that chunk alone.
 *
 * <p>They miss when the list is no tree, when the index is negative or behind the last chunk, and at the bounds of
 * chunks.
 */
public final class ListTreeSteps {
    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;

    private ListTreeSteps() {}

    /** Whether the list is a tree, which it stays. */
    public static boolean isTree(Memory memory, long ref) {
        return directory(memory, ref) != Directory.NONE;
    }

    /** Where the list ended when it was last looked for, or {@link Directory#NONE}. */
    public static long lastChunk(Memory memory, long ref) {
        long directory = directory(memory, ref);
        return directory == Directory.NONE
                ? Directory.NONE
                : Directory.child(memory, directory, TailHints.get(directory));
    }

    /** Directory of the list, or {@link Directory#NONE} when it is flat. */
    static long directory(Memory memory, long ref) {
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            long body = memory.getGuess(ref + ObjectLayout.BODY);
            if (memory.getGuess(body + SIZE * Long.BYTES) != ListTree.MARK) {
                return Directory.NONE;
            }
            long cell = memory.getGuess(body + FIRST * Long.BYTES);
            memory.loadFence();
            // Locked or not: a body that makes it a tree gets there by a commit, whole, and stays.
            if (memory.getPlain(ref) == lock) {
                return Cell.isRef(cell) ? Cell.offset(cell) : Directory.NONE;
            }
        }
    }

    /**
     * The chunk in which an element with that index lies if there is one, for good, under {@code index & MASK}. Else, and when
     * the list is no tree, {@link Directory#NONE}.
     */
    public static long chunk(Memory memory, long ref, long index) {
        long directory = directory(memory, ref);
        return directory != Directory.NONE && index >= 0 && index < ListTree.MAX_SIZE
                ? Directory.child(memory, directory, (int) (index >> ListChunk.SHIFT))
                : Directory.NONE;
    }

    /** Element, or {@link Cell#MISS_SLOW}, also for an index out of range. */
    public static long tryGet(Memory memory, long ref, long index) {
        long chunk = chunk(memory, ref, index);
        return chunk == Directory.NONE ? Cell.MISS_SLOW : ListCells.tryGet(memory, chunk, index & ListChunk.MASK);
    }

    /** Stores an element; false when that has not happened. */
    public static boolean trySet(Mutator mutator, long ref, long index, long cell) {
        long chunk = chunk(mutator.memory(), ref, index);
        return chunk != Directory.NONE && ListCells.trySet(mutator, chunk, index & ListChunk.MASK, cell);
    }

    /** As {@link #tryGet}, by the running transaction. */
    public static long load(Mutator mutator, long ref, long index) {
        long chunk = chunk(mutator.memory(), ref, index);
        return chunk == Directory.NONE ? Cell.MISS_SLOW : ListCells.load(mutator, chunk, index & ListChunk.MASK);
    }

    /** Stores an element and returns the one before, else as {@link #load}. */
    public static long store(Mutator mutator, long ref, long index, long cell) {
        long chunk = chunk(mutator.memory(), ref, index);
        return chunk == Directory.NONE ? Cell.MISS_SLOW : ListCells.store(mutator, chunk, index & ListChunk.MASK, cell);
    }

    /** Appends, if the last chunk is where it was last seen and stays the last one. */
    public static boolean tryAppend(Mutator mutator, long ref, long cell) {
        Memory memory = mutator.memory();
        long chunk = lastChunk(memory, ref);
        return chunk != Directory.NONE && tryAppendTo(mutator, chunk, cell);
    }

    /**
     * Appends to a chunk that has elements and room. Such a chunk is the last one with elements at that very moment, since
     * those before it are full and those behind it empty.
     */
    public static boolean tryAppendTo(Mutator mutator, long chunk, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(chunk);
        long body = memory.getGuess(chunk + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        return !Locks.isLocked(lock)
                && size > 0
                && size < ListChunk.mostElements(ObjectLayout.capacity(memory.getGuess(body)))
                && mutator.plain().write(chunk, lock, body, FIRST + (int) size, cell, SIZE, size + 1);
    }

    /** Removes the last element, if that leaves others in its chunk, which is where it was last seen. */
    static long tryPop(Mutator mutator, long ref) {
        Memory memory = mutator.memory();
        long chunk = lastChunk(memory, ref);
        if (chunk == Directory.NONE) {
            return Cell.MISS_SLOW;
        }
        long lock = memory.getAcquire(chunk);
        long body = memory.getGuess(chunk + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        if (Locks.isLocked(lock)
                || size < 2
                || size >= ListChunk.CELLS
                || size > ListChunk.mostElements(ObjectLayout.capacity(memory.getGuess(body)))) {
            return Cell.MISS_SLOW;
        }
        int last = FIRST + (int) size - 1;
        long cell = memory.getGuess(body + last * (long) Long.BYTES);
        return mutator.plain().write(chunk, lock, body, last, Cell.EMPTY, SIZE, size - 1) ? cell : Cell.MISS_SLOW;
    }

    /** Size, or -1. */
    public static int trySize(Memory memory, long ref) {
        long directory = directory(memory, ref);
        if (directory == Directory.NONE) {
            return -1;
        }
        int number = TailHints.get(directory);
        long chunk = Directory.child(memory, directory, number);
        if (chunk == Directory.NONE) {
            return -1;
        }
        long lock = memory.getAcquire(chunk);
        int count = ListCells.trySize(memory, chunk);
        boolean known = count == ListChunk.CELLS ? isEmpty(memory, directory, number + 1) : Tail.isLast(number, count);
        // A full chunk and an empty one behind it, looked at between two looks at the full one.
        return known && count >= 0 && !Locks.isLocked(lock) && Locks.unchanged(memory, chunk, lock)
                ? (number << ListChunk.SHIFT) + count
                : -1;
    }

    private static boolean isEmpty(Memory memory, long directory, int number) {
        long chunk = Directory.child(memory, directory, number);
        return chunk != Directory.NONE && ListCells.trySize(memory, chunk) == 0;
    }
}

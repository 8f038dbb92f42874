// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Shared lists. Every operation is one step, or part of the mutator's running transaction. Indexes may be negative and
 * then count from the end, as seen in the same step.
 *
 * <p>The methods named {@code try…} are short, for compiled code outside of transactions; what they cannot do at once
 * they leave to the full operation of the same name.
 */
public final class Lists {
    /** Most elements of a list. */
    public static final int MAX_SIZE = ObjectLayout.MAX_CAPACITY;

    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    private static final int MIN_CAPACITY = 4;
    private static final long[] NO_CELLS = {};

    private Lists() {}

    /** A list nobody can see yet, of the first {@code count} cells. */
    public static long create(Allocator allocator, long[] cells, int count) {
        long ref = createEmpty(allocator, count);
        fillFresh(allocator, ref, cells, count);
        return ref;
    }

    /** An empty list nobody can see yet with room for this many elements. */
    public static long createEmpty(Allocator allocator, int capacity) {
        return Bodies.createObject(allocator, 0, Kind.LIST, Math.max(MIN_CAPACITY, capacity));
    }

    /** Fills a list made by {@link #createEmpty} that nobody can see yet. */
    public static void fillFresh(Allocator allocator, long ref, long[] cells, int count) {
        Memory memory = allocator.memory();
        long body = ref + ObjectLayout.INLINE_BODY;
        memory.copyIn(cells, 0, Bodies.at(body, FIRST), count);
        memory.putPlain(Bodies.at(body, SIZE), count);
    }

    // ---- hot paths, only outside of transactions

    /** Element, {@link Cell#OUT_OF_RANGE} or {@link Cell#MISS_SLOW}. */
    public static long tryGet(Memory memory, long ref, long index) {
        long lock = memory.getAcquire(ref);
        long cell = guess(memory, ref, index);
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? cell : Cell.MISS_SLOW;
    }

    /** Element or {@link Cell#OUT_OF_RANGE}, if the list does not change meanwhile. */
    static long guess(Memory memory, long ref, long index) {
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        long at = index < 0 ? index + size : index;
        return at >= 0 && at < size
                ? memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES + at * Long.BYTES)
                : Cell.OUT_OF_RANGE;
    }

    /** False when the full {@link #set} must decide. */
    public static boolean trySet(Mutator mutator, long ref, long index, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        long at = index < 0 ? index + size : index;
        return !Locks.isLocked(lock)
                && at >= 0
                && at < Math.min(size, MAX_SIZE)
                && mutator.plain().write(ref, lock, body, FIRST + (int) at, cell);
    }

    /** False when the full {@link #append} must do it. */
    public static boolean tryAppend(Mutator mutator, long ref, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        int capacity = ObjectLayout.capacity(memory.getGuess(body));
        long size = memory.getGuess(body + SIZE * Long.BYTES);
        return !Locks.isLocked(lock)
                && size >= 0
                && size < capacity
                && mutator.plain().write(ref, lock, body, FIRST + (int) size, cell, SIZE, size + 1);
    }

    /** Size, or -1 when the full {@link #size} must look. */
    public static int trySize(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long size = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY) + SIZE * Long.BYTES);
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? (int) size : -1;
    }

    // ---- full operations

    public static int size(Mutator mutator, long ref) {
        return (int) Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            return access.valid() ? size : Access.RETRY;
        });
    }

    /** Element, or {@link Cell#OUT_OF_RANGE}. */
    public static long get(Mutator mutator, long ref, long index) {
        if (mutator.active()) {
            long cell = TransactionalLists.get(mutator, ref, index);
            if (cell != Cell.MISS_SLOW) {
                return cell;
            }
        }
        return Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            long at = index < 0 ? index + size : index;
            long cell = at < 0 || at >= size ? Cell.OUT_OF_RANGE : access.word(FIRST + (int) at);
            return access.valid() ? cell : Access.RETRY;
        });
    }

    /** Stores an element and returns the one before, or {@link Cell#OUT_OF_RANGE}. */
    public static long set(Mutator mutator, long ref, long index, long cell) {
        if (mutator.active()) {
            long before = TransactionalLists.set(mutator, ref, index, cell);
            if (before != Cell.MISS_SLOW) {
                return before;
            }
        }
        return Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            long at = index < 0 ? index + size : index;
            if (at < 0 || at >= size) {
                return access.valid() ? Cell.OUT_OF_RANGE : Access.RETRY;
            }
            long before = access.word(FIRST + (int) at);
            return access.write(FIRST + (int) at, cell) ? before : Access.RETRY;
        });
    }

    public static void append(Mutator mutator, long ref, long cell) {
        Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            if (size < ObjectLayout.capacity(access.word(ObjectLayout.HEADER_WORD))) {
                return access.write(FIRST + size, cell, SIZE, size + 1) ? 0 : Access.RETRY;
            }
            return access.valid() ? rewrite(access, size, size, 0, new long[] {cell}, 1) : Access.RETRY;
        });
    }

    /** Removes an element and returns it, or {@link Cell#OUT_OF_RANGE}. */
    public static long remove(Mutator mutator, long ref, long index) {
        return Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            long wide = index < 0 ? index + size : index;
            if (wide < 0 || wide >= size) {
                return access.valid() ? Cell.OUT_OF_RANGE : Access.RETRY;
            }
            int at = (int) wide;
            long cell = access.word(FIRST + at);
            if (at == size - 1) {
                return access.write(FIRST + at, Cell.EMPTY, SIZE, at) ? cell : Access.RETRY;
            }
            if (!access.valid()) {
                return Access.RETRY;
            }
            return rewrite(access, size, at, 1, NO_CELLS, 0) == Access.RETRY ? Access.RETRY : cell;
        });
    }

    /**
     * Replaces {@code deleteCount} elements from {@code from} on by the first {@code count} cells. Both places are
     * clamped to the list as it is in that step; {@code from} may be negative. Copies the list.
     */
    public static void splice(Mutator mutator, long ref, long from, long deleteCount, long[] cells, int count) {
        Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            int start = Math.clamp(from < 0 ? from + size : from, 0, size);
            int deleted = Math.clamp(deleteCount, 0, size - start);
            if (!access.valid()) {
                return Access.RETRY;
            }
            return rewrite(access, size, start, deleted, cells, count);
        });
    }

    /** Makes these the only elements. */
    public static void replace(Mutator mutator, long ref, long[] cells, int count) {
        splice(mutator, ref, 0, Long.MAX_VALUE, cells, count);
    }

    /** All elements, as they were at one moment. */
    public static long[] snapshot(Mutator mutator, long ref) {
        long[][] result = {NO_CELLS};
        Access.perform(mutator, ref, access -> {
            int size = sizeOf(access);
            if (!access.valid()) {
                return Access.RETRY;
            }
            result[0] = new long[size];
            return access.copy(FIRST, result[0], 0, size) ? 0 : Access.RETRY;
        });
        return result[0];
    }

    private static int sizeOf(Access access) {
        long size = access.word(SIZE);
        int capacity = ObjectLayout.capacity(access.word(ObjectLayout.HEADER_WORD));
        if (size < 0 || size > capacity) {
            access.nonsense("list longer than its body");
            return 0;
        }
        return (int) size;
    }

    /** Writes the list with a part replaced into a new body. The size has been validated. */
    private static long rewrite(Access access, int size, int start, int deleted, long[] cells, int count) {
        int rest = size - start - deleted;
        long newSize = (long) start + count + rest;
        if (newSize > MAX_SIZE) {
            Bodies.checkCapacity(newSize);
        }
        int capacity = (int) Math.min(MAX_SIZE, Math.max(MIN_CAPACITY, newSize + (newSize >> (count > 0 ? 1 : 3))));
        Allocator allocator = access.mutator().allocator();
        long body = Bodies.createBody(allocator, 0, Kind.LIST, capacity, (int) newSize);
        access.copyInto(body, FIRST, FIRST, start);
        allocator.memory().copyIn(cells, 0, Bodies.at(body, FIRST + start), count);
        access.copyInto(body, FIRST + start + count, FIRST + start + deleted, rest);
        allocator.memory().putPlain(Bodies.at(body, SIZE), newSize);
        return access.replaceBody(body) ? 0 : Access.RETRY;
    }
}

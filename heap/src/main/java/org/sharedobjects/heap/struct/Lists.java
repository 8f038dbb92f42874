// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Shared lists. Every operation is one step, or part of the mutator's running transaction. Indexes may be negative and
 * then count from the end, as seen in the same step. A list is one body until it would exceed {@link ListTree#MOST_FLAT}
 * elements; then it becomes a {@link ListTree} for good.
 *
 * <p>The methods named {@code try…} are short, for compiled code outside of transactions; what they cannot do at once
 * they leave to the full operation of the same name.
 */
public final class Lists {
    /** Most elements of a list. */
    public static final int MAX_SIZE = ListTree.MAX_SIZE;

    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    static final int MIN_CAPACITY = 4;
    private static final long[] NO_CELLS = {};

    /** What {@link #sizeOf} says of a tree. */
    private static final int TREE = (int) ListTree.MARK;
    /** Results of a step that neither cells nor counts can be. */
    private static final long IS_TREE = Access.RETRY + 1;

    private static final long IS_FULL = Access.RETRY + 2;

    private Lists() {}

    /** A list nobody can see yet, of the first {@code count} cells. */
    public static long create(Allocator allocator, long[] cells, int count) {
        long ref = createEmpty(allocator, count);
        fillFresh(allocator, ref, cells, count);
        return ref;
    }

    /** An empty list nobody can see yet with room for this many elements. */
    public static long createEmpty(Allocator allocator, int capacity) {
        return createEmpty(allocator, 0, Kind.LIST, capacity);
    }

    /** The same for an object of another kind that is a list inside; the shape is kept too. */
    static long createEmpty(Allocator allocator, int shape, int kind, int capacity) {
        return capacity > ListTree.MOST_FLAT
                ? ListTree.create(allocator, shape, kind, capacity)
                : Bodies.createObject(allocator, shape, kind, Math.max(MIN_CAPACITY, capacity));
    }

    /** Fills a list made by {@link #createEmpty} that nobody can see yet. */
    public static void fillFresh(Allocator allocator, long ref, long[] cells, int count) {
        Memory memory = allocator.memory();
        long body = ref + ObjectLayout.INLINE_BODY;
        if (memory.getPlain(Bodies.at(body, SIZE)) == ListTree.MARK) {
            ListTree.fillFresh(memory, ref, cells, count);
            return;
        }
        memory.copyIn(cells, 0, Bodies.at(body, FIRST), count);
        memory.putPlain(Bodies.at(body, SIZE), count);
    }

    /** Gives all blocks of a list that nobody can see yet. */
    public static void blocks(Memory memory, long ref, LongConsumer block) {
        ListTree.blocks(memory, ref, block);
        block.accept(ref);
    }

    // ---- hot paths, only outside of transactions

    /** Element, or {@link Cell#MISS_SLOW} when the full {@link #get} must look. */
    public static long tryGet(Memory memory, long ref, long index) {
        long cell = ListCells.tryGet(memory, ref, index);
        return cell == Cell.MISS_SLOW ? ListTreeSteps.tryGet(memory, ref, index) : cell;
    }

    /** False when the full {@link #set} must decide. */
    public static boolean trySet(Mutator mutator, long ref, long index, long cell) {
        return ListCells.trySet(mutator, ref, index, cell) || ListTreeSteps.trySet(mutator, ref, index, cell);
    }

    /** False when the full {@link #append} must do it. */
    public static boolean tryAppend(Mutator mutator, long ref, long cell) {
        return ListCells.tryAppend(mutator, ref, cell) || ListTreeSteps.tryAppend(mutator, ref, cell);
    }

    /** Size, or -1 when the full {@link #size} must look. */
    public static int trySize(Memory memory, long ref) {
        int size = ListCells.trySize(memory, ref);
        return size < 0 ? ListTreeSteps.trySize(memory, ref) : size;
    }

    // ---- full operations

    /** An operation on a flat list, which may say {@link #IS_FULL}. */
    @FunctionalInterface
    private interface FlatStep {
        long run(Access access, int size);
    }

    private static long perform(Mutator mutator, long ref, FlatStep flat, LongSupplier tree) {
        for (; ; ) {
            long result = Access.perform(mutator, ref, access -> {
                int size = sizeOf(access);
                return size == TREE ? access.valid() ? IS_TREE : Access.RETRY : flat.run(access, size);
            });
            if (result == IS_TREE) {
                return tree.getAsLong();
            }
            if (result != IS_FULL) {
                return result;
            }
            ListTree.grow(mutator, ref);
        }
    }

    public static int size(Mutator mutator, long ref) {
        return (int) perform(
                mutator,
                ref,
                (access, size) -> access.valid() ? size : Access.RETRY,
                () -> ListTree.size(mutator, ref));
    }

    /** Element, or {@link Cell#OUT_OF_RANGE}. */
    public static long get(Mutator mutator, long ref, long index) {
        if (mutator.active()) {
            long cell = TransactionalLists.get(mutator, ref, index);
            if (cell != Cell.MISS_SLOW) {
                return cell;
            }
        }
        return perform(
                mutator,
                ref,
                (access, size) -> {
                    long at = index < 0 ? index + size : index;
                    long cell = at < 0 || at >= size ? Cell.OUT_OF_RANGE : access.word(FIRST + (int) at);
                    return access.valid() ? cell : Access.RETRY;
                },
                () -> ListTree.get(mutator, ref, index));
    }

    /** Stores an element and returns the one before, or {@link Cell#OUT_OF_RANGE}. */
    public static long set(Mutator mutator, long ref, long index, long cell) {
        if (mutator.active()) {
            long before = TransactionalLists.set(mutator, ref, index, cell);
            if (before != Cell.MISS_SLOW) {
                return before;
            }
        }
        return perform(
                mutator,
                ref,
                (access, size) -> {
                    long at = index < 0 ? index + size : index;
                    if (at < 0 || at >= size) {
                        return access.valid() ? Cell.OUT_OF_RANGE : Access.RETRY;
                    }
                    long before = access.word(FIRST + (int) at);
                    return access.write(FIRST + (int) at, cell) ? before : Access.RETRY;
                },
                () -> ListTree.set(mutator, ref, index, cell));
    }

    /** In a transaction that has not read the list this conflicts with nobody else who appends, unless the list has to grow. */
    public static void append(Mutator mutator, long ref, long cell) {
        if (mutator.active() && TransactionalLists.append(mutator, ref, cell)) {
            return;
        }
        perform(
                mutator,
                ref,
                (access, size) -> {
                    if (size < ObjectLayout.capacity(access.word(ObjectLayout.HEADER_WORD))) {
                        return access.write(FIRST + size, cell, SIZE, size + 1) ? 0 : Access.RETRY;
                    }
                    return access.valid() ? rewrite(access, size, size, 0, new long[] {cell}, 1) : Access.RETRY;
                },
                () -> {
                    ListTree.append(mutator, ref, cell);
                    return 0;
                });
    }

    /** Removes an element and returns it, or {@link Cell#OUT_OF_RANGE}. */
    public static long remove(Mutator mutator, long ref, long index) {
        return perform(
                mutator,
                ref,
                (access, size) -> removeFlat(access, size, index),
                () -> ListTree.remove(mutator, ref, index));
    }

    private static long removeFlat(Access access, int size, long index) {
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
    }

    /**
     * Replaces {@code deleteCount} elements from {@code from} on by the first {@code count} cells. Both places are
     * clamped to the list as it is in that step; {@code from} may be negative. Copies a short list, and of a large one the
     * chunks from there on.
     */
    public static void splice(Mutator mutator, long ref, long from, long deleteCount, long[] cells, int count) {
        perform(
                mutator,
                ref,
                (access, size) -> {
                    int start = Math.clamp(from < 0 ? from + size : from, 0, size);
                    int deleted = Math.clamp(deleteCount, 0, size - start);
                    return access.valid() ? rewrite(access, size, start, deleted, cells, count) : Access.RETRY;
                },
                () -> {
                    ListTree.splice(mutator, ref, from, deleteCount, cells, count);
                    return 0;
                });
    }

    /** Makes these the only elements. */
    public static void replace(Mutator mutator, long ref, long[] cells, int count) {
        splice(mutator, ref, 0, Long.MAX_VALUE, cells, count);
    }

    /** All elements, as they were at one moment. */
    public static long[] snapshot(Mutator mutator, long ref) {
        return copy(mutator, ref, 0, Integer.MAX_VALUE);
    }

    /** At most {@code most} elements from {@code from} on, as they were at one moment. */
    public static long[] copy(Mutator mutator, long ref, int from, int most) {
        long[][] result = {NO_CELLS};
        perform(
                mutator,
                ref,
                (access, size) -> {
                    if (!access.valid()) {
                        return Access.RETRY;
                    }
                    int start = Math.min(from, size);
                    result[0] = new long[Math.min(most, size - start)];
                    return access.copy(FIRST + start, result[0], 0, result[0].length) ? 0 : Access.RETRY;
                },
                () -> {
                    result[0] = ListTree.copy(mutator, ref, from, most);
                    return 0;
                });
        return result[0];
    }

    private static int sizeOf(Access access) {
        long size = access.word(SIZE);
        int capacity = ObjectLayout.capacity(access.word(ObjectLayout.HEADER_WORD));
        if (size == ListTree.MARK) {
            return TREE;
        }
        if (size < 0 || size > Math.min(capacity, ListTree.MOST_FLAT)) {
            access.nonsense("list longer than its body");
            return 0;
        }
        return (int) size;
    }

    /** Writes the list with a part replaced into a new body. Size and header have been validated. */
    private static long rewrite(Access access, int size, int start, int deleted, long[] cells, int count) {
        int rest = size - start - deleted;
        long newSize = (long) start + count + rest;
        if (newSize > ListTree.MOST_FLAT) {
            return IS_FULL;
        }
        int capacity = (int) Math.max(MIN_CAPACITY, newSize + (newSize >> (count > 0 ? 1 : 3)));
        return rewrite(access, Math.min(capacity, ListTree.MOST_FLAT), start, deleted, cells, count, rest);
    }

    private static long rewrite(
            Access access, int capacity, int start, int deleted, long[] cells, int count, int rest) {
        Allocator allocator = access.mutator().allocator();
        int newSize = start + count + rest;
        long header = access.word(ObjectLayout.HEADER_WORD);
        long body =
                Bodies.createBody(allocator, ObjectLayout.shape(header), ObjectLayout.kind(header), capacity, newSize);
        access.copyInto(body, FIRST, FIRST, start);
        allocator.memory().copyIn(cells, 0, Bodies.at(body, FIRST + start), count);
        access.copyInto(body, FIRST + start + count, FIRST + start + deleted, rest);
        allocator.memory().putPlain(Bodies.at(body, SIZE), newSize);
        return access.replaceBody(body) ? 0 : Access.RETRY;
    }
}

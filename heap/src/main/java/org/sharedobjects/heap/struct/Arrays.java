// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.chunk.OwnTransaction;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Shared arrays: lists of their own kind, whose header says what the elements are ({@link ElementType}) and whose cells are
 * {@link ArrayCells}. So they share with lists the tree of chunks, each locked by itself, and the steps. Every operation is
 * one step, or part of the mutator's running transaction. Indexes count elements, and from the end if they are negative.
 *
 * <p>Single elements come and go as their cells, small ones as those of their values; several as bytes in the order of Python's arrays.
 */
public final class Arrays {
    private static final byte[] NO_BYTES = {};

    private Arrays() {}

    /** An array nobody can see yet, of cells made by {@link ArrayCells#of}. */
    public static long create(Allocator allocator, ElementType type, long[] cells) {
        long ref = Lists.createEmpty(allocator, type.number, Kind.ARRAY, cells.length);
        Lists.fillFresh(allocator, ref, cells, cells.length);
        return ref;
    }

    /** What the elements of an array are; never changes. */
    public static ElementType type(Memory memory, long ref) {
        for (; ; ) {
            long header = Kind.tryHeader(memory, ref);
            if (header != Kind.CHANGED) {
                return typeOf(ref, header);
            }
        }
    }

    /** The same, of a header that was read as {@link Kind#tryHeader} does. */
    public static ElementType typeOf(long ref, long header) {
        ElementType type = ElementType.of(ObjectLayout.shape(header));
        if (type == null) {
            throw new HeapCorruptException("array of no known type: object=%d, header=%#x".formatted(ref, header));
        }
        return type;
    }

    public static long size(Mutator mutator, long ref, ElementType type) {
        return type.isPacked()
                ? OwnTransaction.joinOrRun(mutator, () -> packedSize(mutator, ref, type))
                : Lists.size(mutator, ref);
    }

    private static long packedSize(Mutator mutator, long ref, ElementType type) {
        int cells = Lists.size(mutator, ref);
        return cells == 0 ? 0 : ArrayCells.lengthOf(type, cells, Lists.get(mutator, ref, -1));
    }

    /** Element, or {@link Cell#OUT_OF_RANGE}. */
    public static long get(Mutator mutator, long ref, ElementType type, long index) {
        if (!type.isPacked()) {
            return checked(mutator.memory(), type, Lists.get(mutator, ref, index));
        }
        return index >= 0
                ? element(type, Lists.get(mutator, ref, index >> type.shift), index)
                : OwnTransaction.joinOrRun(mutator, () -> {
                    long at = index + packedSize(mutator, ref, type);
                    return at < 0 ? Cell.OUT_OF_RANGE : element(type, Lists.get(mutator, ref, at >> type.shift), at);
                });
    }

    private static long checked(Memory memory, ElementType type, long cell) {
        if (cell != Cell.OUT_OF_RANGE && !ArrayCells.isElement(memory, type, cell)) {
            throw ArrayCells.corrupt(cell);
        }
        return cell;
    }

    private static long element(ElementType type, long cell, long index) {
        int at = (int) index & (type.perCell() - 1);
        return cell != Cell.OUT_OF_RANGE && at < ArrayCells.count(cell)
                ? Cell.ofInt(ArrayCells.unpack(type, cell, at))
                : Cell.OUT_OF_RANGE;
    }

    /** Stores an element; false when there is none at that index. */
    public static boolean set(Mutator mutator, long ref, ElementType type, long index, long cell) {
        if (!type.isPacked()) {
            return Lists.set(mutator, ref, index, cell) != Cell.OUT_OF_RANGE;
        }
        int value = (int) Cell.asInt(cell);
        if (!mutator.active() && index >= 0 && trySet(mutator, ref, type, index, value)) {
            return true;
        }
        return OwnTransaction.joinOrRun(mutator, () -> {
                    long at = index < 0 ? index + packedSize(mutator, ref, type) : index;
                    return at >= 0 && setPacked(mutator, ref, type, at, value) ? 1 : 0;
                })
                != 0;
    }

    private static boolean trySet(Mutator mutator, long ref, ElementType type, long index, int value) {
        long chunk = ListTreeSteps.chunk(mutator.memory(), ref, index >> type.shift);
        return chunk == Directory.NONE
                ? ArraySteps.trySetPacked(mutator, ref, type, index, index >> type.shift, value)
                : ArraySteps.trySetPacked(mutator, chunk, type, index, (index >> type.shift) & ListChunk.MASK, value);
    }

    private static boolean setPacked(Mutator mutator, long ref, ElementType type, long index, int value) {
        long before = Lists.get(mutator, ref, index >> type.shift);
        int at = (int) index & (type.perCell() - 1);
        if (before == Cell.OUT_OF_RANGE || at >= ArrayCells.count(before)) {
            return false;
        }
        Lists.set(mutator, ref, index >> type.shift, ArrayCells.with(type, before, at, value));
        return true;
    }

    /** Appends one element: of four or eight bytes as a list does, in a transaction without reading the array unless that is huge. */
    public static void append(Mutator mutator, long ref, ElementType type, long cell) {
        if (!type.isPacked() && !isHuge(mutator.memory(), ref, type)) {
            Lists.append(mutator, ref, cell);
            return;
        }
        OwnTransaction.joinOrRun(mutator, () -> {
            long size = size(mutator, ref, type);
            ArrayCells.checkedBytes(type, size + 1);
            if (type.isPacked()) {
                appendPacked(mutator, ref, type, size, (int) Cell.asInt(cell));
            } else {
                Lists.append(mutator, ref, cell);
            }
            return 0;
        });
    }

    /** So near to the limit that an append must look at it. */
    static boolean isHuge(Memory memory, long ref, ElementType type) {
        return (long) Lists.trySize(memory, ref) * type.perCell() * type.bytes > ArrayCells.MOST_BYTES / 2;
    }

    private static void appendPacked(Mutator mutator, long ref, ElementType type, long size, int value) {
        int at = (int) size & (type.perCell() - 1);
        if (at == 0) {
            Lists.append(mutator, ref, ArrayCells.first(type, value));
        } else {
            Lists.set(mutator, ref, -1, ArrayCells.with(type, Lists.get(mutator, ref, -1), at, value));
        }
    }

    /** All elements, as they were at one moment. */
    public static byte[] snapshot(Mutator mutator, long ref, ElementType type) {
        return ArrayCells.toBytes(mutator.memory(), type, Lists.snapshot(mutator, ref));
    }

    /** At most {@code most} elements from {@code from} on, which is not negative, as they were at one moment. */
    public static byte[] copy(Mutator mutator, long ref, ElementType type, long from, long most) {
        byte[][] result = {NO_BYTES};
        OwnTransaction.joinOrRun(mutator, () -> {
            long size = size(mutator, ref, type);
            long start = Math.min(from, size);
            result[0] = range(mutator, ref, type, start, start + Math.min(most, size - start));
            return 0;
        });
        return result[0];
    }

    /** The elements from {@code from} to {@code to}, which are there. */
    private static byte[] range(Mutator mutator, long ref, ElementType type, long from, long to) {
        if (from == to) {
            return NO_BYTES;
        }
        long firstCell = from >> type.shift;
        long[] cells = Lists.copy(mutator, ref, (int) firstCell, (int) (((to - 1) >> type.shift) - firstCell + 1));
        byte[] bytes = ArrayCells.toBytes(mutator.memory(), type, cells);
        int start = (int) (from - (firstCell << type.shift)) * type.bytes;
        int end = start + (int) (to - from) * type.bytes;
        if (end > bytes.length) {
            throw ArrayCells.corrupt(cells[cells.length - 1]);
        }
        return start == 0 && end == bytes.length ? bytes : java.util.Arrays.copyOfRange(bytes, start, end);
    }

    /**
     * Replaces {@code deleteCount} elements from {@code from} on by those of {@code source}. Both places are clamped to the
     * array as it is in that step.
     */
    public static void splice(Mutator mutator, long ref, long from, long deleteCount, Elements source) {
        ElementType type = source.type();
        OwnTransaction.joinOrRun(mutator, () -> {
            long size = size(mutator, ref, type);
            long start = Math.clamp(from < 0 ? from + size : from, 0, size);
            long deleted = Math.clamp(deleteCount, 0, size - start);
            ArrayCells.checkedBytes(type, size - deleted + source.count());
            if (type.isPacked()) {
                splicePacked(mutator, ref, start, deleted, size, source);
            } else {
                Lists.splice(mutator, ref, start, deleted, source.cells(), source.cells().length);
            }
            return 0;
        });
    }

    /** Writes the cells from the first that changes on: up to the end, unless no element changes its place. */
    private static void splicePacked(Mutator mutator, long ref, long start, long deleted, long size, Elements source) {
        ElementType type = source.type();
        boolean inPlace = deleted == source.count();
        if (inPlace && deleted == 0) {
            return;
        }
        long first = (start >> type.shift) << type.shift;
        long last = inPlace ? Math.min(size, (((start + deleted - 1) >> type.shift) + 1) << type.shift) : size;
        byte[] before = range(mutator, ref, type, first, last);
        int at = (int) (start - first) * type.bytes;
        byte[] rest = java.util.Arrays.copyOfRange(before, at + (int) deleted * type.bytes, before.length);
        byte[] bytes = java.util.Arrays.copyOf(before, at + source.bytes().length + rest.length);
        System.arraycopy(source.bytes(), 0, bytes, at, source.bytes().length);
        System.arraycopy(rest, 0, bytes, at + source.bytes().length, rest.length);
        long[] cells = ArrayCells.of(mutator.allocator(), type, bytes, cell -> cell);
        long firstCell = first >> type.shift;
        if (inPlace && cells.length == 1) {
            Lists.set(mutator, ref, firstCell, cells[0]);
        } else {
            Lists.splice(mutator, ref, firstCell, inPlace ? cells.length : Long.MAX_VALUE, cells, cells.length);
        }
    }
}

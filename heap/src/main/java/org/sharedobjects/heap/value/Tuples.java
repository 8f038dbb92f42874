// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/** Tuples: a block of cells. The hash covers the elements, mutable ones by identity. */
public final class Tuples {
    private Tuples() {}

    /** Tuple of the first {@code count} cells; copies them. */
    public static long of(Allocator allocator, long[] cells, int count) {
        Memory memory = allocator.memory();
        long hash = Hashing.tupleStart();
        int flags = Immutables.TUPLE;
        for (int i = 0; i < count; i++) {
            hash = Hashing.tupleStep(hash, Immutables.hash(memory, cells[i]), i, count);
            flags |= Immutables.hasRefs(memory, cells[i]) ? Immutables.HAS_REFS : 0;
        }
        return block(allocator, flags, cells, count, Hashing.tupleEnd(hash));
    }

    /** Size of the block of a tuple with that many elements. */
    public static long freshBytes(int count) {
        return Immutables.HEADER_BYTES + (long) count * Long.BYTES;
    }

    /** Makes a tuple of a block of {@link #freshBytes} that nobody can see yet; its cell. */
    public static long fillFresh(Memory memory, long block, long[] cells) {
        long hash = Hashing.tupleStart();
        int flags = Immutables.TUPLE;
        for (int i = 0; i < cells.length; i++) {
            hash = Hashing.tupleStep(hash, Immutables.hash(memory, cells[i]), i, cells.length);
            flags |= Immutables.hasRefs(memory, cells[i]) ? Immutables.HAS_REFS : 0;
            memory.putPlain(block + Immutables.HEADER_BYTES + (long) i * Long.BYTES, cells[i]);
        }
        Immutables.putHeader(memory, block, flags, cells.length, Hashing.tupleEnd(hash));
        return Cell.ofImmutable(block);
    }

    public static boolean isTuple(Memory memory, long cell) {
        return Immutables.kindOrZero(memory, cell) == Immutables.TUPLE;
    }

    public static int length(Memory memory, long cell) {
        return Immutables.checkedLength(memory, cell, Long.BYTES);
    }

    /** Element of a tuple or frozenset; the index must lie below its length. */
    public static long get(Memory memory, long cell, int index) {
        return memory.getPlain(Immutables.payload(cell) + (long) index * Long.BYTES);
    }

    /** All elements of a tuple or frozenset. */
    public static long[] toArray(Memory memory, long cell) {
        long[] cells = new long[Immutables.checkedLength(memory, cell, Long.BYTES)];
        memory.copyOut(Immutables.payload(cell), cells, 0, cells.length);
        return cells;
    }

    static long block(Allocator allocator, int flags, long[] cells, int count, long hash) {
        long cell = Immutables.allocate(allocator, flags, count, hash, (long) count * Long.BYTES);
        allocator.memory().copyIn(cells, 0, Immutables.payload(cell), count);
        return cell;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Ints;

/**
 * Elements of arrays as cells. A whole number of four or eight bytes is the int that it is, others are {@link FloatCells}. Smaller ones are packed: an
 * int {@code [elements in this cell:16 | their bytes, the first one lowest:32]}. All cells but the last are full, so the last one
 * says how long the array is, and each says by itself which elements it has.
 */
public final class ArrayCells {
    private static final int UNITS_BITS = Integer.SIZE;
    private static final long UNITS_MASK = 0xFFFF_FFFFL;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    /** Of all elements of an array. */
    public static final int MOST_BYTES = 1 << 30;

    private ArrayCells() {}

    // ---- packed cells

    private static long packed(int count, long units) {
        return Cell.ofInt(((long) count << UNITS_BITS) | units);
    }

    /** Elements in a packed cell; 0 in one that is none. */
    public static int count(long cell) {
        return Cell.isInt(cell) ? (int) (Cell.asInt(cell) >>> UNITS_BITS) : 0;
    }

    /** Element of a packed cell. */
    public static int unpack(ElementType type, long cell, int at) {
        int bits = type.bytes * Byte.SIZE;
        int unit = (int) (Cell.asInt(cell) >>> (at * bits)) << (Integer.SIZE - bits);
        return type.signed ? unit >> (Integer.SIZE - bits) : unit >>> (Integer.SIZE - bits);
    }

    /** The packed cell with another element in that place, which may be the one behind its last. */
    public static long with(ElementType type, long cell, int at, int value) {
        int bits = type.bytes * Byte.SIZE;
        long mask = ((1L << bits) - 1) << (at * bits);
        long units = (Cell.asInt(cell) & UNITS_MASK & ~mask) | (((long) value << (at * bits)) & mask);
        return packed(Math.max(count(cell), at + 1), units);
    }

    /** A packed cell of one element. */
    public static long first(ElementType type, int value) {
        return with(type, Cell.ofInt(0), 0, value);
    }

    // ---- many at once

    /**
     * Cells of these elements, in the byte order of Python's arrays.
     *
     * @param made is told of each cell that may have a block of its own, and returns it
     */
    public static long[] of(Allocator allocator, ElementType type, byte[] bytes, LongUnaryOperator made) {
        checkedBytes(type, bytes.length / type.bytes);
        ByteBuffer elements = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        long[] cells = new long[cellsOf(type, bytes.length / type.bytes)];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = type.isPacked()
                    ? packed(type, bytes, i * Integer.BYTES)
                    : made.applyAsLong(cell(allocator, type, elements));
        }
        return cells;
    }

    static int cellsOf(ElementType type, int elements) {
        return (int) (((long) elements + type.perCell() - 1) >> type.shift);
    }

    private static long packed(ElementType type, byte[] bytes, int from) {
        int to = Math.min(bytes.length, from + Integer.BYTES);
        long units = 0;
        for (int i = to - 1; i >= from; i--) {
            units = (units << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return packed((to - from) / type.bytes, units);
    }

    private static long cell(Allocator allocator, ElementType type, ByteBuffer elements) {
        return switch (type) {
            case SIGNED_INT -> Cell.ofInt(elements.getInt());
            case UNSIGNED_INT, FLOAT -> Cell.ofInt(Integer.toUnsignedLong(elements.getInt()));
            case DOUBLE -> FloatCells.ofBits(allocator, elements.getLong());
            default -> whole(allocator, type, elements.getLong());
        };
    }

    private static long whole(Allocator allocator, ElementType type, long value) {
        return type.signed || value >= 0
                ? Ints.of(allocator, value)
                : Ints.of(allocator, BigInteger.valueOf(value).add(TWO_TO_64));
    }

    /** The elements in these cells, which must all be full but the last. */
    public static byte[] toBytes(Memory memory, ElementType type, long[] cells) {
        byte[] bytes = new byte[checkedBytes(type, length(type, cells))];
        ByteBuffer elements = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        for (int i = 0; i < cells.length; i++) {
            if (type.isPacked()) {
                putPacked(bytes, i * Integer.BYTES, cells[i]);
            } else {
                put(memory, type, elements, cells[i]);
            }
        }
        return bytes;
    }

    /** Bytes of so many elements of one array. */
    public static int checkedBytes(ElementType type, long elements) {
        if (elements * type.bytes > MOST_BYTES) {
            throw new HeapLimitException("array is too large: bytes=" + elements * type.bytes + " limit=" + MOST_BYTES);
        }
        return (int) elements * type.bytes;
    }

    /** Number of elements in these cells. */
    static long length(ElementType type, long[] cells) {
        return cells.length == 0 || !type.isPacked()
                ? cells.length
                : lengthOf(type, cells.length, cells[cells.length - 1]);
    }

    /** Number of elements in that many cells, of which this is the last. */
    static long lengthOf(ElementType type, long cells, long last) {
        int count = count(last);
        if (count < 1 || count > type.perCell()) {
            throw corrupt(last);
        }
        return ((cells - 1) << type.shift) + count;
    }

    private static void putPacked(byte[] bytes, int from, long cell) {
        long units = Cell.asInt(cell);
        for (int i = from; i < Math.min(bytes.length, from + Integer.BYTES); i++) {
            bytes[i] = (byte) units;
            units >>>= Byte.SIZE;
        }
    }

    private static void put(Memory memory, ElementType type, ByteBuffer elements, long cell) {
        if (!isElement(memory, type, cell)) {
            throw corrupt(cell);
        }
        switch (type) {
            case SIGNED_INT, UNSIGNED_INT, FLOAT -> elements.putInt((int) Cell.asInt(cell));
            case DOUBLE -> elements.putLong(FloatCells.bits(memory, cell));
            default ->
                elements.putLong(
                        Cell.isInt(cell)
                                ? Cell.asInt(cell)
                                : Ints.toBigInteger(memory, cell).longValue());
        }
    }

    /** Whether an array of the type, which is not packed, can have this cell. */
    public static boolean isElement(Memory memory, ElementType type, long cell) {
        if (type == ElementType.DOUBLE) {
            return FloatCells.isDouble(memory, cell);
        }
        if (Cell.isInt(cell)) {
            return type.fits(Cell.asInt(cell));
        }
        return type.bytes == Long.BYTES && Ints.isInt(memory, cell) && fitsEight(memory, type, cell);
    }

    private static boolean fitsEight(Memory memory, ElementType type, long cell) {
        if (Ints.fitsLong(memory, cell)) {
            return type.fits(Ints.toLong(memory, cell));
        }
        BigInteger value = Ints.toBigInteger(memory, cell);
        return !type.signed && value.signum() > 0 && value.bitLength() <= Long.SIZE;
    }

    static HeapCorruptException corrupt(long cell) {
        return new HeapCorruptException("no element of an array: cell=" + Long.toHexString(cell));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Ints;

/**
 * Elements of type codes {@code f} and {@code d} as cells, which keep every bit. A float is the int of its 32 bits. A double is
 * the double that it is, but a NaN of other bits than {@link Double#NaN}, which no cell of a double can be, is the int of its bits.
 */
public final class FloatCells {
    private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    private static final long NAN = Double.doubleToRawLongBits(Double.NaN);

    private FloatCells() {}

    private static boolean isOddNaN(long bits) {
        return (bits & Long.MAX_VALUE) > INFINITY && bits != NAN;
    }

    public static long of(Allocator allocator, ElementType type, double value) {
        long cell = tryOf(type, value);
        return cell == Cell.EMPTY ? ofBits(allocator, Double.doubleToRawLongBits(value)) : cell;
    }

    /** Cell of a number, or {@link Cell#EMPTY} for one that may need a block. */
    public static long tryOf(ElementType type, double value) {
        if (type == ElementType.FLOAT) {
            return Cell.ofInt(Integer.toUnsignedLong(Float.floatToRawIntBits((float) value)));
        }
        return isOddNaN(Double.doubleToRawLongBits(value)) ? Cell.EMPTY : Cell.ofDouble(value);
    }

    /** Cell of a double. */
    static long ofBits(Allocator allocator, long bits) {
        return isOddNaN(bits) ? Ints.of(allocator, bits) : Cell.ofDouble(Double.longBitsToDouble(bits));
    }

    /** Bits of a double. */
    static long bits(Memory memory, long cell) {
        return Cell.isDouble(cell) ? Double.doubleToRawLongBits(Cell.asDouble(cell)) : Ints.toLong(memory, cell);
    }

    /** Whether an array of doubles can have this cell. */
    static boolean isDouble(Memory memory, long cell) {
        return Cell.isDouble(cell)
                || (Ints.isInt(memory, cell) && Ints.fitsLong(memory, cell) && isOddNaN(Ints.toLong(memory, cell)));
    }

    /** Whether {@link #simple} can tell the number. */
    public static boolean isSimple(ElementType type, long cell) {
        return type == ElementType.FLOAT ? Cell.isInt(cell) : Cell.isDouble(cell);
    }

    /** The number of a {@linkplain #isSimple simple} cell. */
    public static double simple(ElementType type, long cell) {
        return type == ElementType.FLOAT ? Float.intBitsToFloat((int) cell) : Cell.asDouble(cell);
    }

    public static double get(Memory memory, ElementType type, long cell) {
        return isSimple(type, cell) ? simple(type, cell) : Double.longBitsToDouble(bits(memory, cell));
    }
}

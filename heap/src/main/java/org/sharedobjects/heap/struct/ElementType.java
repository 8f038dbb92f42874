// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.jspecify.annotations.Nullable;

/**
 * What the elements of an array are: those of Python's {@code bytearray}, or of {@code array.array} with a type code. The
 * numbers are part of the format. An element of one or two bytes shares its cell with others, see {@link ArrayCells}.
 */
public enum ElementType {
    BYTEARRAY(1, 'B', Byte.BYTES, false),
    SIGNED_CHAR(2, 'b', Byte.BYTES, true),
    UNSIGNED_CHAR(3, 'B', Byte.BYTES, false),
    SIGNED_SHORT(4, 'h', Short.BYTES, true),
    UNSIGNED_SHORT(5, 'H', Short.BYTES, false),
    SIGNED_INT(6, 'i', Integer.BYTES, true),
    UNSIGNED_INT(7, 'I', Integer.BYTES, false),
    SIGNED_LONG(8, 'l', Long.BYTES, true),
    UNSIGNED_LONG(9, 'L', Long.BYTES, false),
    SIGNED_LONG_LONG(10, 'q', Long.BYTES, true),
    UNSIGNED_LONG_LONG(11, 'Q', Long.BYTES, false),
    FLOAT(12, 'f', Float.BYTES, false),
    DOUBLE(13, 'd', Double.BYTES, true);

    private static final ElementType[] BY_NUMBER = new ElementType[values().length + 1];

    static {
        for (ElementType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    /** Stands for the type in the header of an array. */
    public final int number;

    public final char code;
    /** Of one element. */
    public final int bytes;

    /** Whether the ints in the cells may be negative. */
    public final boolean signed;
    /** Two to this power elements lie in one cell. */
    public final int shift;

    ElementType(int number, char code, int bytes, boolean signed) {
        this.number = number;
        this.code = code;
        this.bytes = bytes;
        this.signed = signed;
        this.shift = bytes < Integer.BYTES ? Integer.numberOfTrailingZeros(Integer.BYTES / bytes) : 0;
    }

    /** Null when there is no such number. */
    public static @Nullable ElementType of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** The type of an {@code array.array}, null when there is no such code. */
    public static @Nullable ElementType ofCode(char code) {
        for (ElementType type : values()) {
            if (type.code == code && type != BYTEARRAY) {
                return type;
            }
        }
        return null;
    }

    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    /** Whether several elements lie in one cell. */
    public boolean isPacked() {
        return shift > 0;
    }

    public int perCell() {
        return 1 << shift;
    }

    /** Whether an element of a type of whole numbers, or the bits of one of {@code f}, can be this; those of {@code L} and {@code Q} go further. */
    public boolean fits(long value) {
        if (bytes == Long.BYTES) {
            return signed || value >= 0;
        }
        int bits = bytes * Byte.SIZE;
        return signed ? value >= -(1L << (bits - 1)) && value < 1L << (bits - 1) : value >= 0 && value < 1L << bits;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.nio.charset.StandardCharsets;

/**
 * Text of at most six UTF-8 bytes, without NUL and surrogates, inside the cell: first byte lowest, length implied by the
 * highest byte that is not zero.
 */
public final class ShortText {
    public static final int MAX_BYTES = 6;
    private static final long NON_ASCII = 0x8080_8080_8080L;

    private ShortText() {}

    /** The cell of this text, or {@link Cell#EMPTY} when it does not fit. */
    public static long of(String text) {
        int length = text.length();
        if (length > MAX_BYTES) {
            return Cell.EMPTY;
        }
        long word = 0;
        int shift = 0;
        for (int i = 0; i < length; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            int size = utf8Size(codePoint);
            if (size == 0 || shift + size * Byte.SIZE > MAX_BYTES * Byte.SIZE) {
                return Cell.EMPTY;
            }
            word |= utf8(codePoint, size) << shift;
            shift += size * Byte.SIZE;
        }
        return Cell.ofShortText(word);
    }

    /** The cell of the text with these code points, or {@link Cell#EMPTY} when it does not fit. */
    public static long of(int[] codePoints, int count) {
        if (count > MAX_BYTES) {
            return Cell.EMPTY;
        }
        long word = 0;
        int shift = 0;
        for (int i = 0; i < count; i++) {
            int size = utf8Size(codePoints[i]);
            if (size == 0 || shift + size * Byte.SIZE > MAX_BYTES * Byte.SIZE) {
                return Cell.EMPTY;
            }
            word |= utf8(codePoints[i], size) << shift;
            shift += size * Byte.SIZE;
        }
        return Cell.ofShortText(word);
    }

    /** The cell of the text whose code points are these bytes (latin-1), or {@link Cell#EMPTY} when it does not fit. */
    public static long ofLatin1(byte[] latin1, int from, int count) {
        if (count > MAX_BYTES) {
            return Cell.EMPTY;
        }
        long word = 0;
        for (int i = 0; i < count; i++) {
            byte b = latin1[from + i];
            if (b <= 0) {
                return b == 0 ? Cell.EMPTY : of(widened(latin1, from, count), count);
            }
            word |= (long) b << (i * Byte.SIZE);
        }
        return Cell.ofShortText(word);
    }

    public static boolean isAscii(long cell) {
        return (cell & NON_ASCII) == 0;
    }

    /** UTF-8 bytes in the cell; for ASCII also its characters. */
    public static int sizeBytes(long cell) {
        return (Long.SIZE - Long.numberOfLeadingZeros(Cell.payload(cell)) + Byte.SIZE - 1) / Byte.SIZE;
    }

    public static byte byteAt(long cell, int index) {
        return (byte) (cell >>> (index * Byte.SIZE));
    }

    /** Number of code points. */
    public static int length(long cell) {
        return isAscii(cell) ? sizeBytes(cell) : sizeBytes(cell) - continuationBytes(cell);
    }

    public static String toString(long cell) {
        byte[] utf8 = utf8(cell);
        return isAscii(cell) ? new String(utf8, StandardCharsets.ISO_8859_1) : new String(utf8, StandardCharsets.UTF_8);
    }

    public static byte[] utf8(long cell) {
        byte[] bytes = new byte[sizeBytes(cell)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = byteAt(cell, i);
        }
        return bytes;
    }

    /** The code points as digits of a number with this base, the last one lowest, modulo 2^32. */
    static int polynomial(long cell, int base) {
        if (!isAscii(cell)) {
            return polynomialOfUtf8(cell, base);
        }
        long bytes = Cell.payload(cell);
        // The last character goes to the highest byte; zeros in front of the first add nothing.
        long digits = bytes << (Long.numberOfLeadingZeros(bytes) & -Byte.SIZE);
        long square = (long) base * base;
        long pairs = (digits & 0x00FF_00FF_00FF_00FFL) * base + (digits >>> 8 & 0x00FF_00FF_00FF_00FFL);
        long quads = (pairs & 0x0000_FFFF_0000_FFFFL) * square + (pairs >>> 16 & 0x0000_FFFF_0000_FFFFL);
        return (int) ((quads & 0xFFFF_FFFFL) * (square * square) + (quads >>> 32));
    }

    private static int polynomialOfUtf8(long cell, int base) {
        int size = sizeBytes(cell);
        int sum = 0;
        int codePoint = 0;
        for (int i = 0; i < size; i++) {
            int b = byteAt(cell, i);
            boolean continues = (b & 0xC0) == 0x80;
            // Of a first byte the bits behind its ones.
            int bits = b >= 0 ? b : b & (0xFF >>> Integer.numberOfLeadingZeros(~b << 24));
            codePoint = continues ? codePoint << 6 | (b & 0x3F) : bits;
            boolean last = i + 1 == size || (byteAt(cell, i + 1) & 0xC0) != 0x80;
            sum = last ? sum * base + codePoint : sum;
        }
        return sum;
    }

    private static int continuationBytes(long cell) {
        // A continuation byte is 10xxxxxx: bit 7 set, bit 6 clear.
        return Long.bitCount(cell & NON_ASCII & ~(cell << 1));
    }

    private static int[] widened(byte[] latin1, int from, int count) {
        int[] codePoints = new int[count];
        for (int i = 0; i < count; i++) {
            codePoints[i] = latin1[from + i] & 0xFF;
        }
        return codePoints;
    }

    /** Zero for what a short text cannot hold. */
    private static int utf8Size(int codePoint) {
        if (codePoint <= 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
            return 0;
        }
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    private static long utf8(int codePoint, int size) {
        long last = 0x80 | (codePoint & 0x3F);
        return switch (size) {
            case 1 -> codePoint;
            case 2 -> (0xC0 | codePoint >>> 6) | last << 8;
            case 3 -> (0xE0 | codePoint >>> 12) | (0x80 | (codePoint >>> 6 & 0x3FL)) << 8 | last << 16;
            default ->
                (0xF0 | codePoint >>> 18)
                        | (0x80 | (codePoint >>> 12 & 0x3FL)) << 8
                        | (0x80 | (codePoint >>> 6 & 0x3FL)) << 16
                        | last << 24;
        };
    }
}

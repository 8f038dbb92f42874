// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

/** Byte strings of at most five bytes inside the cell: first byte lowest, length in the sixth. */
public final class ShortBytes {
    public static final int MAX_BYTES = 5;
    private static final int LENGTH_SHIFT = MAX_BYTES * Byte.SIZE;

    private ShortBytes() {}

    public static boolean fits(int sizeBytes) {
        return sizeBytes <= MAX_BYTES;
    }

    /** The bytes {@code from .. from+size} must {@linkplain #fits fit}. */
    public static long of(byte[] bytes, int from, int sizeBytes) {
        long word = (long) sizeBytes << LENGTH_SHIFT;
        for (int i = 0; i < sizeBytes; i++) {
            word |= (bytes[from + i] & 0xFFL) << (i * Byte.SIZE);
        }
        return Cell.ofShortBytes(word);
    }

    public static int size(long cell) {
        return Math.min(MAX_BYTES, (int) (Cell.payload(cell) >>> LENGTH_SHIFT));
    }

    public static byte at(long cell, int index) {
        return (byte) (cell >>> (index * Byte.SIZE));
    }

    public static byte[] toArray(long cell) {
        byte[] bytes = new byte[size(cell)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = at(cell, i);
        }
        return bytes;
    }
}

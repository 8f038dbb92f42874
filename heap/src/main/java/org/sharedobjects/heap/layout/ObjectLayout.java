// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * A mutable object: {@code [lock word][body offset]}, and its body {@code [shape 32|kind 8|capacity 24][size][cells…]}.
 * The first body may lie right behind the object ({@link #INLINE_BODY}); once it has moved out it never moves back.
 */
public final class ObjectLayout {
    /** Blocks of the heap start at multiples of this. */
    public static final int GRANULE = 16;

    public static final long LOCK = 0;
    public static final long BODY = 8;
    public static final long INLINE_BODY = 16;

    public static final int HEADER_WORD = 0;
    public static final int SIZE_WORD = 1;
    public static final int FIRST_CELL_WORD = 2;
    public static final int BODY_HEADER_BYTES = FIRST_CELL_WORD * Long.BYTES;

    public static final int CAPACITY_BITS = 24;
    public static final int MAX_CAPACITY = (1 << CAPACITY_BITS) - 1;
    private static final int KIND_BITS = 8;

    private ObjectLayout() {}

    public static long header(int shape, int kind, int capacity) {
        return ((long) shape << (CAPACITY_BITS + KIND_BITS)) | ((long) kind << CAPACITY_BITS) | capacity;
    }

    public static int shape(long header) {
        return (int) (header >>> (CAPACITY_BITS + KIND_BITS));
    }

    public static int kind(long header) {
        return (int) (header >>> CAPACITY_BITS) & ((1 << KIND_BITS) - 1);
    }

    /** Number of cells there is room for. */
    public static int capacity(long header) {
        return (int) header & MAX_CAPACITY;
    }

    public static long bodyBytes(int capacity) {
        return BODY_HEADER_BYTES + (long) capacity * Long.BYTES;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/** State word of a span: {@code tag:20 | length:32 | class:8 | state:4}. Each change raises the tag. */
public final class SpanWord {
    /** No memory behind it; the word of a new heap. */
    public static final int UNBACKED = 0;

    public static final int FREE = 1;
    /** Divided into blocks of one size class. */
    public static final int SMALL = 2;
    /** First span of a large block of {@link #length} spans. */
    public static final int LARGE = 3;
    /** One of the other spans of a large block. */
    public static final int TAIL = 4;

    private static final int STATE_BITS = 4;
    private static final int CLASS_BITS = 8;
    private static final int CLASS_SHIFT = STATE_BITS;
    private static final int LENGTH_SHIFT = CLASS_SHIFT + CLASS_BITS;
    private static final int TAG_SHIFT = LENGTH_SHIFT + Integer.SIZE;

    private SpanWord() {}

    public static int state(long word) {
        return (int) word & ((1 << STATE_BITS) - 1);
    }

    public static int sizeClass(long word) {
        return (int) (word >>> CLASS_SHIFT) & ((1 << CLASS_BITS) - 1);
    }

    public static int length(long word) {
        return (int) (word >>> LENGTH_SHIFT);
    }

    public static long free(long before) {
        return changed(before, FREE, 0, 0);
    }

    public static long small(long before, int sizeClass) {
        return changed(before, SMALL, sizeClass, 0);
    }

    public static long large(long before, int length) {
        return changed(before, LARGE, 0, length);
    }

    public static long tail(long before) {
        return changed(before, TAIL, 0, 0);
    }

    private static long changed(long before, int state, int sizeClass, int length) {
        long tag = (before >>> TAG_SHIFT) + 1;
        return (tag << TAG_SHIFT) | ((long) length << LENGTH_SHIFT) | ((long) sizeClass << CLASS_SHIFT) | state;
    }
}

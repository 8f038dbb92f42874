// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * State word of a span: {@code tag:28 | number:24 | closed:1 | class:7 | state:4}. Each change raises the tag. The number is
 * a length or a distance in spans, or the lower bits of an owner; who has the same may pass for alive too long.
 */
public final class SpanWord {
    /** Maybe no memory behind it; the word of a new heap. */
    public static final int UNBACKED = 0;

    public static final int FREE = 1;
    /** Divided into blocks of one size class. While it is <em>closed</em> none is claimed. */
    public static final int SMALL = 2;
    /** First span of a large block of {@link #length} spans. */
    public static final int LARGE = 3;
    /** One of the other spans of a large block, which begins {@link #distance} spans before. */
    public static final int TAIL = 4;
    /** First span of {@link #length} that are becoming a large block, or were one; each tail may be there or not. */
    public static final int PARTIAL = 5;
    /** Its memory is being handed back to the system, by the process that {@link #isPunchedBy} tells. */
    public static final int PUNCHING = 6;

    private static final int STATE_BITS = 4;
    private static final int CLASS_BITS = 7;
    private static final int CLASS_SHIFT = STATE_BITS;
    private static final long CLOSED = 1L << (CLASS_SHIFT + CLASS_BITS);
    private static final int NUMBER_SHIFT = CLASS_SHIFT + CLASS_BITS + 1;
    private static final int NUMBER_BITS = 24;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    private static final int TAG_SHIFT = NUMBER_SHIFT + NUMBER_BITS;

    private SpanWord() {}

    public static int state(long word) {
        return (int) word & ((1 << STATE_BITS) - 1);
    }

    public static int sizeClass(long word) {
        return (int) (word >>> CLASS_SHIFT) & ((1 << CLASS_BITS) - 1);
    }

    public static boolean isClosed(long word) {
        return (word & CLOSED) != 0;
    }

    public static int length(long word) {
        return number(word);
    }

    public static int distance(long word) {
        return number(word);
    }

    private static int number(long word) {
        return (int) (word >>> NUMBER_SHIFT) & NUMBER_MASK;
    }

    /** Whether it has nothing but a state and a tag. */
    public static boolean isPlain(long word) {
        return sizeClass(word) == 0 && number(word) == 0 && !isClosed(word);
    }

    public static boolean isSmall(long word, int sizeClass) {
        return state(word) == SMALL && sizeClass(word) == sizeClass;
    }

    public static boolean isTail(long word, int distance) {
        return state(word) == TAIL && distance(word) == distance;
    }

    public static long free(long before) {
        return changed(before, FREE, 0);
    }

    public static long small(long before, int sizeClass) {
        return changed(before, SMALL, 0) | (long) sizeClass << CLASS_SHIFT;
    }

    public static long closed(long small) {
        return small(small, sizeClass(small)) | CLOSED;
    }

    public static long opened(long closed) {
        return small(closed, sizeClass(closed));
    }

    public static long partial(long before, int length) {
        return changed(before, PARTIAL, length);
    }

    public static long large(long partial) {
        return changed(partial, LARGE, length(partial));
    }

    public static long tail(long before, int distance) {
        return changed(before, TAIL, distance);
    }

    public static long punching(long before, long owner) {
        return changed(before, PUNCHING, (int) owner & NUMBER_MASK);
    }

    public static boolean isPunchedBy(long word, long owner) {
        return number(word) == ((int) owner & NUMBER_MASK);
    }

    /** The lower bits of an owner, which say what entry he has. */
    public static long puncher(long word) {
        return number(word);
    }

    public static long unbacked(long before) {
        return changed(before, UNBACKED, 0);
    }

    private static long changed(long before, int state, int number) {
        long tag = (before >>> TAG_SHIFT) + 1;
        return (tag << TAG_SHIFT) | ((long) number << NUMBER_SHIFT) | state;
    }
}

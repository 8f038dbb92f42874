// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

/** How a shape is kept as one int: {@code parent 16 | symbol 31}, or for a root the complement of {@code class | dict mode 1}. */
public final class ShapeWord {
    private static final int SYMBOL_BITS = 31;
    private static final long SYMBOL_MASK = (1L << SYMBOL_BITS) - 1;

    private ShapeWord() {}

    public static long root(int classId, boolean dictMode) {
        return ~((long) classId << 1 | (dictMode ? 1 : 0));
    }

    /** A shape with one attribute more than its parent. */
    public static long child(int parentId, int symbol) {
        return (long) parentId << SYMBOL_BITS | symbol;
    }

    public static boolean isRoot(long word) {
        return word < 0;
    }

    public static int classId(long rootWord) {
        return (int) (~rootWord >> 1);
    }

    public static boolean dictMode(long word) {
        return isRoot(word) && (~word & 1) != 0;
    }

    /** Number of the parent; negative for a root. */
    public static long parent(long word) {
        return word >> SYMBOL_BITS;
    }

    public static int symbol(long childWord) {
        return (int) (childWord & SYMBOL_MASK);
    }
}

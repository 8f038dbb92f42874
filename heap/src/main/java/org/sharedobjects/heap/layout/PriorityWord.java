// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/** Who goes first: {@code 1 | level:6 | slot:13 | seq:44}, or 0 for nobody. The others wait longer at a higher level. */
public final class PriorityWord {
    public static final long NOBODY = 0;
    private static final int SEQ_BITS = 44;
    private static final int LEVEL_SHIFT = SEQ_BITS + LockWord.SLOT_BITS;
    private static final int LEVEL_MASK = (1 << (Long.SIZE - 1 - LEVEL_SHIFT)) - 1;

    private PriorityWord() {}

    public static long of(int level, int slot, long seq) {
        return (1L << 63)
                | ((long) Math.min(level, LEVEL_MASK) << LEVEL_SHIFT)
                | ((long) slot << SEQ_BITS)
                | (seq & ((1L << SEQ_BITS) - 1));
    }

    public static int level(long word) {
        return (int) (word >>> LEVEL_SHIFT) & LEVEL_MASK;
    }

    public static int slot(long word) {
        return (int) (word >>> SEQ_BITS) & ((1 << LockWord.SLOT_BITS) - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * The lock word of an object.
 *
 * <pre>
 * unlocked: 0 | waiters:1 | version:62      versions are compared without the waiters bit
 * locked:   1 | slot:13 | seq:50            never used before in that slot, across reuse of the slot
 * </pre>
 */
public final class LockWord {
    public static final int SEQ_BITS = 50;
    public static final int SLOT_BITS = 13;
    public static final long WAITERS = 1L << 62;
    /** No clock gets there in a century; beyond it the heap is damaged, and versions could run into the bits above. */
    public static final long MAX_VERSION = 1L << 60;

    public static final long VERSION_MASK = WAITERS - 1;
    /** No slot is used so often. */
    public static final long MAX_SEQ = (1L << SEQ_BITS) - 1;

    private LockWord() {}

    public static boolean isLocked(long lock) {
        return lock < 0;
    }

    public static boolean hasWaiters(long unlocked) {
        return (unlocked & WAITERS) != 0;
    }

    public static long version(long unlocked) {
        return unlocked & VERSION_MASK;
    }

    public static long locked(int slot, long seq) {
        return (1L << 63) | ((long) slot << SEQ_BITS) | seq;
    }

    public static int slot(long locked) {
        return (int) (locked >>> SEQ_BITS) & ((1 << SLOT_BITS) - 1);
    }

    public static long seq(long locked) {
        return locked & MAX_SEQ;
    }
}

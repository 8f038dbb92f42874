// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * An entry of the process table, one for each attachment of a process to the heap. Its state word is
 * {@code incarnation:62 | state:2}; the incarnation rises with each attachment and never restarts.
 *
 * <pre>
 * FREE(i)  → ALIVE(i+1)  by the process that attaches, which holds the lock of the entry already
 * ALIVE(i) → FREE(i)     by the process that detaches, before it lets go of the lock
 *                        or by anyone who saw ALIVE(i) and after that nobody holding the lock
 * </pre>
 *
 * <p>An <em>owner</em> is the one word that names an incarnation of an entry: {@code 0 | incarnation:54 | entry:9}.
 * It is never used twice and never {@link #NOBODY}.
 */
public final class ProcessLayout {
    private static final int WORD = Long.BYTES;

    public static final long STATE = 0;
    /** Incarnation that the pid, the start time and the namespace describe. They are written after the state. */
    public static final long DESCRIBED = STATE + WORD;

    public static final long PID = DESCRIBED + WORD;
    /** Milliseconds since 1970, 0 if it is unknown. */
    public static final long START_TIME = PID + WORD;

    /** Era into which the caches of free blocks have passed. */
    public static final long ERA = START_TIME + WORD;
    /** First block of handles, 0 for none. */
    public static final long HANDLES = ERA + WORD;
    /** Namespace of the pid, 0 if it is unknown. Described like the pid. */
    public static final long NAMESPACE = HANDLES + WORD;

    /** Two cache lines, so that neighbours do not disturb each other. */
    public static final long SIZE = 128;

    private static final int ENTRY_BITS = 9;
    public static final int MAX_COUNT = 1 << ENTRY_BITS;

    public static final int FREE = 0;
    public static final int ALIVE = 1;

    public static final long NOBODY = 0;

    private static final int STATE_BITS = 2;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    /** Nobody attaches so often; beyond it the heap is damaged. */
    public static final long MAX_INCARNATION = (1L << (Long.SIZE - 1 - ENTRY_BITS)) - 1;

    private ProcessLayout() {}

    public static long word(long incarnation, int state) {
        return (incarnation << STATE_BITS) | state;
    }

    public static int state(long word) {
        return (int) word & STATE_MASK;
    }

    public static long incarnation(long word) {
        return word >>> STATE_BITS;
    }

    /** Whether somebody can have had this incarnation. */
    public static boolean isIncarnation(long incarnation) {
        return incarnation > 0 && incarnation <= MAX_INCARNATION;
    }

    public static long owner(int entry, long incarnation) {
        return (incarnation << ENTRY_BITS) | entry;
    }

    public static int entryOf(long owner) {
        return (int) owner & (MAX_COUNT - 1);
    }

    public static long incarnationOf(long owner) {
        return owner >>> ENTRY_BITS;
    }
}

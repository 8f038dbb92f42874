// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/** State of the transaction that a slot runs: {@code seq:50 | state:3}. The seq never restarts. */
public final class StatusWord {
    public static final int IDLE = 0;
    /** Taking locks; may be aborted by anyone. */
    public static final int LOCKING = 1;
    /** Holds all its locks and checks what it read; may be aborted by anyone. */
    public static final int VALID = 2;
    /** Decided: will be done whatever happens. */
    public static final int COMMITTED = 3;
    /** Decided: nothing will have happened. */
    public static final int ABORTED = 4;

    private static final int STATE_BITS = 3;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    private StatusWord() {}

    public static long of(long seq, int state) {
        return (seq << STATE_BITS) | state;
    }

    public static long seq(long status) {
        return status >>> STATE_BITS;
    }

    public static int state(long status) {
        return (int) status & STATE_MASK;
    }
}

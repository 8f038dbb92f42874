// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.util.concurrent.locks.LockSupport;

/** Sleeping on a 32-bit counter of the heap until somebody, in this process or another, raises it. */
public final class Futex {
    /** Longest single sleep, so that an interrupt is never noticed later than that. */
    public static final long SLICE_NANOS = 100_000_000L;

    private static final long FIRST_POLL_NANOS = 20_000L;
    private static final long LAST_POLL_NANOS = 1_000_000L;

    private Futex() {}

    public static int value(Memory memory, long offset) {
        return memory.getIntVolatile(offset);
    }

    /** Returns when the counter is not {@code expected} any more, or after the time, or early for no reason. */
    public static void sleep(Memory memory, long offset, int expected, long timeoutNanos) {
        long nanos = Math.clamp(timeoutNanos, 0, SLICE_NANOS);
        if (Posix.AVAILABLE) {
            Posix.futexWait(memory.address(offset), expected, nanos);
        } else {
            poll(memory, offset, expected, nanos);
        }
    }

    private static void poll(Memory memory, long offset, int expected, long nanos) {
        long deadline = System.nanoTime() + nanos;
        long pause = FIRST_POLL_NANOS;
        while (memory.getIntVolatile(offset) == expected && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LAST_POLL_NANOS);
        }
    }

    public static void wake(Memory memory, long offset) {
        memory.incrementInt(offset);
        if (Posix.AVAILABLE) {
            Posix.futexWake(memory.address(offset));
        }
    }
}

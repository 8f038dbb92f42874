// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Randomized exponential back-off between the runs of a transaction: up to eight microseconds the first time, up to a
 * millisecond in the end. Eight are as many as some dozens of short transactions take, so that the faster one can do these
 * without the cache lines going to and fro.
 */
final class Backoff {
    private static final int MOST_SHIFT = 7;
    private static final long FIRST_NANOS = 8_000;
    private static final long SPIN_BELOW_NANOS = 20_000;

    private Backoff() {}

    /** {@code attempt}: the number of runs so far. */
    static void pause(int attempt) {
        long most = FIRST_NANOS << Math.min(attempt - 1, MOST_SHIFT);
        long nanos = ThreadLocalRandom.current().nextLong(most);
        if (nanos >= SPIN_BELOW_NANOS) {
            LockSupport.parkNanos(nanos);
            return;
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }
}

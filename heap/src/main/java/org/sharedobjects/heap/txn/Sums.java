// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.error.HeapLimitException;

/** Sums of numbers of 64 bits; also for compiled code. */
public final class Sums {
    private Sums() {}

    /**
     * The sum.
     *
     * @throws HeapLimitException when it is out of range
     */
    public static long of(long number, long delta) {
        if (overflows(number, delta)) {
            throw HeapLimitException.NUMBER;
        }
        return number + delta;
    }

    public static boolean overflows(long number, long delta) {
        long sum = number + delta;
        return ((number ^ sum) & (delta ^ sum)) < 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.function.BooleanSupplier;

/**
 * Looking for something that others will do soon, instead of sleeping: that takes a processor, but waking up takes longer. Who has
 * looked in vain looks for less time next. Guarded by the interpreter's lock, which is kept meanwhile.
 */
public final class Looking {
    private static final long MOST_NANOS = 10_000;
    private static final long LEAST_NANOS = 4_000;
    private static final int LOOKS = 16;

    private static final boolean MAY_SPIN = Runtime.getRuntime().availableProcessors() > 1;

    private long nanos = MOST_NANOS;

    /** Whether it has come. */
    public boolean await(BooleanSupplier condition) {
        if (!MAY_SPIN) {
            return condition.getAsBoolean();
        }
        long start = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS; i++) {
                if (condition.getAsBoolean()) {
                    nanos = MOST_NANOS;
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < nanos);
        nanos = Math.max(LEAST_NANOS, nanos / 2);
        return false;
    }
}

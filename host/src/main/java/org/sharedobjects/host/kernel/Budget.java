// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many bytes of output may go to the page now. Jupyter's servers drop the output of a kernel that sends more than
 * 3 MB in 3 seconds: what is saved up and what comes in within them stays below that.
 */
final class Budget {

    private static final double SAVED_BYTES = 900_000;
    private static final double BYTES_A_SECOND = 600_000;

    private final LongSupplier nanoTime;
    private double left = SAVED_BYTES;
    private long last;

    Budget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    boolean isSpent() {
        long now = nanoTime.getAsLong();
        double seconds = (double) (now - last) / Duration.ofSeconds(1).toNanos();
        left = Math.min(SAVED_BYTES, left + seconds * BYTES_A_SECOND);
        last = now;
        return left <= 0;
    }

    void spend(long bytes) {
        left -= bytes;
    }
}

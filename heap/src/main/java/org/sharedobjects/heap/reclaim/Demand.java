// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.Geometry;

/**
 * When this process has a reason to collect: it has allocated a quarter of what was reached last, but at least a little, or
 * ended handles and then done nothing for a while. After a cycle that was given up it waits, longer each time.
 */
final class Demand {
    private static final long LEAST_BYTES = 4L << 20;
    private static final int SHARE = 4;
    private static final int SHARE_OF_HEAP = 16;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Allocator allocator;
    private final long least;
    private long reached;
    private long allocatedBefore;
    private long allocatedAtBegin;
    private long pauseNanos;
    private long pausedSince;

    Demand(Allocator allocator, Geometry geometry) {
        this.allocator = allocator;
        this.least = Math.min(LEAST_BYTES, geometry.sizeBytes() / SHARE_OF_HEAP);
    }

    boolean isDue() {
        boolean paused = pauseNanos != 0 && System.nanoTime() - pausedSince < pauseNanos;
        return !paused && allocator.claimedBytes() - allocatedBefore > Math.max(least, reached / SHARE);
    }

    void begin() {
        allocatedAtBegin = allocator.claimedBytes();
    }

    void end(CollectionReport result) {
        if (result.wasGivenUp()) {
            pauseNanos = Math.clamp(2 * pauseNanos, FIRST_PAUSE_NANOS, LAST_PAUSE_NANOS);
            pausedSince = System.nanoTime();
        } else {
            pauseNanos = 0;
            reached = result.reachedBytes();
            allocatedBefore = allocatedAtBegin;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.Geometry;

/**
 * When this process has a reason to collect: it has allocated a quarter of what was reached last, but at least a little, or
 * was told that the heap is full. After a cycle that was given up it waits, longer each time.
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
    private long refusals;

    Demand(Allocator allocator, Geometry geometry) {
        this.allocator = allocator;
        this.least = Math.min(LEAST_BYTES, geometry.sizeBytes() / SHARE_OF_HEAP);
    }

    boolean isDue() {
        boolean paused = pauseNanos != 0 && System.nanoTime() - pausedSince < pauseNanos;
        return !paused
                && (wasRefused() || allocator.claimedBytes() - allocatedBefore > Math.max(least, reached / SHARE));
    }

    /** Whether the heap was full since the last cycle began. */
    boolean wasRefused() {
        return allocator.refusals() != refusals;
    }

    void begin() {
        allocatedAtBegin = allocator.claimedBytes();
        refusals = allocator.refusals();
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

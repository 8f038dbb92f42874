// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.Geometry;

/**
 * When this process has a reason to collect: it has allocated half of what was reached last, but at least some MB; or anything
 * at all, and for a while no cycle has ended, much longer than the last one took; or it was told that the heap is full. After
 * a cycle that was given up it waits, longer each time.
 */
final class Demand {
    private static final long LEAST_BYTES = 16L << 20;
    private static final int SHARE = 2;
    private static final int SHARE_OF_HEAP = 16;
    private static final long LEAST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    /** Rests that much longer than it works, unless more is allocated. */
    private static final int REST = 10;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Allocator allocator;
    private final long least;
    private long reached;
    private long allocatedBefore;
    private long allocatedAtBegin;
    private long begun;
    private long rest = LEAST_REST_NANOS;
    private long restedSince = System.nanoTime();
    private long cycle;
    private long pauseNanos;
    private long pausedSince;
    private long refusals;

    Demand(Allocator allocator, Geometry geometry) {
        this.allocator = allocator;
        this.least = Math.min(LEAST_BYTES, geometry.sizeBytes() / SHARE_OF_HEAP);
    }

    /** @param current number of the cycle that would begin: when it has changed, one has ended, whoever's it was */
    boolean isDue(long current) {
        long now = System.nanoTime();
        if (current != cycle) {
            cycle = current;
            restedSince = now;
        }
        boolean paused = pauseNanos != 0 && now - pausedSince < pauseNanos;
        return !paused && (wasRefused() || hasAllocated(now - restedSince));
    }

    private boolean hasAllocated(long rested) {
        long allocated = allocator.claimedBytes() - allocatedBefore;
        return allocated > (rested < rest ? Math.max(least, reached / SHARE) : 0);
    }

    /** Whether the heap was full since the last cycle began. */
    boolean wasRefused() {
        return allocator.refusals() != refusals;
    }

    void begin() {
        begun = System.nanoTime();
        allocatedAtBegin = allocator.claimedBytes();
        refusals = allocator.refusals();
    }

    void end(CollectionReport result) {
        long now = System.nanoTime();
        if (result.wasGivenUp()) {
            pauseNanos = Math.clamp(2 * pauseNanos, FIRST_PAUSE_NANOS, LAST_PAUSE_NANOS);
            pausedSince = now;
        } else {
            pauseNanos = 0;
            rest = Math.max(LEAST_REST_NANOS, REST * (now - begun));
            reached = result.reachedBytes();
            allocatedBefore = allocatedAtBegin;
        }
    }
}

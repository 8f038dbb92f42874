// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.layout.Geometry;

/**
 * When this process has a reason to collect: since the last cycle, whoever ran it, began, it has allocated a quarter of what
 * was reached then, but at least a little, or was told that the heap is full; when it is idle, any block it has allocated and
 * any handle that has ended is reason enough. After a cycle that was given up it waits, longer each time.
 */
final class Demand {
    private static final long LEAST_BYTES = 4L << 20;
    private static final int SHARE = 4;
    private static final int SHARE_OF_HEAP = 16;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long NO_CYCLE = -1;

    private final Allocator allocator;
    private final Handles handles;
    private final long least;
    private Moment before;
    private Moment atBegin;
    private long cycle = NO_CYCLE;
    private long reached;
    private long pauseNanos;
    private long pausedSince;

    /** What this process had done by then. */
    private record Moment(long claimedBytes, long endedHandles, long refusals) {}

    Demand(Allocator allocator, Handles handles, Geometry geometry) {
        this.allocator = allocator;
        this.handles = handles;
        this.least = Math.min(LEAST_BYTES, geometry.sizeBytes() / SHARE_OF_HEAP);
        this.before = now();
        this.atBegin = before;
    }

    private Moment now() {
        return new Moment(allocator.claimedBytes(), handles.ended(), allocator.refusals());
    }

    /** @param anything whether the least garbage is reason enough */
    boolean isDue(boolean anything) {
        if (pauseNanos != 0 && System.nanoTime() - pausedSince < pauseNanos) {
            return false;
        }
        long claimed = allocator.claimedBytes() - before.claimedBytes;
        return wasRefused()
                || claimed > Math.max(least, reached / SHARE)
                || (anything && (claimed != 0 || handles.ended() != before.endedHandles));
    }

    /** Whether the heap was full since the last cycle began. */
    boolean wasRefused() {
        return allocator.refusals() != before.refusals;
    }

    /** A cycle begins; by any process. */
    void begin(long number) {
        cycle = number;
        atBegin = now();
    }

    /** A cycle was brought to its end. One that began unseen says nothing about what this process has done. */
    void completed(long number, long reachedBytes) {
        if (number == cycle) {
            pauseNanos = 0;
            reached = reachedBytes;
            before = atBegin;
        }
    }

    /** A cycle of this process was given up. */
    void givenUp() {
        pauseNanos = Math.clamp(2 * pauseNanos, FIRST_PAUSE_NANOS, LAST_PAUSE_NANOS);
        pausedSince = System.nanoTime();
    }
}

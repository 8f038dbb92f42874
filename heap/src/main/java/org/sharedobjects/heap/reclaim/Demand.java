// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.process.ProcessTable;

/**
 * When this process has a reason to collect: since the last cycle, whoever ran it, began, it has allocated half of what was
 * reached then, but at least some MB; or anything at all, and no cycle has ended for much longer than the last one took; or it was
 * told that the heap is full; when it is idle, any block it has allocated, any handle that has ended and any process that has left
 * is reason enough, and memory that another cycle would hand back when no cycle has ended for a while. After a cycle that was given
 * up it waits, longer each time.
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
    private static final long NO_CYCLE = -1;

    private final Allocator allocator;
    private final Handles handles;
    private final Departures departures;
    private final long least;
    private Moment before;
    private Moment atBegin;
    private long cycle = NO_CYCLE;
    private long reached;
    private long restedSince = System.nanoTime();
    private long rest = LEAST_REST_NANOS;
    private long pauseNanos;
    private long pausedSince;

    /** What this process had done and noticed by then. */
    private record Moment(long nanos, long claimedBytes, long endedHandles, long refusals, long departures) {}

    Demand(Allocator allocator, Handles handles, ProcessTable processes, Geometry geometry) {
        this.allocator = allocator;
        this.handles = handles;
        this.departures = new Departures(processes);
        this.least = Math.min(LEAST_BYTES, geometry.sizeBytes() / SHARE_OF_HEAP);
        this.before = now();
        this.atBegin = before;
    }

    private Moment now() {
        return new Moment(
                System.nanoTime(), allocator.claimedBytes(), handles.ended(), allocator.refusals(), departures.count());
    }

    /**
     * To be asked by the thread of the collector.
     *
     * @param anything whether the least garbage is reason enough
     * @param pages whether another cycle would hand memory back to the system
     */
    boolean isDue(boolean anything, boolean pages) {
        long now = System.nanoTime();
        if (pauseNanos != 0 && now - pausedSince < pauseNanos) {
            return false;
        }
        long claimed = allocator.claimedBytes() - before.claimedBytes;
        boolean rested = now - restedSince >= rest;
        return wasRefused()
                || claimed > (rested ? 0 : Math.max(least, reached / SHARE))
                || (anything && (claimed != 0 || (pages && rested) || isAnythingOver()));
    }

    private boolean isAnythingOver() {
        return handles.ended() != before.endedHandles || departures.count() != before.departures;
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
        restedSince = System.nanoTime();
        if (number == cycle) {
            rest = Math.max(LEAST_REST_NANOS, REST * (restedSince - atBegin.nanos));
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

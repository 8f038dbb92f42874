// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.reclaim.Collector;

/** How somebody who was told that the heap is full waits for room, for a bounded time: one operation, run again and again. */
final class RoomWait {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ThreadMutators mutators;
    private final Collector collector;
    private final long start = System.nanoTime();
    private boolean waited;

    RoomWait(ThreadMutators mutators, Collector collector) {
        this.mutators = mutators;
        this.collector = collector;
    }

    /**
     * To be called when the operation has undone everything: waits for a collection. Whether it is worth trying again: after the
     * first one always, then if it has released something, which somebody else may be faster to use.
     */
    boolean makesRoom() {
        long left = MOST_NANOS - (System.nanoTime() - start);
        if (left <= 0 || mutators.keepsTemporaries()) {
            return false;
        }
        CollectionReport report = mutators.resting(() -> collector
                .request()
                .completeOnTimeout(CollectionReport.NONE, left, TimeUnit.NANOSECONDS)
                .exceptionally(failure -> CollectionReport.NONE)
                .join());
        boolean first = !waited;
        waited = true;
        return !report.wasGivenUp() && (first || report.releasedBlocks() > 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.reclaim.Collector;

/** How somebody who was told that the heap is full waits for room, for a bounded time: one operation, run again and again. */
public final class RoomWait {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** What was released may have gone to others, who have made garbage of something else since. */
    private static final int MOST_FRUITLESS = 3;

    private final Collector collector;
    private final long start = System.nanoTime();
    /** Collections one after the other that have released nothing. */
    private int fruitless;

    RoomWait(Collector collector) {
        this.collector = collector;
    }

    /**
     * To be called when the operation has undone everything: waits for a collection. Whether it is worth trying again: not when
     * several of them have released nothing, or were given up.
     *
     * @param pause waits for a collection that ends within bounded time, without temporaries
     */
    public boolean makesRoom(Function<CompletableFuture<CollectionReport>, CollectionReport> pause) {
        long left = MOST_NANOS - (System.nanoTime() - start);
        if (left <= 0) {
            return false;
        }
        CollectionReport report = pause.apply(collector
                .request()
                .completeOnTimeout(CollectionReport.NONE, left, TimeUnit.NANOSECONDS)
                .exceptionally(failure -> CollectionReport.NONE));
        fruitless = report.releasedBlocks() > 0 ? 0 : fruitless + 1;
        return fruitless <= MOST_FRUITLESS;
    }
}

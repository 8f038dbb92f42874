// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.reclaim.Collector;

/** How somebody who was told that the heap is full waits for room, for a bounded time: one operation, run again and again. */
public final class RoomWait {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** What was released may have gone to others, who have made garbage of something else since. */
    private static final int MOST_FRUITLESS = 3;

    private final Collector collector;
    private final boolean looks;
    private final long start = System.nanoTime();
    /** What collections had released when that was last asked: others that wait may have had it, and make garbage again. */
    private long released;
    /** Waits one after the other in which nothing was released, for whomever. */
    private int fruitless;

    /**
     * @param looks whether Java's collector may be asked
     */
    RoomWait(Collector collector, boolean looks) {
        this.collector = collector;
        this.released = collector.releasedBytes();
        this.looks = looks;
    }

    /**
     * To be called when the operation has undone everything: waits for a collection. Whether it is worth trying again: not when
     * nothing was released in several waits.
     *
     * @param pause waits for a collection that ends within bounded time, without temporaries
     */
    public boolean makesRoom(Consumer<CompletableFuture<CollectionReport>> pause) {
        long left = MOST_NANOS - (System.nanoTime() - start);
        if (left <= 0) {
            return false;
        }
        pause.accept(request()
                .completeOnTimeout(CollectionReport.NONE, left, TimeUnit.NANOSECONDS)
                .exceptionally(failure -> CollectionReport.NONE));
        long before = released;
        released = collector.releasedBytes();
        fruitless = released == before ? fruitless + 1 : 0;
        return fruitless <= MOST_FRUITLESS;
    }

    /** What a first collection has not released may be held by views and wrappers that nobody has any more. */
    private CompletableFuture<CollectionReport> request() {
        return fruitless > 0 && looks ? collector.requestThorough() : collector.request();
    }
}

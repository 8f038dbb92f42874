// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.handle.Handles;

/**
 * A look at which views and wrappers nobody holds any more. Only Java's collector knows, and it has no reason of its own to run
 * when the shared heap is full, or the process is idle.
 */
final class WrapperLook {
    /** No handle has ended for so long: all that Java's collector has found is likely to be through its queue. */
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** A run that finds nothing at all in this time does not look: the virtual machine was told to ignore such requests. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Handles handles;
    private @Nullable CompletableFuture<Void> run;
    /** Of something that is dead when the run begins: it comes back with what else was found, which may come late. */
    private @Nullable WeakReference<Object> first;

    private ReferenceQueue<Object> arrivals = new ReferenceQueue<>();
    private long began;
    private long over;
    private long ended;
    private long endedSince;

    WrapperLook(Handles handles) {
        this.handles = handles;
    }

    /** @param thorough also finds what few handles are for that a dead array has kept, which takes twice as long */
    void begin(long now, boolean thorough) {
        arrivals = new ReferenceQueue<>();
        first = new WeakReference<>(new Object(), arrivals);
        run = JavaCollections.after(now, thorough || handles.count() >= Idleness.MANY);
        began = now;
        over = now;
        endedSince = now;
    }

    boolean isUnderWay() {
        return run != null;
    }

    /** Says once that a look is over; to be called again and again, after dead ones were dropped. */
    boolean isOver(long now) {
        if (run == null) {
            return false;
        }
        if (!run.isDone()) {
            over = now;
        }
        if (over == now || !hasBegunToArrive(now) || handles.ended() != ended) {
            ended = handles.ended();
            endedSince = now;
        }
        if (now - endedSince < SETTLED_NANOS) {
            return false;
        }
        run = null;
        first = null;
        return true;
    }

    private boolean hasBegunToArrive(long now) {
        if (arrivals.poll() != null) {
            first = null;
        }
        return first == null || now - over >= PATIENCE_NANOS;
    }

    /** When the last look began. */
    long began() {
        return began;
    }
}

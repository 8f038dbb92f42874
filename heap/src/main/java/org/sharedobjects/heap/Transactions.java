// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.error.RetriesExhaustedException;
import org.sharedobjects.heap.error.TransactionTimeoutException;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

/** Runs functions as transactions, again and again until one run commits. */
final class Transactions {
    static final long NO_LIMIT = -1;

    private Transactions() {}

    /** Thrown by {@link SharedHeap#retry}: this run is undone and waits for a change. */
    static final class RetrySignal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RetrySignal() {
            super("retry", null, false, false);
        }
    }

    /**
     * Runs the body as a transaction, or as part of the running one.
     *
     * @param named what the body is known by, itself or what it calls
     * @param retries further runs after the first; negative: no limit
     * @param timeoutNanos negative: no limit
     */
    static <T extends @Nullable Object> T run(
            SharedHeap heap, Supplier<T> body, Object named, long retries, long timeoutNanos) {
        Mutator mutator = heap.enter();
        if (mutator.active()) {
            return heap.mutators().callback(body);
        }
        long start = timeoutNanos < 0 ? 0 : System.nanoTime();
        RoomWait room = null;
        for (int conflicts = 0; ; ) {
            boolean blocked = false;
            HeapFullException full = null;
            mutator.begin(conflicts);
            try {
                T result = heap.mutators().callback(body);
                if (mutator.commit()) {
                    return result;
                }
            } catch (ConflictException e) {
                // Undone below, and run again.
            } catch (RetrySignal e) {
                blocked = !mutator.doomed();
            } catch (HeapFullException e) {
                full = mutator.doomed() ? null : e;
            } catch (RuntimeException | Error e) {
                // What a doomed run throws may rest on a conflict that its code swallowed.
                if (!mutator.doomed()) {
                    throw e;
                }
            } finally {
                if (!blocked && mutator.active()) {
                    mutator.abort();
                }
            }
            if (full != null) {
                room = room == null ? heap.roomWait() : room;
                awaitRoom(heap, room, full);
                checkLimits(0, NO_LIMIT, timeoutNanos, start);
            } else if (blocked) {
                awaitChange(mutator, timeoutNanos, start);
            } else {
                heap.conflictTable().add(mutator, named.getClass().getName(), new JavaNaming(mutator, heap.shapes()));
                checkLimits(conflicts++, retries, timeoutNanos, start);
            }
            heap.enter();
        }
    }

    /** By whom nothing is left of the run that found the heap full. */
    private static void awaitRoom(SharedHeap heap, RoomWait room, HeapFullException full) {
        if (!heap.makesRoom(room)) {
            throw full;
        }
    }

    private static void checkLimits(int conflicts, long retries, long timeoutNanos, long start) {
        if (retries >= 0 && conflicts >= retries) {
            throw new RetriesExhaustedException("transaction met a conflict in every run: retries=" + retries);
        }
        if (timeoutNanos >= 0 && System.nanoTime() - start >= timeoutNanos) {
            throw new TransactionTimeoutException("transaction did not commit in time: timeoutNanos=" + timeoutNanos);
        }
    }

    private static void awaitChange(Mutator mutator, long timeoutNanos, long start) {
        long left = timeoutNanos < 0 ? NO_LIMIT : Math.max(0, timeoutNanos - (System.nanoTime() - start));
        if (!awaitChange(mutator, left)) {
            throw new TransactionTimeoutException("nothing changed in time: timeoutNanos=" + timeoutNanos);
        }
        checkLimits(0, NO_LIMIT, timeoutNanos, start);
    }

    private static boolean awaitChange(Mutator mutator, long timeoutNanos) {
        try {
            return Waiting.ofCurrentThread().during(mutator, () -> awaitOrInterrupted(mutator, timeoutNanos));
        } finally {
            if (mutator.active()) {
                mutator.abort();
            }
        }
    }

    private static boolean awaitOrInterrupted(Mutator mutator, long timeoutNanos) {
        try {
            return mutator.awaitChange(timeoutNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HeapException("interrupted while waiting for a change", e);
        }
    }
}

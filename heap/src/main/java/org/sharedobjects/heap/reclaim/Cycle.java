// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.slot.Attachment;

/**
 * One cycle of the collector, by the one who has armed it. It is over as soon as the era is no longer the one it has set
 * itself: somebody else took it for dead and has begun anew.
 */
final class Cycle {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Segment segment;
    private final Memory memory;
    private final Allocator allocator;
    private final Passes passes;
    private final Standing standing;
    private final CycleRecord record;
    private final Attachment attachment;
    private final Runnable ownPasses;
    private final long number;
    private long era;
    /** Owners that this cycle does without. */
    private Set<Long> absent = Set.of();

    /** @param ownPasses lets this process pass, as far as it can at this moment */
    Cycle(
            Segment segment,
            Attachment attachment,
            Passes passes,
            Standing standing,
            CycleRecord record,
            long number,
            Runnable ownPasses) {
        this.segment = segment;
        this.memory = segment.memory();
        this.allocator = attachment.allocator();
        this.attachment = attachment;
        this.passes = passes;
        this.standing = standing;
        this.record = record;
        this.number = number;
        this.ownPasses = ownPasses;
        this.era = EraWord.of(number, EraWord.ARMED);
    }

    /** Runs the cycle to its end; what was released, or {@link CollectionReport#NONE} when it had to be given up. */
    CollectionReport run() {
        try {
            return collect();
        } catch (CancellationException over) {
            return CollectionReport.NONE;
        } finally {
            memory.compareAndSet(Superblock.EPOCH, era, EraWord.of(number + 1, EraWord.IDLE));
        }
    }

    /** How far it has come. */
    long era() {
        return era;
    }

    private CollectionReport collect() {
        if (!awaitPasses()) {
            return CollectionReport.NONE;
        }
        // They may be about to store without shading, having seen no cycle under way. What they begin later is shaded.
        attachment.shadeCommitsOf(absent, this::progress);
        LiveBlocks snapshot = LiveBlocks.take(segment);
        Marker marker = new Marker(segment, snapshot);
        Roots roots = new Roots(segment, attachment.processes(), marker);
        // A handle that somebody reads after SETTLED is seen here, or it is published later, and shaded.
        roots.handles();
        if (!settle() || !awaitPasses()) {
            return CollectionReport.NONE;
        }
        roots.mark();
        standing.retain(absent);
        standing.mark(marker);
        markShaded(marker);
        Sweep sweep = new Sweep(allocator, snapshot, marker, number, this::isOurs, absent.isEmpty());
        return completed(sweep.run(this::progress));
    }

    /** Tells the other processes, before the next cycle can begin. */
    private CollectionReport completed(CollectionReport result) {
        if (!result.wasGivenUp()) {
            record.completed(number, result);
        }
        return result;
    }

    /** What was live when all had settled: nothing that was made since has references to what is not marked or shaded. */
    private void markShaded(Marker marker) {
        Shaded shaded = new Shaded(allocator.marks(), number, LiveBlocks.take(segment), marker);
        do {
            marker.run(this::progress);
        } while (shaded.mark());
    }

    private boolean settle() {
        long settled = EraWord.of(number, EraWord.SETTLED);
        if (!memory.compareAndSet(Superblock.EPOCH, era, settled)) {
            return false;
        }
        era = settled;
        return true;
    }

    private boolean awaitPasses() {
        standing.pause();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (; ; ) {
            ownPasses.run();
            if (!isOurs()) {
                return false;
            }
            absent = passes.missing(era);
            if (absent.isEmpty() || standing.isTrueOf(absent)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            progress();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isOurs() {
        return memory.getVolatile(Superblock.EPOCH) == era;
    }

    /** Ends the cycle when it is not ours any more, or the heap is being closed. */
    private void progress() {
        if (!isOurs() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
        memory.putRelease(Superblock.PROGRESS, memory.getPlain(Superblock.PROGRESS) + 1);
    }
}

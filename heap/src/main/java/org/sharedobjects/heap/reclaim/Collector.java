// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.alloc.IdlePages;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.slot.Attachment;

/**
 * The thread by which a process takes part in reclamation: it passes for idle threads and for the caches of blocks when
 * somebody collects, collects itself when there is a reason to and nobody else does, and takes the place of a collector that
 * stands still.
 */
public final class Collector implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Segment segment;
    private final Memory memory;
    private final Allocator allocator;
    private final Attachment attachment;
    private final Participant participant;
    private final Passes passes;
    private final Standing standing;
    private final Demand demand;
    private final Lookout lookout;
    private final Requests requests = new Requests();
    private final CycleRecord record;
    private final IdlePages idlePages;
    private final Thread thread;
    private final long entry;
    private volatile boolean closed;
    private @Nullable HeapCorruptException damage;
    private volatile CollectionReport last = CollectionReport.NONE;
    private volatile long cycles;
    private volatile long releasedBytes;

    private long passed;
    private long completed;
    /** The last one that this process has brought to an end. */
    private long ownCycle;

    private long progress;
    private long progressSeen;
    private long progressEra;

    /** @param looks whether Java's collector is asked to run without anybody telling it to */
    public Collector(Segment segment, Attachment attachment, Handles handles, Participant participant, boolean looks) {
        this.segment = segment;
        this.memory = segment.memory();
        this.allocator = attachment.allocator();
        this.attachment = attachment;
        this.participant = participant;
        this.passes = new Passes(segment, attachment);
        this.standing = new Standing(segment, attachment.processes());
        this.demand = new Demand(allocator, handles, attachment.processes(), segment.geometry());
        this.lookout = new Lookout(memory, handles, requests, looks);
        this.record = new CycleRecord(memory);
        this.idlePages = new IdlePages(segment, attachment.processes().owner(), attachment.processes()::living);
        this.entry = attachment.processes().entry();
        this.passed = memory.getVolatile(entry + ProcessLayout.ERA);
        this.completed = memory.getVolatile(Superblock.COMPLETED);
        this.thread =
                Thread.ofPlatform().daemon().name("shared-objects-collector").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * A cycle that begins after this call, so that what is garbage now is released by it. Completes with what it did, given
     * up if somebody is in an operation for too long, or with what has made it fail.
     */
    public CompletableFuture<CollectionReport> request() {
        return sent(requests.add());
    }

    /** As {@link #request}, but Java's collector is first asked which views and wrappers nobody holds any more. */
    public CompletableFuture<CollectionReport> requestThorough() {
        return sent(lookout.requests().add());
    }

    private CompletableFuture<CollectionReport> sent(CompletableFuture<CollectionReport> request) {
        if (closed) {
            cancelRequests();
        }
        LockSupport.unpark(thread);
        return request;
    }

    /** What the last cycle of this process did. */
    public CollectionReport last() {
        return last;
    }

    /** What all cycles of this process have released. */
    public long releasedBytes() {
        return releasedBytes;
    }

    /** Number of cycles this process has brought to an end. */
    public long cycles() {
        return cycles;
    }

    private void run() {
        try {
            while (!closed) {
                tickOrPause();
                LockSupport.parkNanos(TICK_NANOS);
            }
        } finally {
            closed = true;
            cancelRequests();
        }
    }

    /** Whatever goes wrong, this process has to pass on, or nobody would ever release anything again. */
    private void tickOrPause() {
        try {
            tick();
        } catch (HeapCorruptException damage) {
            // Whoever uses the heap is told so; a damaged heap is not collected.
            this.damage = damage;
            failRequests(damage);
        } catch (RuntimeException | Error e) {
            // Out of memory, say: the cycle was given up, and is tried again later.
            failRequests(e);
        }
    }

    private void tick() {
        dropDead();
        passOwn();
        if (closed) {
            cancelRequests();
        } else if (damage != null) {
            failRequests(damage);
        } else {
            collectIfNeeded();
        }
    }

    private void collectIfNeeded() {
        noticeOthers();
        boolean anything = lookout.watch(participant, demand.wasRefused());
        long era = memory.getVolatile(Superblock.EPOCH);
        if (EraWord.phase(era) != EraWord.IDLE) {
            if (standsStill(era)) {
                collect(era);
            }
        } else if (!requests.isEmpty() || demand.isDue(anything, arePagesWorthIt())) {
            dropAllDead();
            collect(era);
        }
    }

    /** Those that this process has found free in the last cycle; other ones do that of theirs. */
    private boolean arePagesWorthIt() {
        return completed == ownCycle && idlePages.areWorthACycle();
    }

    /** For one tick at most, since others may wait for this process to pass. */
    private void dropDead() {
        long begin = System.nanoTime();
        boolean more = participant.dropDead();
        while (more && System.nanoTime() - begin < TICK_NANOS) {
            more = participant.dropDead();
        }
    }

    private void dropAllDead() {
        while (!closed && participant.dropDead()) {
            passOwn();
        }
    }

    /** Another process may have brought a cycle to its end. */
    private void noticeOthers() {
        long now = memory.getVolatile(Superblock.COMPLETED);
        if (now != completed) {
            completed = now;
            demand.completed(now, memory.getVolatile(Superblock.REACHED_BYTES));
        }
    }

    /** What this process still has to do for others to go on. */
    private void passOwn() {
        long era = memory.getVolatile(Superblock.EPOCH);
        if (EraWord.phase(era) == EraWord.IDLE || closed) {
            return;
        }
        if (EraWord.cycle(passed) != EraWord.cycle(era)) {
            demand.begin(EraWord.cycle(era));
        }
        participant.pass(era);
        if (passed < era && allocator.pass(EraWord.cycle(era))) {
            memory.putVolatile(entry + ProcessLayout.ERA, era);
            passed = era;
        }
    }

    private boolean standsStill(long era) {
        long now = memory.getVolatile(Superblock.PROGRESS);
        if (now != progress || era != progressEra) {
            progress = now;
            progressEra = era;
            progressSeen = System.nanoTime();
            return false;
        }
        return System.nanoTime() - progressSeen > STALLED_NANOS;
    }

    private void collect(long before) {
        long number = EraWord.phase(before) == EraWord.IDLE ? EraWord.cycle(before) : EraWord.cycle(before) + 1;
        // Before the cycle begins: who asks later gets another one.
        int asked = requests.count();
        if (!memory.compareAndSet(Superblock.EPOCH, before, EraWord.of(number, EraWord.ARMED))) {
            return;
        }
        demand.begin(number);
        record.begin();
        Cycle cycle = new Cycle(segment, attachment, passes, standing, record, number, this::ownPasses);
        CollectionReport result = CollectionReport.NONE;
        try {
            attachment.recover();
            result = cycle.run();
        } finally {
            if (result.wasGivenUp()) {
                record.givenUp(cycle.era());
            }
            end(result, number);
        }
        requests.complete(asked, result);
    }

    private void ownPasses() {
        dropDead();
        passOwn();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only its thread changes it
    private void end(CollectionReport result, long number) {
        if (result.wasGivenUp()) {
            demand.givenUp();
        } else {
            demand.completed(number, result.reachedBytes());
            lookout.released(result.releasedBytes());
            last = result;
            releasedBytes += result.releasedBytes();
            cycles++;
            ownCycle = number;
            idlePages.handBack();
        }
    }

    private void cancelRequests() {
        lookout.requests().cancel();
        requests.cancel();
    }

    private void failRequests(Throwable reason) {
        lookout.requests().fail(reason);
        requests.fail(reason);
    }

    /** Ends the thread. Another process takes over a cycle that it leaves in the middle. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        // What it does ends with the heap, so there is no going on without it.
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

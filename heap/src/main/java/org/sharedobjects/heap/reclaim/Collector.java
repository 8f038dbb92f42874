// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.alloc.IdlePages;
import org.sharedobjects.heap.error.HeapCorruptException;
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
    private final Demand demand;
    private final IdlePages idlePages;
    private final ConcurrentLinkedQueue<CompletableFuture<CollectionReport>> requests = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final long entry;
    private volatile boolean closed;
    private boolean damaged;
    private volatile CollectionReport last = CollectionReport.NONE;
    private volatile long cycles;

    private long passed;
    private long progress;
    private long progressSeen;
    private long progressEra;

    public Collector(Segment segment, Attachment attachment, Participant participant) {
        this.segment = segment;
        this.memory = segment.memory();
        this.allocator = attachment.allocator();
        this.attachment = attachment;
        this.participant = participant;
        this.passes = new Passes(segment, attachment);
        this.demand = new Demand(allocator, segment.geometry());
        this.idlePages = new IdlePages(segment, attachment.processes().owner(), attachment.processes()::living);
        this.entry = attachment.processes().entry();
        this.passed = memory.getVolatile(entry + ProcessLayout.ERA);
        this.thread =
                Thread.ofPlatform().daemon().name("shared-objects-collector").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * A cycle that begins after this call, so that what is garbage now is released by it. Completes with what it did, given
     * up if somebody is in an operation or transaction for too long.
     */
    public CompletableFuture<CollectionReport> request() {
        CompletableFuture<CollectionReport> request = new CompletableFuture<>();
        requests.add(request);
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
            damaged = true;
            cancelRequests();
        } catch (RuntimeException | Error e) {
            // Out of memory, say: the cycle was given up, and is tried again later.
            cancelRequests();
        }
    }

    private void tick() {
        participant.dropDead();
        passOwn();
        if (damaged || closed) {
            cancelRequests();
            return;
        }
        long era = memory.getVolatile(Superblock.EPOCH);
        if (EraWord.phase(era) != EraWord.IDLE) {
            if (standsStill(era)) {
                collect(era);
            }
        } else if (!requests.isEmpty() || demand.isDue()) {
            if (demand.wasRefused()) {
                findDeadViews();
            }
            collect(era);
        }
    }

    /** Java's collector has no reason of its own to look for them when the shared heap is full. */
    private void findDeadViews() {
        System.gc();
        participant.dropDead();
    }

    /** What this process still has to do for others to go on. */
    private void passOwn() {
        long era = memory.getVolatile(Superblock.EPOCH);
        if (EraWord.phase(era) == EraWord.IDLE || closed) {
            return;
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
        int asked = requests.size();
        if (!memory.compareAndSet(Superblock.EPOCH, before, EraWord.of(number, EraWord.ARMED))) {
            return;
        }
        demand.begin();
        CollectionReport result = CollectionReport.NONE;
        try {
            attachment.recover();
            result = new Cycle(segment, attachment, passes, number, this::ownPasses).run();
        } finally {
            end(result, asked);
        }
    }

    private void ownPasses() {
        participant.dropDead();
        passOwn();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only its thread changes it
    private void end(CollectionReport result, int asked) {
        demand.end(result);
        if (!result.wasGivenUp()) {
            last = result;
            cycles++;
            idlePages.handBack();
        }
        for (int i = 0; i < asked; i++) {
            @Nullable CompletableFuture<CollectionReport> request = requests.poll();
            if (request != null) {
                request.complete(result);
            }
        }
    }

    private void cancelRequests() {
        for (CompletableFuture<CollectionReport> request; (request = requests.poll()) != null; ) {
            request.complete(CollectionReport.NONE);
        }
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.conflict.ConflictTable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.reclaim.Collector;
import org.sharedobjects.heap.reclaim.Participant;
import org.sharedobjects.heap.slot.Attachment;

/** What this process does for the release of memory: its threads and views, and whatever languages have added. */
final class Reclamation implements Participant, AutoCloseable {
    private final Allocator allocator;
    private final ThreadMutators mutators;
    private final Held held;
    private final Collector collector;
    private final boolean looks;
    private final List<Participant> others = new CopyOnWriteArrayList<>();

    /** The collector's thread alone looks at them. */
    private long refusals;

    /** What holds objects by handles. */
    record Held(Handles handles, Views views, ConflictTable conflicts) {}

    /**
     * How a process takes part.
     *
     * @param passes whether it passes, and collects
     * @param looks whether it asks Java's collector for views that nobody holds any more, without being told to
     */
    record Part(boolean passes, boolean looks) {
        static final Part FULL = new Part(true, true);
    }

    Reclamation(Segment segment, Attachment attachment, ThreadMutators mutators, Held held, Part part) {
        this.allocator = attachment.allocator();
        this.mutators = mutators;
        this.held = held;
        this.looks = part.looks();
        this.collector = new Collector(segment, attachment, held.handles(), this, part.looks());
        if (part.passes()) {
            collector.start();
        } else {
            collector.close();
        }
    }

    void add(Participant participant) {
        others.add(participant);
    }

    void remove(Participant participant) {
        others.remove(participant);
    }

    Collector collector() {
        return collector;
    }

    /** See {@link SharedHeap#collect}. */
    CollectionReport collect() {
        return mutators.resting(() -> await(collector.request()));
    }

    /** Throws what has made it fail. */
    private static CollectionReport await(CompletableFuture<CollectionReport> request) {
        try {
            return request.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case HeapException reason -> throw reason;
                case Error reason -> throw reason;
                case null, default -> throw e;
            }
        }
    }

    /**
     * Runs an operation that begins with {@link SharedHeap#enter} and changes nothing when the heap is full: again as long as
     * collections make room. Not in the middle of something else, whose temporaries nobody could collect around.
     */
    <T extends @Nullable Object> T withRoom(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (HeapFullException full) {
            return againWithRoom(operation, full);
        }
    }

    private <T extends @Nullable Object> T againWithRoom(Supplier<T> operation, HeapFullException first) {
        HeapFullException full = first;
        RoomWait wait = roomWait();
        while (makesRoom(wait)) {
            try {
                return operation.get();
            } catch (HeapFullException again) {
                full = again;
            }
        }
        throw full;
    }

    RoomWait roomWait() {
        return new RoomWait(collector, looks);
    }

    /** Waits for room, unless the calling thread has temporaries, in which case there is none. */
    boolean makesRoom(RoomWait wait) {
        return !mutators.keepsTemporaries() && wait.makesRoom(cycle -> mutators.resting(cycle::join));
    }

    @Override
    public boolean dropDead() {
        held.conflicts().letGo(wasRefused());
        boolean more = held.views().dropDead();
        for (Participant other : others) {
            more |= other.dropDead();
        }
        return more;
    }

    /** Whether the heap was found full since this was last asked. */
    private boolean wasRefused() {
        long before = refusals;
        refusals = allocator.refusals();
        return refusals != before;
    }

    @Override
    public void pass(long era) {
        mutators.passForIdle(era);
        others.forEach(other -> other.pass(era));
    }

    @Override
    public long activity() {
        long sum = mutators.activity();
        for (Participant other : others) {
            sum += other.activity();
        }
        return sum;
    }

    @Override
    public boolean isBusy() {
        return mutators.isBusy() || others.stream().anyMatch(Participant::isBusy);
    }

    @Override
    public void close() {
        collector.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;

/**
 * What one process has of one heap: its entry in the process table, its allocator, and pairs of slots that it lends to its
 * threads. Thread-safe. It ends when it is closed and the last pair has been given back, since the thread that has it may
 * still be in the middle of an operation.
 */
public final class Attachment implements AutoCloseable {
    private final Memory memory;
    private final Allocator allocator;
    private final ProcessTable processes;
    private final SlotTable slots;
    /** Pairs that are lent, and one for being open. */
    private final AtomicInteger uses = new AtomicInteger(1);

    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Enters the process table, then ends what dead processes have begun and gives back what they held.
     *
     * @throws HeapException when too many processes use the heap
     */
    public Attachment(Segment segment) {
        this.memory = segment.memory();
        this.allocator = new Allocator(segment, () -> recover() > 0);
        this.processes = new ProcessTable(segment);
        this.slots = new SlotTable(segment, processes);
        processes.join();
        try {
            recover();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public Memory memory() {
        return memory;
    }

    public Allocator allocator() {
        return allocator;
    }

    /** Who uses the heap. */
    public ProcessTable processes() {
        return processes;
    }

    /**
     * A free pair of slots, which the caller closes.
     *
     * @throws HeapException when all are taken by the living
     * @throws DetachedException after the attachment has ended
     */
    public SlotPair borrow() {
        int number = take();
        while (number == SlotTable.NONE) {
            if (recover() == 0) {
                throw new HeapException("too many threads use the heap: slots=" + slots.pairs());
            }
            number = take();
        }
        return open(number, ProcessLayout.NOBODY);
    }

    /** Counted before it is taken: what is taken must not belong to one who has left. */
    private int take() {
        begin();
        int number = SlotTable.NONE;
        try {
            number = slots.take();
            return number;
        } finally {
            if (number == SlotTable.NONE) {
                release();
            }
        }
    }

    /** What is damaged stays ours, so that nobody uses it; of what an error such as a stack overflow has cut short the next one begins anew. */
    private SlotPair open(int number, long before) {
        try {
            return new SlotPair(this, number);
        } catch (RuntimeException | Error e) {
            if (!(e instanceof HeapCorruptException)) {
                slots.giveBack(number, before);
            }
            release();
            throw e;
        }
    }

    private void begin() {
        if (uses.getAndUpdate(count -> count <= 0 ? count : count + 1) <= 0) {
            throw new DetachedException("the heap is closed");
        }
    }

    void giveBack(int number) {
        slots.giveBack(number);
        release();
    }

    /**
     * Ends what the threads of dead processes have begun: all of what was committed, nothing else. Others can do without,
     * since they finish or undo whatever is in their way; but the slots are not used again before. Can be called at any
     * time, by several processes at once, and by the next one if this one dies over it.
     *
     * @return number of pairs of slots that can be used again
     */
    public int recover() {
        int recovered = 0;
        begin();
        try {
            for (int number = 0; (number = slots.ofDead(number)) != SlotTable.NONE; number += SlotTable.PAIR) {
                recovered += recover(number, slots.ownerOf(number)) ? 1 : 0;
            }
        } finally {
            release();
        }
        return recovered;
    }

    private boolean recover(int number, long dead) {
        begin();
        if (!slots.takeFromDead(number, dead)) {
            release();
            return false;
        }
        try {
            SlotPair pair = open(number, dead);
            // What it has committed last may have been a new text of a class, of which it has told nobody.
            memory.increment(Superblock.EDITION);
            pair.close();
            return true;
        } catch (HeapCorruptException damaged) {
            // That pair is lost.
            return false;
        }
    }

    /**
     * Shades what commits of these processes that are decided and not applied are going to remove.
     *
     * @param processes their owner words
     * @param progress called now and then
     */
    public void shadeCommitsOf(Set<Long> processes, Runnable progress) {
        Unapplied unapplied = new Unapplied(memory, new Barrier(memory, allocator.marks()), progress);
        int high = processes.isEmpty() ? 0 : SlotTable.high(memory);
        for (int slot = 0; slot < high; slot++) {
            if (processes.contains(slots.ownerOf(slot))) {
                unapplied.shade(slot);
            }
        }
    }

    /** Blocks kept ready are given back. Pairs of slots that are still lent may be used on. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                allocator.close();
            } finally {
                release();
            }
        }
    }

    /**
     * One use less. Slots that are not given back, since they could not be brought to an end, count as a dead process' as
     * soon as this attachment has ended.
     */
    void release() {
        if (uses.decrementAndGet() == 0) {
            try {
                allocator.close();
            } finally {
                processes.leave();
            }
        }
    }
}

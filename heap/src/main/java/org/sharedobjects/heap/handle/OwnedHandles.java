// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.handle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.value.Cell;

/**
 * Handles that one owner makes, threads that have the owner's lock, and any thread ends. Making one takes no lock of ours and no
 * loop, for compiled code: free entries lie ready, and {@link #refill} gets more. As for {@link HandleTable}, what a handle is
 * made for must be held meanwhile.
 */
public final class OwnedHandles implements AutoCloseable {
    private static final long[] NONE = {};

    private final Memory memory;
    private final Barrier barrier;
    private final HandleBlocks source;
    private final Handles all;

    /** Offsets of free entries, a stack. The owner's, as the next two. */
    private long[] free = NONE;

    private int freeCount;
    private long made;

    /** Offsets of entries whose handles have ended since the last refill. Guarded by this object, as what follows. */
    private long[] returned = NONE;

    private int returnedCount;
    private long ended;
    private final List<Long> blocks = new ArrayList<>();
    private boolean closed;

    OwnedHandles(Allocator allocator, HandleBlocks source, Handles all) {
        this.memory = allocator.memory();
        this.barrier = new Barrier(memory, allocator.marks());
        this.source = source;
        this.all = all;
    }

    /** Whether {@link #add} can make one; by the owner. */
    public boolean hasFree() {
        return freeCount != 0;
    }

    /** Whether {@link #add} can make so many; by the owner. */
    public boolean hasFree(int count) {
        return freeCount >= count;
    }

    /**
     * A handle for the block of a reference or an immutable value, to be {@linkplain #shade shaded} if a collector is at work; by the
     * owner.
     */
    public long add(long cell) {
        int last = freeCount - 1;
        long entry = free[last];
        freeCount = last;
        made++;
        memory.putRelease(entry, cell);
        return entry;
    }

    /** To be asked after {@link #add}. */
    public boolean mustShade() {
        return Barrier.on(memory);
    }

    /** What a handle was just made for. */
    public void shade(long cell) {
        barrier.shade(cell);
    }

    /**
     * Makes room for so many handles at least; by the owner.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is none
     */
    public synchronized void refill(int count) {
        if (closed) {
            throw new DetachedException("the heap is closed");
        }
        if (freeCount < count && returnedCount != 0) {
            takeReturned();
        }
        while (freeCount < count) {
            takeBlock();
        }
    }

    private void takeReturned() {
        if (freeCount == 0) {
            long[] empty = free;
            free = returned;
            returned = empty;
        } else {
            ensureRoom(returnedCount);
            System.arraycopy(returned, 0, free, freeCount, returnedCount);
        }
        freeCount += returnedCount;
        returnedCount = 0;
    }

    private void takeBlock() {
        ensureRoom(HandleLayout.ENTRIES);
        long block = source.take();
        blocks.add(block);
        for (int i = 0; i < HandleLayout.ENTRIES; i++) {
            free[freeCount + i] = block + HandleLayout.SIZE - (long) (i + 1) * Long.BYTES;
        }
        freeCount += HandleLayout.ENTRIES;
    }

    private void ensureRoom(int more) {
        if (free.length < freeCount + more) {
            free = Arrays.copyOf(free, freeCount + more);
        }
    }

    /** Ends these handles, each of them once; by any thread. */
    public synchronized void remove(long[] handles, int count) {
        if (closed) {
            return;
        }
        if (returnedCount + count > returned.length) {
            returned = Arrays.copyOf(returned, Math.max(2 * returned.length, returnedCount + count));
        }
        for (int i = 0; i < count; i++) {
            memory.putRelease(handles[i], Cell.EMPTY);
        }
        System.arraycopy(handles, 0, returned, returnedCount, count);
        returnedCount += count;
        ended += count;
    }

    /** How many were made so far; other threads than the owner's see that late. */
    long made() {
        return made;
    }

    /** How many have ended so far. */
    synchronized long ended() {
        return ended;
    }

    /** How many there are; by the owner. */
    public int count() {
        return (int) (made - ended());
    }

    /** Ends all of them. */
    @Override
    public void close() {
        all.forget(this);
        end();
    }

    /** From now on nothing is stored into the heap. */
    synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        freeCount = 0;
        ended = made;
        for (long block : blocks) {
            memory.clear(block + HandleLayout.FIRST_ENTRY, HandleLayout.SIZE - HandleLayout.FIRST_ENTRY);
            source.giveBack(block);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.handle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Attachment;

/**
 * The blocks of handles of one attachment, all made by this one object, chained at its entry in the process table so that a
 * collector finds them, also when the process stands still. A block stays in the chain until the attachment ends; tables
 * that are closed leave theirs to others. Thread-safe.
 *
 * <p>The head becomes 0 before blocks are released. So who has read a word of a block and then finds the head not 0, in the
 * same incarnation of the entry, has read it while it was a block of handles.
 */
public final class HandleBlocks implements AutoCloseable {
    private final Memory memory;
    private final Allocator allocator;
    private final long head;
    private final Deque<Long> unused = new ArrayDeque<>();
    private int chained;
    private boolean closed;

    public HandleBlocks(Attachment attachment) {
        this.memory = attachment.memory();
        this.allocator = attachment.allocator();
        this.head = attachment.processes().entry() + ProcessLayout.HANDLES;
    }

    /** An empty table. */
    public HandleTable newTable() {
        return new HandleTable(allocator, this);
    }

    OwnedHandles newOwned(Handles all) {
        return new OwnedHandles(allocator, this, all);
    }

    /** Takes a block in advance, unless the heap is full. */
    synchronized void reserve() {
        try {
            giveBack(chain());
        } catch (HeapFullException e) {
            // Who needs one later is told.
        }
    }

    /** An empty block that the caller alone uses until {@link #giveBack}. */
    synchronized long take() {
        Long known = unused.poll();
        return known != null ? known : chain();
    }

    private long chain() {
        if (closed) {
            throw new DetachedException("the heap is closed");
        }
        long block = allocator.allocate(HandleLayout.SIZE);
        memory.clear(block, HandleLayout.SIZE);
        memory.putPlain(block + HandleLayout.NEXT, memory.getPlain(head));
        memory.putVolatile(head, block);
        chained++;
        return block;
    }

    /** All entries must be free. */
    synchronized void giveBack(long block) {
        unused.add(block);
    }

    /** Before the attachment ends. Releases the blocks if all are given back; else a collector does, later. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (unused.size() == chained) {
                memory.putVolatile(head, 0);
                unused.forEach(allocator::releaseOrLose);
            }
        }
    }
}

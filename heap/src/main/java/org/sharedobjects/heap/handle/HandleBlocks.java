// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.handle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Attachment;

/**
 * The blocks of handles of one attachment, chained at its entry in the process table so that a collector finds them, also when
 * the process stands still. A block stays in the chain until the attachment ends; tables that are closed leave theirs to
 * others. Thread-safe.
 */
public final class HandleBlocks {
    private final Memory memory;
    private final Allocator allocator;
    private final long head;
    private final Queue<Long> unused = new ConcurrentLinkedQueue<>();

    public HandleBlocks(Attachment attachment) {
        this.memory = attachment.memory();
        this.allocator = attachment.allocator();
        this.head = attachment.processes().entry() + ProcessLayout.HANDLES;
    }

    /** An empty table. */
    public HandleTable newTable() {
        return new HandleTable(allocator, this);
    }

    /** Takes a block in advance, unless the heap is full. */
    void reserve() {
        try {
            giveBack(chain());
        } catch (HeapFullException e) {
            // Who needs one later is told.
        }
    }

    /** An empty block that the caller alone uses until {@link #giveBack}. */
    long take() {
        Long known = unused.poll();
        return known != null ? known : chain();
    }

    private long chain() {
        long block = allocator.allocate(HandleLayout.SIZE);
        memory.clear(block, HandleLayout.SIZE);
        for (; ; ) {
            long first = memory.getVolatile(head);
            memory.putPlain(block + HandleLayout.NEXT, first);
            if (memory.compareAndSet(head, first, block)) {
                return block;
            }
        }
    }

    /** All entries must be free. */
    void giveBack(long block) {
        unused.add(block);
    }
}

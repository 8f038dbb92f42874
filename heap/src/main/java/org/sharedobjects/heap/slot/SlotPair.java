// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapException;

/**
 * A slot to commit with, and one to finish the commits of others. For one thread at a time.
 *
 * <p>Either may have been left in the middle of something, by a process that died or by an error such as a stack
 * overflow; {@link #repair} ends that.
 */
public final class SlotPair implements AutoCloseable {
    private final Attachment attachment;
    private final Slot slot;
    private final Slot takeoverSlot;
    private final OldBodies oldBodies;
    private final Owners owners;
    private final Recovery recovery;

    SlotPair(Attachment attachment, int number) {
        this.attachment = attachment;
        Allocator allocator = attachment.allocator();
        slot = new Slot(allocator, number);
        takeoverSlot = new Slot(allocator, number + 1);
        oldBodies = new OldBodies(allocator);
        owners = new Owners(allocator.memory(), new Takeover(allocator, takeoverSlot, oldBodies));
        recovery = new Recovery(allocator, owners);
    }

    /** The one to commit with. */
    public Slot slot() {
        return slot;
    }

    public OldBodies oldBodies() {
        return oldBodies;
    }

    public Owners owners() {
        return owners;
    }

    /**
     * Ends what was left in the middle: all of a committed transaction, nothing of another. The takeover first, since the
     * slot for it is needed for the other. Does nothing if there is nothing to do.
     */
    public void repair() {
        if (!takeoverSlot.isIdle()) {
            recovery.end(takeoverSlot);
        }
        if (!slot.isIdle()) {
            recovery.end(slot);
        }
    }

    /** Gives the slots back. In a damaged heap they are lost if locks may be left. */
    @Override
    public void close() {
        tryClose();
    }

    boolean tryClose() {
        try {
            repair();
        } catch (HeapException damaged) {
            return false;
        }
        attachment.giveBack(slot.number());
        return true;
    }
}

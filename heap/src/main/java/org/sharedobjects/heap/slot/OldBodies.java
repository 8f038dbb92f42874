// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * When the body an object had may be used again. Readers are no obstacle: they find the lock word changed. Two kinds of
 * writers are:
 *
 * <ul>
 *   <li>Who finishes somebody else's commit may be about to exchange this body by compare-and-set, which must not succeed
 *       if the body comes back to the same object. It names the body as its hazard, and then looks at the lock word once
 *       more: either it finds the lock gone, or we, who come after that, find the hazard.
 *   <li>An owner whose commit in place was finished by somebody else may still store into it, until its slot has gone on
 *       to another seq.
 * </ul>
 */
public final class OldBodies {
    private final Memory memory;
    private final Allocator allocator;

    OldBodies(Allocator allocator) {
        this.memory = allocator.memory();
        this.allocator = allocator;
    }

    /**
     * Gives back a body after the object was unlocked. The first body may be part of the object's own block. Never fails:
     * what uses it has happened already, so in a damaged heap it is just lost.
     */
    public void recycle(long ref, long body) {
        allocator.releaseDeferred();
        if (body == ref + ObjectLayout.INLINE_BODY) {
            return;
        }
        if (isHazard(body)) {
            allocator.releaseWhen(body, () -> !isHazard(body));
        } else {
            allocator.releaseOrLose(body);
        }
    }

    /** As {@link #recycle}, for a body that the owner of that lock may still store into. */
    void abandon(long ref, long body, long lateOwner) {
        allocator.releaseDeferred();
        if (body != ref + ObjectLayout.INLINE_BODY) {
            allocator.releaseWhen(body, () -> hasGoneOn(lateOwner) && !isHazard(body));
        }
    }

    private boolean hasGoneOn(long locked) {
        long slot = SlotLayout.offset(LockWord.slot(locked));
        return StatusWord.seq(memory.getAcquire(slot + SlotLayout.STATUS)) != LockWord.seq(locked);
    }

    /** A hazard in a slot that belongs to nobody was left by a dead process. The owner is looked at last. */
    private boolean isHazard(long body) {
        int high = Math.clamp(memory.getVolatile(Superblock.SLOT_HIGH), 0, 1 << LockWord.SLOT_BITS);
        for (int slot = 0; slot < high; slot += SlotTable.PAIR) {
            if (memory.getVolatile(hazardOf(slot)) == body
                    && memory.getVolatile(SlotLayout.offset(slot) + SlotLayout.OWNER) != ProcessLayout.NOBODY) {
                return true;
            }
        }
        return false;
    }

    /** Where the user of a pair of slots names its hazard. */
    static long hazardOf(int slot) {
        return SlotLayout.offset(slot | 1) + SlotLayout.HAZARD;
    }
}

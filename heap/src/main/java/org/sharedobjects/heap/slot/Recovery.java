// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Ends what a slot of ours has begun and nobody goes on with. Others may be doing the same to objects they need, but the
 * slot is ours, so its log stays until we give it up.
 */
final class Recovery {
    private final Memory memory;
    private final Allocator allocator;
    private final Owners owners;

    Recovery(Allocator allocator, Owners owners) {
        this.memory = allocator.memory();
        this.allocator = allocator;
        this.owners = owners;
    }

    /** Leaves no lock of the slot behind and gives it a new seq. */
    void end(Slot slot) {
        long status = slot.decidedStatus();
        if (StatusWord.state(status) != StatusWord.IDLE) {
            unlockAll(slot, LockWord.locked(slot.number(), StatusWord.seq(status)));
        }
        long log = Logs.start(memory, slot.offset());
        slot.reopen();
        if (log != slot.inlineLog()) {
            allocator.releaseOrLose(log);
        }
    }

    private void unlockAll(Slot slot, long locked) {
        long log = Logs.start(memory, slot.offset());
        long count = Logs.count(memory, slot.offset());
        for (long i = 0; i < count; i++) {
            long ref = memory.getGuess(log + i * LogRecord.SIZE + LogRecord.OBJECT);
            if (memory.getGuess(ref) == locked) {
                unlock(ref, locked);
            }
        }
    }

    private void unlock(long ref, long locked) {
        Patience patience = new Patience();
        while (memory.getAcquire(ref) == locked) {
            owners.resolve(ref, locked, patience);
        }
    }
}

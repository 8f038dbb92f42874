// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Ends what a slot has begun when its user will not: all of a committed transaction, nothing of another. Each step can be
 * repeated by anybody, at once and late, since each is a compare-and-set from a word that never comes back.
 */
final class Recovery {
    private final Memory memory;
    private final Owners owners;
    private final Slot slot;
    private final Slot takeoverSlot;

    Recovery(Memory memory, Owners owners, Slot slot, Slot takeoverSlot) {
        this.memory = memory;
        this.owners = owners;
        this.slot = slot;
        this.takeoverSlot = takeoverSlot;
    }

    /** An error, such as a stack overflow, has cut an operation of our own short. */
    void repairOwn() {
        end(takeoverSlot.number());
        end(slot.number());
        takeoverSlot.reopen();
        slot.reopen();
    }

    /** Leaves no lock of the slot behind and gives it a new seq. A log that did not fit into the slot is lost. */
    void end(int number) {
        long at = SlotLayout.offset(number) + SlotLayout.STATUS;
        long status = decided(at);
        if (StatusWord.state(status) == StatusWord.IDLE) {
            return;
        }
        long seq = StatusWord.seq(status);
        unlockAll(number, LockWord.locked(number, seq));
        memory.compareAndSet(at, status, StatusWord.of(seq + 1, StatusWord.IDLE));
    }

    private long decided(long at) {
        long status = memory.getVolatile(at);
        int state = StatusWord.state(status);
        if (state == StatusWord.LOCKING || state == StatusWord.VALID) {
            memory.compareAndSet(at, status, StatusWord.of(StatusWord.seq(status), StatusWord.ABORTED));
            return memory.getVolatile(at);
        }
        return status;
    }

    private void unlockAll(int number, long locked) {
        long offset = SlotLayout.offset(number);
        long log = Logs.start(memory, offset);
        long count = Logs.count(memory, offset);
        for (long i = 0; i < count; i++) {
            long ref = memory.getGuess(log + i * LogRecord.SIZE + LogRecord.OBJECT);
            // The log is another one if somebody was faster; then no word holds this lock.
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

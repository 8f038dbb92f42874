// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Finishes commits of others that are decided, also if nobody needs their objects. What is read of a log is a guess until the lock
 * word of the object is seen to be that slot's.
 */
final class Unapplied {
    private final Memory memory;
    private final Owners owners;

    Unapplied(Memory memory, Owners owners) {
        this.memory = memory;
        this.owners = owners;
    }

    /** None of the objects that this slot had locked, when it was seen to be committed, is locked by it any more. */
    void finish(int slot) {
        long offset = SlotLayout.offset(slot);
        long status = memory.getVolatile(offset + SlotLayout.STATUS);
        if (StatusWord.state(status) != StatusWord.COMMITTED) {
            return;
        }
        long locked = LockWord.locked(slot, StatusWord.seq(status));
        long log = Logs.start(memory, offset);
        long count = Logs.count(memory, offset);
        for (long i = 0; i < count && isStill(offset, status); i++) {
            long ref = memory.getGuess(log + i * LogRecord.SIZE + LogRecord.OBJECT);
            if (memory.getGuess(ref) == locked) {
                owners.settle(ref);
            }
        }
    }

    private boolean isStill(long slot, long status) {
        return memory.getVolatile(slot + SlotLayout.STATUS) == status;
    }
}

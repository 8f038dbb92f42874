// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.PriorityWord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.process.SlotTable;

/**
 * What to do about an object that somebody else has locked. All that is read of the owner's slot and log is a guess
 * until its status has been rechecked: the seq in it tells whether the log still belongs to that lock.
 */
final class Owners {
    static final long NOT_FOUND = -1;
    /** How long a transaction may stay undecided in the way of others, if it is a large one or has priority. */
    private static final long MOST_NANOS = 10_000_000;

    private static final long NANOS_PER_WORD = 100;

    private Owners() {}

    static long slotOf(Memory memory, long locked) {
        int slot = LockWord.slot(locked);
        if (slot >= SlotTable.high(memory)) {
            throw new HeapCorruptException("lock word names a slot that does not exist: slot=" + slot);
        }
        return SlotLayout.offset(slot);
    }

    static long status(Memory memory, long locked) {
        return memory.getAcquire(slotOf(memory, locked) + SlotLayout.STATUS);
    }

    static boolean isLocking(long status, long locked) {
        return status == StatusWord.of(LockWord.seq(locked), StatusWord.LOCKING);
    }

    /**
     * The unlocked lock word the object had before its owner locked it, or {@link #NOT_FOUND}. To be believed if the
     * owner's status is the same before and after.
     */
    static long oldLock(Memory memory, long ref, long locked) {
        long slot = slotOf(memory, locked);
        long log = memory.getGuess(slot + SlotLayout.LOG);
        long count = memory.getGuess(slot + SlotLayout.RECORD_COUNT);
        long low = 0;
        long high = Math.clamp(count, 0, memory.sizeBytes() / LogRecord.SIZE) - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long record = log + middle * LogRecord.SIZE;
            long object = memory.getGuess(record + LogRecord.OBJECT);
            if (object == ref) {
                long old = memory.getGuess(record + LogRecord.OLD_LOCK);
                return old >= 0 ? old : NOT_FOUND;
            }
            if (object < ref) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NOT_FOUND;
    }

    /**
     * One step towards an unlocked object: waits a little, aborts an owner that stays undecided for long, takes away the
     * lock of an aborted one. The caller looks at the lock word again afterwards.
     */
    static void resolve(Memory memory, long ref, long locked, Patience patience) {
        patience.lookAt(locked);
        long slot = slotOf(memory, locked);
        long status = memory.getAcquire(slot + SlotLayout.STATUS);
        if (StatusWord.seq(status) != LockWord.seq(locked)) {
            patience.pauseForNonsense();
            return;
        }
        switch (StatusWord.state(status)) {
            case StatusWord.LOCKING, StatusWord.VALID -> {
                if (patience.undecidedMayGoOn(patienceNanos(memory, slot, locked))) {
                    patience.pause();
                } else {
                    memory.compareAndSet(
                            slot + SlotLayout.STATUS, status, StatusWord.of(LockWord.seq(locked), StatusWord.ABORTED));
                }
            }
            case StatusWord.ABORTED -> undo(memory, ref, locked, status, patience);
            case StatusWord.COMMITTED -> patience.pauseForCommit();
            default -> patience.pauseForNonsense();
        }
    }

    private static void undo(Memory memory, long ref, long locked, long status, Patience patience) {
        long old = oldLock(memory, ref, locked);
        memory.loadFence();
        if (old != NOT_FOUND && status(memory, locked) == status) {
            // The lock word is never used twice, so if it is still there the old one is right.
            memory.compareAndSet(ref, locked, old);
        } else {
            patience.pauseForNonsense();
        }
    }

    private static long patienceNanos(Memory memory, long slot, long locked) {
        long priority = memory.getPlain(Superblock.PRIORITY);
        boolean first = priority != PriorityWord.NOBODY && PriorityWord.slot(priority) == LockWord.slot(locked);
        long effort = memory.getGuess(slot + SlotLayout.EFFORT);
        return first ? MOST_NANOS : Math.clamp(effort, 0, MOST_NANOS / NANOS_PER_WORD) * NANOS_PER_WORD;
    }
}

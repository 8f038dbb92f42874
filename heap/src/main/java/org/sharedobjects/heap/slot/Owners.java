// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.PriorityWord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * What to do about an object that somebody else has locked: nobody waits for an owner longer than it takes to do without
 * it.
 */
public final class Owners {
    /** How long a transaction may stay undecided in the way of others, if it is a large one or has priority. */
    private static final long MOST_NANOS = 10_000_000;

    private static final long NANOS_PER_WORD = 100;

    private final Memory memory;
    private final Takeover takeover;

    Owners(Memory memory, Takeover takeover) {
        this.memory = memory;
        this.takeover = takeover;
    }

    public static long slotOf(Memory memory, long locked) {
        int slot = LockWord.slot(locked);
        if (slot >= SlotTable.high(memory)) {
            throw new HeapCorruptException("lock word names a slot that does not exist: slot=" + slot);
        }
        return SlotLayout.offset(slot);
    }

    public static long status(Memory memory, long locked) {
        return memory.getAcquire(slotOf(memory, locked) + SlotLayout.STATUS);
    }

    public static boolean isLocking(long status, long locked) {
        return status == StatusWord.of(LockWord.seq(locked), StatusWord.LOCKING);
    }

    /** Returns an unlocked lock word of the object. */
    public long settle(long ref) {
        Patience patience = new Patience();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!LockWord.isLocked(lock)) {
                return lock;
            }
            resolve(ref, lock, patience);
        }
    }

    /** Returns a lock word that is unlocked or of an owner that is still taking its locks. */
    public long settleForReading(long ref) {
        Patience patience = new Patience();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!LockWord.isLocked(lock) || isLocking(status(memory, lock), lock)) {
                return lock;
            }
            resolve(ref, lock, patience);
        }
    }

    /**
     * One step towards an unlocked object: waits a little, aborts an owner that stays undecided for long, takes away the
     * lock of an aborted one, finishes what a committed one leaves undone. The caller looks at the lock word again
     * afterwards.
     *
     * @throws HeapFullException when there is no room to go on without an owner that stands still
     */
    public void resolve(long ref, long locked, Patience patience) {
        patience.lookAt(locked);
        long slot = slotOf(memory, locked);
        long status = memory.getAcquire(slot + SlotLayout.STATUS);
        if (StatusWord.seq(status) != LockWord.seq(locked)) {
            patience.pauseForNonsense();
            return;
        }
        switch (StatusWord.state(status)) {
            case StatusWord.LOCKING, StatusWord.VALID -> {
                if (patience.undecidedMayGoOn(patienceNanos(slot, locked))) {
                    patience.pause();
                } else {
                    memory.compareAndSet(
                            slot + SlotLayout.STATUS, status, StatusWord.of(LockWord.seq(locked), StatusWord.ABORTED));
                }
            }
            case StatusWord.ABORTED -> undo(ref, locked, status, patience);
            case StatusWord.COMMITTED -> finish(ref, locked, patience);
            default -> patience.pauseForNonsense();
        }
    }

    private void undo(long ref, long locked, long status, Patience patience) {
        long old = Logs.oldLock(memory, ref, locked);
        memory.loadFence();
        if (old != Logs.NOT_FOUND && status(memory, locked) == status) {
            // The lock word is never used twice, so if it is still there the old one is right.
            memory.compareAndSet(ref, locked, old);
        } else {
            patience.pauseForNonsense();
        }
    }

    private void finish(long ref, long locked, Patience patience) {
        if (patience.committedMayGoOn(0)) {
            patience.pause();
            return;
        }
        try {
            takeover.finish(ref, locked, patience);
        } catch (HeapFullException full) {
            patience.pauseForRoom(full);
        }
    }

    private long patienceNanos(long slot, long locked) {
        long priority = memory.getPlain(Superblock.PRIORITY);
        boolean first = priority != PriorityWord.NOBODY && PriorityWord.slot(priority) == LockWord.slot(locked);
        long effort = memory.getGuess(slot + SlotLayout.EFFORT);
        return first ? MOST_NANOS : Math.clamp(effort, 0, MOST_NANOS / NANOS_PER_WORD) * NANOS_PER_WORD;
    }
}

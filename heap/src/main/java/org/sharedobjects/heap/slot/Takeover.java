// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Finishes what somebody else has committed and does not go on with, be it stopped, slow or dead.
 *
 * <p>An entry with a new body is finished by anyone: compare-and-set the body, compare-and-set the lock to the write
 * version. An entry that changes words in place could be finished by one only, since who is late would store into what
 * others have made of it; so it is turned into one with a new body first, the log of this takeover's own slot:
 *
 * <pre>
 * copy the body, put the log's values over it; slot COMMITTED under a fresh seq {object, old lock, body, copy}
 * lock (owner, seq) → (this slot, its seq)     taken over; who fails here has lost nothing
 * body → copy; lock → write version
 * </pre>
 *
 * The late owner stores into a body that is kept unused for it ({@link OldBodies#abandon}), and its compare-and-set of the
 * lock fails. A takeover that stands still is taken over like any other commit. The model is takeover.pml.
 */
final class Takeover {
    private final Memory memory;
    private final Allocator allocator;
    private final Slot slot;
    private final OldBodies oldBodies;
    private final Recovery recovery;
    private final Barrier barrier;
    private final long hazard;

    // What is being finished; see LogRecord.
    private long ref;
    private long locked;
    private long oldLock;
    private long body;
    private long newBody;
    private long version;
    private boolean unlockedByUs;

    Takeover(Allocator allocator, Slot slot, OldBodies oldBodies, Recovery recovery, Barrier barrier) {
        this.memory = allocator.memory();
        this.allocator = allocator;
        this.slot = slot;
        this.oldBodies = oldBodies;
        this.recovery = recovery;
        this.barrier = barrier;
        this.hazard = OldBodies.hazardOf(slot.number());
        memory.putRelease(hazard, 0);
    }

    /**
     * Unlocks the object, whose owner has been seen to be COMMITTED. May leave it locked: while it pays to wait for the
     * owner a little, or when the log changed while it was read. Call again as long as the lock word is the same.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for a copy; nothing has happened
     */
    void finish(long object, long lock, Patience patience) {
        if (!slot.isIdle()) {
            recovery.end(slot);
        }
        long owner = Owners.slotOf(memory, lock);
        long record = Logs.find(memory, owner, object);
        if (record == Logs.NOT_FOUND) {
            patience.pauseForNonsense();
            return;
        }
        ref = object;
        locked = lock;
        oldLock = memory.getGuess(record + LogRecord.OLD_LOCK);
        body = memory.getGuess(record + LogRecord.BODY);
        newBody = memory.getGuess(record + LogRecord.NEW_BODY);
        version = memory.getGuess(owner + SlotLayout.WRITE_VERSION);
        unlockedByUs = false;
        boolean abandoned = false;
        memory.putVolatile(hazard, body);
        memory.fullFence();
        try {
            // The log is overwritten only after its locks are gone, so if this one is still there all of the above is
            // right.
            if (memory.getVolatile(ref) == locked) {
                abandoned = apply(owner, record, patience);
            }
        } finally {
            memory.putRelease(hazard, 0);
        }
        if (abandoned) {
            oldBodies.abandon(ref, body, locked);
        }
        if (unlockedByUs && LockWord.hasWaiters(oldLock)) {
            Signatures.wake(memory, Signatures.bit(ref));
        }
    }

    /** Whether the old body is left to a late owner. */
    private boolean apply(long owner, long record, Patience patience) {
        requireSound();
        if (newBody != 0) {
            install(owner, locked);
            return false;
        }
        return moveOut(owner, record, patience);
    }

    private void requireSound() {
        boolean sound = !LockWord.isLocked(oldLock)
                && LockWord.version(oldLock) <= LockWord.MAX_VERSION
                && version >= 0
                && version <= LockWord.MAX_VERSION;
        if (!sound) {
            throw new HeapCorruptException(
                    "log of a commit is damaged: object=%d, lock=%x, version=%d".formatted(ref, oldLock, version));
        }
    }

    /** Whoever does this, and however often, it happens once: the hazard keeps the old body from coming back. */
    private void install(long owner, long lock) {
        barrier.exchange(body);
        memory.compareAndSet(ref + ObjectLayout.BODY, body, newBody);
        unlockedByUs = memory.compareAndSet(ref, lock, Logs.writeVersion(memory, owner, oldLock));
    }

    private boolean moveOut(long owner, long record, Patience patience) {
        int words = ObjectLayout.FIRST_CELL_WORD + ObjectLayout.capacity(memory.getGuess(body));
        long bytes = (long) words * Long.BYTES;
        if (!memory.contains(body, bytes)) {
            throw HeapCorruptException.OUT_OF_BOUNDS;
        }
        if (patience.committedMayGoOn(bytes)) {
            patience.pause();
            return false;
        }
        newBody = allocator.allocate(bytes);
        memory.copy(body, newBody, bytes);
        if (!Logs.storeCells(memory, owner, record, newBody, words)) {
            // Another log by now, or a damaged one, which the next look will tell.
            allocator.releaseOrLose(newBody);
            patience.pauseForNonsense();
            return false;
        }
        return takeLock();
    }

    private boolean takeLock() {
        slot.writeSmallLog(ref, oldLock, body, newBody, 0, version);
        slot.enter(StatusWord.COMMITTED);
        boolean taken = memory.compareAndSet(ref, locked, slot.lock());
        if (taken) {
            install(slot.offset(), slot.lock());
        }
        slot.finishSmall();
        if (!taken) {
            allocator.releaseOrLose(newBody);
        }
        return taken;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Makes the writes of a transaction visible at once.
 *
 * <pre>
 * 1 write the log; status LOCKING
 * 2 in the order of offsets: old lock word and body into the log, THEN the lock by compare-and-set
 * 3 LOCKING → VALID
 * 4 write version = max(clock, old versions) + 1, the clock read after 3
 * 5 every object read is still of the version read
 * 6 VALID → COMMITTED: from here on it has happened
 * 7 apply, unlock with the write version, wake who waits
 * 8 next seq, status IDLE
 * </pre>
 *
 * Until 6 anybody may abort it, so nobody waits for an undecided owner; objects are locked in one order, so committed
 * ones cannot wait for each other. Step 4 lies between 3 and 5 for this reason: a reader whose snapshot is at least the
 * write version read the clock after step 4 did, hence finds the locks of step 2 or what step 7 made of them.
 */
final class Commit {
    private final Memory memory;
    private final Slot slot;
    private final ReadSet reads;
    private final WriteSet writes;
    private final Waiters waiters;
    private int locked;
    private long newest;

    Commit(Memory memory, Slot slot, ReadSet reads, WriteSet writes, Waiters waiters) {
        this.memory = memory;
        this.slot = slot;
        this.reads = reads;
        this.writes = writes;
        this.waiters = waiters;
    }

    /**
     * False: somebody else changed what was read, nothing has happened.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for the log; nothing has happened
     */
    boolean run() {
        int records = writes.toLog(slot, reads.size());
        locked = 0;
        newest = 0;
        slot.enter(StatusWord.LOCKING);
        try {
            if (!decide(records)) {
                undo();
                return false;
            }
        } catch (RuntimeException | Error e) {
            undo();
            throw e;
        }
        apply(records);
        return true;
    }

    private boolean decide(int records) {
        for (int i = 0; i < records; i++) {
            if (!lock(i)) {
                return false;
            }
        }
        if (!slot.advance(StatusWord.LOCKING, StatusWord.VALID)) {
            return false;
        }
        slot.writeVersion(Math.max(memory.getAcquire(Superblock.CLOCK), newest) + 1);
        return reads.validate(slot.lock()) && slot.advance(StatusWord.VALID, StatusWord.COMMITTED);
    }

    private boolean lock(int index) {
        long record = slot.record(index);
        long ref = memory.getPlain(record + LogRecord.OBJECT);
        long version = reads.version(ref);
        Patience patience = null;
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!LockWord.isLocked(lock)) {
                if (LockWord.version(lock) != version) {
                    return false;
                }
                if (tryLock(index, ref, lock)) {
                    return true;
                }
            } else {
                if (patience == null) {
                    patience = new Patience();
                }
                if (slot.isAborted() || isCommitted(lock)) {
                    return false;
                }
                Owners.resolve(memory, ref, lock, patience);
            }
        }
    }

    private boolean isCommitted(long lock) {
        return Owners.status(memory, lock) == StatusWord.of(LockWord.seq(lock), StatusWord.COMMITTED);
    }

    private boolean tryLock(int index, long ref, long lock) {
        long body = memory.getPlain(ref + ObjectLayout.BODY);
        slot.writeOldState(index, lock, body);
        if (!memory.compareAndSet(ref, lock, slot.lock())) {
            return false;
        }
        locked = index + 1;
        newest = Math.max(newest, LockWord.version(lock));
        logOldCells(slot.record(index), body);
        return true;
    }

    /** Under the lock, so these are no guesses; what is out of bounds now must not be stored to later. */
    private void logOldCells(long record, long body) {
        long cell = slot.record(0) + memory.getPlain(record + LogRecord.CELLS);
        long count = memory.getPlain(record + LogRecord.CELL_COUNT);
        int words = ObjectLayout.FIRST_CELL_WORD + ObjectLayout.capacity(memory.getPlain(body));
        for (long i = 0; i < count; i++, cell += LogRecord.CELL_SIZE) {
            long word = memory.getPlain(cell + LogRecord.CELL_WORD);
            if (word >= words) {
                throw new HeapCorruptException("word is outside the body: word=%d, words=%d".formatted(word, words));
            }
            memory.putPlain(cell + LogRecord.CELL_OLD, memory.getPlain(body + word * Long.BYTES));
        }
    }

    private void undo() {
        slot.abort();
        for (int i = 0; i < locked; i++) {
            long record = slot.record(i);
            // May fail: others take locks of aborted transactions away too.
            memory.compareAndSet(
                    memory.getPlain(record + LogRecord.OBJECT),
                    slot.lock(),
                    memory.getPlain(record + LogRecord.OLD_LOCK));
        }
        slot.finish();
    }

    private void apply(int records) {
        long version = slot.writtenVersion();
        long waitedFor = 0;
        memory.storeFence();
        for (int i = 0; i < records; i++) {
            long record = slot.record(i);
            long ref = memory.getPlain(record + LogRecord.OBJECT);
            applyRecord(record, ref);
            // A plain release store: nobody else changes the lock word of a committed owner.
            memory.putRelease(ref, version);
            if (LockWord.hasWaiters(memory.getPlain(record + LogRecord.OLD_LOCK))) {
                waitedFor |= Waiters.bit(ref);
            }
        }
        writes.recycleReplaced(slot, records);
        slot.finish();
        if (waitedFor != 0) {
            waiters.wake(waitedFor);
        }
    }

    private void applyRecord(long record, long ref) {
        long newBody = memory.getPlain(record + LogRecord.NEW_BODY);
        if (newBody != 0) {
            memory.putPlain(ref + ObjectLayout.BODY, newBody);
            return;
        }
        long body = memory.getPlain(record + LogRecord.BODY);
        long cell = slot.record(0) + memory.getPlain(record + LogRecord.CELLS);
        long count = memory.getPlain(record + LogRecord.CELL_COUNT);
        for (long i = 0; i < count; i++, cell += LogRecord.CELL_SIZE) {
            long word = memory.getPlain(cell + LogRecord.CELL_WORD);
            memory.putPlain(body + word * Long.BYTES, memory.getPlain(cell + LogRecord.CELL_NEW));
        }
    }
}

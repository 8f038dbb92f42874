// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Looks into the logs of others. All that is read is a guess until it has been seen that the log was still that of the
 * lock in question: the lock word unchanged, or the seq in the owner's status.
 */
public final class Logs {
    public static final long NOT_FOUND = -1;

    private Logs() {}

    static long start(Memory memory, long slot) {
        return memory.getGuess(slot + SlotLayout.LOG);
    }

    /** Number of records, in a range that a heap has room for. */
    static long count(Memory memory, long slot) {
        return Math.clamp(memory.getGuess(slot + SlotLayout.RECORD_COUNT), 0L, memory.sizeBytes() / LogRecord.SIZE);
    }

    /** Offset of the object's record in the log of the slot at that offset, or {@link #NOT_FOUND}. */
    static long find(Memory memory, long slot, long ref) {
        long log = start(memory, slot);
        long low = 0;
        long high = count(memory, slot) - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long record = log + middle * LogRecord.SIZE;
            long object = memory.getGuess(record + LogRecord.OBJECT);
            if (object == ref) {
                return record;
            }
            if (object < ref) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NOT_FOUND;
    }

    /** The unlocked lock word the object had before its owner locked it, or {@link #NOT_FOUND}. */
    public static long oldLock(Memory memory, long ref, long locked) {
        long record = find(memory, Owners.slotOf(memory, locked), ref);
        if (record == NOT_FOUND) {
            return NOT_FOUND;
        }
        long old = memory.getGuess(record + LogRecord.OLD_LOCK);
        return old >= 0 ? old : NOT_FOUND;
    }

    /**
     * Stores what the record says of its cells into a body of that many words. False when the log is not to be believed.
     */
    static boolean storeCells(Memory memory, long slot, long record, long body, int words) {
        long count = memory.getGuess(record + LogRecord.CELL_COUNT);
        long cell = start(memory, slot) + memory.getGuess(record + LogRecord.CELLS);
        for (long i = 0; i < Math.min(count, words); i++, cell += LogRecord.CELL_SIZE) {
            long word = memory.getGuess(cell + LogRecord.CELL_WORD);
            if (word < 0 || word >= words) {
                return false;
            }
            memory.putPlain(body + word * Long.BYTES, memory.getGuess(cell + LogRecord.CELL_NEW));
        }
        return count >= 0 && count <= words;
    }

    /**
     * The version that an object gets which this slot has locked and committed. A single write has decided on none: it
     * gets one from the clock as it stands some time after the lock was taken.
     */
    static long writeVersion(Memory memory, long slot, long oldLock) {
        long version = memory.getGuess(slot + SlotLayout.WRITE_VERSION);
        return version != 0 ? version : Math.max(memory.getVolatile(Superblock.CLOCK), LockWord.version(oldLock)) + 1;
    }
}

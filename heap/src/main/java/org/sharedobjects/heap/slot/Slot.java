// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * The owner's side of a slot: its status and its log. Others read both, and may only turn LOCKING or VALID into ABORTED,
 * as long as the owner lives.
 *
 * <p>Invariant: the seq is raised, and with it the log given up, only when no lock word names (slot, seq) any more.
 */
public final class Slot {
    private final Memory memory;
    private final Allocator allocator;
    private final int number;
    private final long offset;
    private final long inlineLog;
    private long seq;
    /** The lock word of what this slot locks under the present seq. */
    private long lock;
    /** Status of the slot before anything is begun under the present seq. */
    private long idle;

    private long log;
    /** Distance of the first cell from the start of the log. */
    private long cells;

    /** To be {@linkplain Recovery#end ended} before it is used: somebody may have left it in the middle of something. */
    Slot(Allocator allocator, int number) {
        this.memory = allocator.memory();
        this.allocator = allocator;
        this.number = number;
        this.offset = SlotLayout.offset(number);
        this.inlineLog = offset + SlotLayout.INLINE_LOG;
    }

    /** What was begun here before has ended, or has never begun. */
    void reopen() {
        long next = StatusWord.seq(memory.getAcquire(offset + SlotLayout.STATUS)) + 1;
        if (next > LockWord.MAX_SEQ) {
            throw new HeapCorruptException("seq of a slot is out of range: slot=%d, seq=%d".formatted(number, next));
        }
        startSeq(next);
        log = inlineLog;
        memory.storeFence();
        memory.putPlain(offset + SlotLayout.LOG, inlineLog);
        setSignature(0);
    }

    /** Aborts what is undecided. */
    long decidedStatus() {
        long status = memory.getVolatile(offset + SlotLayout.STATUS);
        int state = StatusWord.state(status);
        if (state == StatusWord.LOCKING || state == StatusWord.VALID) {
            memory.compareAndSet(
                    offset + SlotLayout.STATUS, status, StatusWord.of(StatusWord.seq(status), StatusWord.ABORTED));
        }
        return memory.getVolatile(offset + SlotLayout.STATUS);
    }

    public long offset() {
        return offset;
    }

    long inlineLog() {
        return inlineLog;
    }

    /** Whether nothing is under way, as any thread may ask; the log of something that was cut short may be all that names its values. */
    boolean hasEnded() {
        return StatusWord.state(memory.getVolatile(offset + SlotLayout.STATUS)) == StatusWord.IDLE;
    }

    public boolean isIdle() {
        return memory.getPlain(offset + SlotLayout.STATUS) == idle && log == inlineLog;
    }

    private void startSeq(long newSeq) {
        seq = newSeq;
        lock = LockWord.locked(number, newSeq);
        idle = StatusWord.of(newSeq, StatusWord.IDLE);
        memory.putRelease(offset + SlotLayout.STATUS, idle);
    }

    public int number() {
        return number;
    }

    public long seq() {
        return seq;
    }

    public long lock() {
        return lock;
    }

    public long futex() {
        return offset + SlotLayout.FUTEX;
    }

    public void setSignature(long signature) {
        memory.putVolatile(offset + SlotLayout.SIGNATURE, signature);
    }

    /**
     * Begins a log: as many records, and behind them as many cells as they have in all.
     *
     * @param effort how many words the commit goes through before it is decided
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for it
     */
    public void beginLog(int records, int words, long effort) {
        if (hasBegunInlineLog(records, words, effort)) {
            return;
        }
        log = allocator.allocate(cells + words * LogRecord.CELL_SIZE);
        begin(records, effort);
    }

    /** As {@link #beginLog} when the log fits into the slot; else false. */
    public boolean hasBegunInlineLog(int records, int words, long effort) {
        cells = records * LogRecord.SIZE;
        if (cells + words * LogRecord.CELL_SIZE > SlotLayout.INLINE_LOG_BYTES) {
            return false;
        }
        begin(records, effort);
        return true;
    }

    private void begin(int records, long effort) {
        // Whoever sees a word of this log sees that the locks of the one before are gone.
        memory.storeFence();
        memory.putPlain(offset + SlotLayout.LOG, log);
        memory.putPlain(offset + SlotLayout.RECORD_COUNT, records);
        memory.putPlain(offset + SlotLayout.EFFORT, effort);
    }

    /** What is known of an object before it is locked; its cells are those from {@code firstCell} on. */
    public void writeRecord(int index, long ref, long newBody, int firstCell, int cellCount) {
        long record = record(index);
        memory.putPlain(record + LogRecord.OBJECT, ref);
        memory.putPlain(record + LogRecord.NEW_BODY, newBody);
        memory.putPlain(record + LogRecord.CELL_COUNT, cellCount);
        memory.putPlain(record + LogRecord.CELLS, cells + firstCell * LogRecord.CELL_SIZE);
    }

    public void writeCell(int index, int word, long value) {
        long cell = cell(index);
        memory.putPlain(cell + LogRecord.CELL_WORD, word);
        memory.putPlain(cell + LogRecord.CELL_NEW, value);
    }

    /** Offset of a record of the log. */
    public long record(int index) {
        return log + index * LogRecord.SIZE;
    }

    private long cell(int index) {
        return log + cells + index * LogRecord.CELL_SIZE;
    }

    /** Before the object is locked, so that whoever sees the lock can undo it. */
    public void writeOldState(int index, long oldLock, long body) {
        long record = record(index);
        memory.putPlain(record + LogRecord.OLD_LOCK, oldLock);
        memory.putPlain(record + LogRecord.BODY, body);
    }

    public void writeOldWord(int index, long value) {
        memory.putPlain(cell(index) + LogRecord.CELL_OLD, value);
    }

    /**
     * A log of one record and up to four cells.
     *
     * @param version to be given to the object, or 0 if that is found when it is unlocked
     */
    public void writeSmallLog(long ref, long oldLock, long body, long newBody, int cells, long version) {
        memory.storeFence();
        long record = inlineLog;
        memory.putPlain(offset + SlotLayout.WRITE_VERSION, version);
        memory.putPlain(offset + SlotLayout.RECORD_COUNT, 1);
        memory.putPlain(record + LogRecord.OBJECT, ref);
        memory.putPlain(record + LogRecord.OLD_LOCK, oldLock);
        memory.putPlain(record + LogRecord.BODY, body);
        memory.putPlain(record + LogRecord.NEW_BODY, newBody);
        memory.putPlain(record + LogRecord.CELL_COUNT, cells);
        memory.putPlain(record + LogRecord.CELLS, LogRecord.SIZE);
    }

    public void writeSmallCell(int index, int word, long old, long value) {
        long cell = inlineLog + LogRecord.SIZE + index * LogRecord.CELL_SIZE;
        memory.putPlain(cell + LogRecord.CELL_WORD, word);
        memory.putPlain(cell + LogRecord.CELL_OLD, old);
        memory.putPlain(cell + LogRecord.CELL_NEW, value);
    }

    public void enter(int state) {
        memory.putRelease(offset + SlotLayout.STATUS, StatusWord.of(seq, state));
    }

    /** False when somebody has aborted us. */
    public boolean advance(int from, int to) {
        return memory.compareAndSet(offset + SlotLayout.STATUS, StatusWord.of(seq, from), StatusWord.of(seq, to));
    }

    public boolean isAborted() {
        return StatusWord.state(memory.getAcquire(offset + SlotLayout.STATUS)) == StatusWord.ABORTED;
    }

    public boolean isCommitted() {
        return StatusWord.state(memory.getAcquire(offset + SlotLayout.STATUS)) == StatusWord.COMMITTED;
    }

    /** Undecided to aborted, whoever does it. */
    public void abort() {
        if (!advance(StatusWord.LOCKING, StatusWord.ABORTED)) {
            advance(StatusWord.VALID, StatusWord.ABORTED);
        }
    }

    public void setWriteVersion(long version) {
        memory.putPlain(offset + SlotLayout.WRITE_VERSION, version);
    }

    /** As {@link #finish} after a small log, which never leaves the slot. */
    public void finishSmall() {
        startSeq(seq + 1);
    }

    /** As {@link #finish} when the log lies in the slot; else false. */
    public boolean finishedInlineLog() {
        if (log != inlineLog) {
            return false;
        }
        finishSmall();
        return true;
    }

    /** No lock names this seq any more: the log may be overwritten. */
    public void finish() {
        startSeq(seq + 1);
        if (log != inlineLog) {
            long spilled = log;
            memory.storeFence();
            memory.putPlain(offset + SlotLayout.LOG, inlineLog);
            log = inlineLog;
            allocator.releaseOrLose(spilled);
        }
    }
}

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
 * Ends what a slot of ours has begun and nobody goes on with: all of a committed transaction, nothing of another. It does
 * what a late owner would do, stores into bodies included, since nobody else is that owner: a body from which somebody has
 * moved the object away meanwhile stays unused until the seq of this slot has gone on. Needs no memory, waits for nobody,
 * and can be repeated from the start by the next one.
 */
final class Recovery {
    private final Allocator allocator;
    private final Memory memory;
    private final Barrier barrier;

    Recovery(Allocator allocator, Barrier barrier) {
        this.allocator = allocator;
        this.memory = allocator.memory();
        this.barrier = barrier;
    }

    /**
     * Leaves no lock of the slot behind and gives it a new seq.
     *
     * @throws HeapCorruptException when its log makes no sense; then it must not be used
     */
    void end(Slot slot) {
        long status = slot.decidedStatus();
        long log = Logs.start(memory, slot.offset());
        if (StatusWord.state(status) != StatusWord.IDLE) {
            long locked = LockWord.locked(slot.number(), StatusWord.seq(status));
            boolean committed = StatusWord.state(status) == StatusWord.COMMITTED;
            long count = Math.min(Logs.count(memory, slot.offset()), mostRecords(slot, log));
            for (long i = 0; i < count; i++) {
                end(slot.offset(), log + i * LogRecord.SIZE, locked, committed);
            }
        }
        slot.reopen();
        if (log != 0 && log != slot.inlineLog()) {
            allocator.releaseOrLose(log);
        }
    }

    /** That the log has room for. */
    private long mostRecords(Slot slot, long log) {
        long bytes = log == slot.inlineLog() ? SlotLayout.INLINE_LOG_BYTES : allocator.blockBytes(log);
        return bytes / LogRecord.SIZE;
    }

    private void end(long slot, long record, long locked, boolean committed) {
        long ref = memory.getGuess(record + LogRecord.OBJECT);
        if (memory.getGuess(ref) != locked) {
            return;
        }
        long old = memory.getGuess(record + LogRecord.OLD_LOCK);
        if (LockWord.isLocked(old)) {
            throw new HeapCorruptException("log of a commit is damaged: object=%d, lock=%x".formatted(ref, old));
        }
        if (!committed) {
            memory.compareAndSet(ref, locked, old);
            return;
        }
        barrier.record(slot, record);
        change(slot, record, ref);
        long version = Logs.writeVersion(memory, slot, old);
        if (memory.compareAndSet(ref, locked, version) && LockWord.hasWaiters(old)) {
            Signatures.wake(memory, Signatures.bit(ref));
        }
    }

    private void change(long slot, long record, long ref) {
        long body = memory.getGuess(record + LogRecord.BODY);
        long newBody = memory.getGuess(record + LogRecord.NEW_BODY);
        if (newBody != 0) {
            // A body that this slot's log calls the old one has not been given back, so it cannot have come back
            // either.
            memory.compareAndSet(ref + ObjectLayout.BODY, body, newBody);
            return;
        }
        int words = ObjectLayout.FIRST_CELL_WORD + ObjectLayout.capacity(memory.getGuess(body));
        if (!memory.contains(body, (long) words * Long.BYTES) || !Logs.storeCells(memory, slot, record, body, words)) {
            throw new HeapCorruptException("log of a commit is damaged: object=%d, body=%d".formatted(ref, body));
        }
    }
}

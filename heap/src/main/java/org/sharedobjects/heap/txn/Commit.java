// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.slot.Owners;
import org.sharedobjects.heap.slot.Patience;
import org.sharedobjects.heap.slot.Signatures;
import org.sharedobjects.heap.slot.Slot;
import org.sharedobjects.heap.slot.SlotPair;

/**
 * Makes the writes of a transaction visible at once.
 *
 * <pre>
 * 1 write the log; status LOCKING
 * 2 in the order of offsets: old lock word and body into the log, THEN the lock by compare-and-set; under it the sums
 *   and places of what was added and appended to an object that was not read
 * 3 LOCKING → VALID
 * 4 write version = max(clock, old versions) + 1, the clock read after 3
 * 5 every object read is still of the version read
 * 6 VALID → COMMITTED: from here on it has happened
 * 7 apply, unlock with the write version, wake who waits: others finish this for an owner that stands still
 * 8 next seq, status IDLE
 * </pre>
 *
 * Until 6 anybody may abort it, so nobody waits for an undecided owner; objects are locked in one order, so committed
 * ones cannot wait for each other. Step 4 lies between 3 and 5 for this reason: a reader whose snapshot is at least the
 * write version read the clock after step 4 did, hence finds the locks of step 2 or what step 7 made of them.
 */
final class Commit {
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;

    private final Memory memory;
    private final Slot slot;
    private final ReadSet reads;
    private final WriteSet writes;
    private final SlotPair pair;
    private final Owners owners;
    private final Races races;
    private final WritePlan plan = new WritePlan();
    // Not final, and called through interfaces with many implementations: where compilers that inline everything stop.
    private Runnable starter = this::start;
    private Runnable finisher = this::finish;
    private Runnable undoer = this::undo;
    private IntPredicate waiter = this::waitFor;
    private IntPredicate settler = this::settle;
    private IntConsumer refuser = this::refuse;
    private Runnable shader = this::shade;
    private int locked;
    /** Signature of the objects that somebody waits for. */
    private long awaited;

    private long newest;
    private long writeVersion;
    private boolean decided;
    private long failed;

    Commit(Memory memory, SlotPair pair, ReadSet reads, WriteSet writes, Races races) {
        this.memory = memory;
        this.pair = pair;
        this.slot = pair.slot();
        this.owners = pair.owners();
        this.reads = reads;
        this.writes = writes;
        this.races = races;
    }

    /**
     * False: somebody else changed what was read, nothing has happened.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for the log; nothing has happened
     */
    boolean run() {
        if (!started()) {
            starter.run();
        }
        locked = 0;
        newest = 0;
        try {
            writeLog();
            slot.enter(StatusWord.LOCKING);
            if (decide()) {
                apply();
            }
        } finally {
            if (!decided) {
                undoer.run();
            }
        }
        return decided;
    }

    /** The usual start, short enough for compiled code; false when {@link #start} has to do it. */
    private boolean started() {
        return slot.isIdle()
                && plan.madeOfFew(writes)
                && slot.hasBegunInlineLog(plan.records(), plan.words(), effort());
    }

    private void start() {
        if (!slot.isIdle()) {
            pair.repair();
        }
        plan.make(writes);
        slot.beginLog(plan.records(), plan.words(), effort());
    }

    private long effort() {
        return (long) plan.records() + plan.words() + reads.size();
    }

    /** All that is known before objects are locked. */
    private void writeLog() {
        for (int i = 0; i < plan.records(); i++) {
            int first = plan.firstWord(i);
            slot.writeRecord(i, plan.ref(i), plan.newBody(i), first, plan.endWord(i) - first);
        }
        for (int i = 0; i < plan.words(); i++) {
            slot.writeCell(i, plan.word(i), plan.value(i));
        }
    }

    /** Before anything of the next one is done. */
    void forget() {
        decided = false;
    }

    /** Whether the last one has happened, also if it ended with an exception. */
    boolean hasCommitted() {
        return decided;
    }

    private boolean decide() {
        for (int i = 0; i < plan.records(); i++) {
            if (!lock(i) || (plan.isBlind(i) && !settler.test(i))) {
                failed = slot.isAborted() ? wantedByAnother() : plan.ref(i);
                return false;
            }
        }
        if (!slot.advance(StatusWord.LOCKING, StatusWord.VALID)) {
            failed = wantedByAnother();
            return false;
        }
        // Volatile, here and in validate: not before the compare-and-sets above are seen by others.
        writeVersion = Math.max(memory.getVolatile(Superblock.CLOCK), newest) + 1;
        slot.setWriteVersion(writeVersion);
        if (!reads.validate(slot.lock())) {
            failed = reads.failed();
            return false;
        }
        decided = slot.advance(StatusWord.VALID, StatusWord.COMMITTED);
        if (!decided) {
            failed = wantedByAnother();
        }
        return decided;
    }

    /** We were aborted by somebody who wanted an object that we had locked: who knows which, if there are several. */
    private long wantedByAnother() {
        return plan.records() == 1 ? plan.ref(0) : LastConflict.UNKNOWN;
    }

    /** The object because of which {@link #run} was false. */
    long failed() {
        return failed;
    }

    private boolean lock(int record) {
        long ref = plan.ref(record);
        long version = reads.version(ref);
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (LockWord.isLocked(lock)) {
                if (!waiter.test(record)) {
                    return false;
                }
            } else if (!mayLock(lock, version)) {
                return false;
            } else if (tryLock(record, ref, lock)) {
                return true;
            }
        }
    }

    /** An object that was not read may have any version. */
    private static boolean mayLock(long lock, long version) {
        return version == ReadSet.NOT_READ || (LockWord.version(lock) == version && version <= LockWord.MAX_VERSION);
    }

    /** False when it is not worth going on: we are aborted, or the object is about to change. */
    private boolean waitFor(int record) {
        long ref = plan.ref(record);
        boolean read = reads.contains(ref);
        if (record == 0 && !read) {
            races.lose(ref);
        }
        Patience patience = new Patience();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!LockWord.isLocked(lock)) {
                return true;
            }
            if (slot.isAborted()
                    || (read
                            && Owners.status(memory, lock)
                                    == StatusWord.of(LockWord.seq(lock), StatusWord.COMMITTED))) {
                return false;
            }
            owners.resolve(ref, lock, patience);
        }
    }

    private boolean tryLock(int record, long ref, long lock) {
        long body = memory.getPlain(ref + ObjectLayout.BODY);
        slot.writeOldState(record, lock, body);
        plan.setOldState(record, lock, body);
        locked = record + 1;
        if (!memory.compareAndSet(ref, lock, slot.lock())) {
            return false;
        }
        newest = Math.max(newest, LockWord.version(lock));
        if (!plan.isBlind(record)) {
            logOldWords(record, body);
        }
        return true;
    }

    /** Under the lock, so these are no guesses; what is out of bounds now must not be stored to later. */
    private void logOldWords(int record, long body) {
        int end = plan.endWord(record);
        int words = ObjectLayout.FIRST_CELL_WORD + ObjectLayout.capacity(memory.getPlain(body));
        for (int i = plan.firstWord(record); i < end; i++) {
            int word = plan.word(i);
            if (word >= words) {
                refuser.accept(word);
                return;
            }
            slot.writeOldWord(i, memory.getPlain(body + (long) word * Long.BYTES));
        }
    }

    /** Unless we were aborted and the lock taken away, so that the body may be something else by now. */
    private void refuse(int word) {
        if (stillLocked()) {
            throw new HeapCorruptException("word is outside the body: word=" + word);
        }
    }

    /** The object locked last, so that what has been loaded of it since then was right. */
    private boolean stillLocked() {
        memory.loadFence();
        return memory.getPlain(plan.ref(locked - 1)) == slot.lock();
    }

    /**
     * What a blind write comes to, made under the lock and logged before the commit is decided, so that all who finish it
     * store the same. False: there is no room for what is to be appended, or nothing to append it to.
     */
    private boolean settle(int record) {
        ReadSet.requirePossible(LockWord.version(plan.oldLock(record)));
        long body = plan.oldBody(record);
        long size = word(body, ObjectLayout.SIZE_WORD);
        int capacity = ObjectLayout.capacity(word(body, ObjectLayout.HEADER_WORD));
        if (!memory.contains(body, ObjectLayout.bodyBytes(capacity))) {
            refuse(FIRST + capacity);
            return false;
        }
        for (int i = plan.firstWord(record); i < plan.endWord(record); i++) {
            boolean append = plan.isAppend(i);
            long word = append ? FIRST + size + plan.blindWord(i) : plan.blindWord(i);
            boolean inside = word < FIRST + capacity && (!append || size > 0);
            if (!inside && !append) {
                refuse(plan.blindWord(i));
            }
            if (!inside || !settle(i, body, (int) word)) {
                return false;
            }
        }
        return true;
    }

    private boolean settle(int index, long body, int word) {
        long old = word(body, word);
        long value = plan.value(index);
        if (plan.isAppend(index)) {
            if (old != WriteSet.EMPTY_CELL) {
                return false;
            }
        } else {
            // An error that rests on something stale would be one that no order of the transactions explains.
            if (Sums.overflows(old, value) && (!stillLocked() || !reads.validate(slot.lock()))) {
                return false;
            }
            value = Sums.of(old, value);
        }
        slot.writeOldWord(index, old);
        slot.writeCell(index, word, value);
        plan.settle(index, word, value);
        return true;
    }

    /** Anything once we have been aborted. */
    private long word(long body, int word) {
        return memory.getGuess(body + (long) word * Long.BYTES);
    }

    private void undo() {
        slot.abort();
        if (slot.isCommitted()) {
            // An error struck between the decision and the note of it.
            decided = true;
            return;
        }
        for (int i = 0; i < locked; i++) {
            // May fail: others take locks of aborted transactions away too.
            memory.compareAndSet(plan.ref(i), slot.lock(), plan.oldLock(i));
        }
        slot.finish();
    }

    /** Others may be doing the same for us if we are slow; see {@link Owners}. */
    private void apply() {
        awaited = 0;
        races.won();
        memory.storeFence();
        if (Barrier.on(memory)) {
            shader.run();
        }
        for (int i = 0; i < plan.records(); i++) {
            applyRecord(i);
            boolean own = memory.compareAndSet(plan.ref(i), slot.lock(), writeVersion);
            if (own && LockWord.hasWaiters(plan.oldLock(i))) {
                awaited |= Signatures.bit(plan.ref(i));
            }
        }
        if (awaited != 0 || writes.hasBodies() || plan.isLarge() || !slot.finishedInlineLog()) {
            finisher.run();
        }
    }

    private void shade() {
        for (int i = 0; i < plan.records(); i++) {
            pair.barrier().record(slot.offset(), slot.record(i));
        }
    }

    private void finish() {
        slot.finish();
        if (awaited != 0) {
            Signatures.wake(memory, awaited);
        }
        if (writes.hasBodies()) {
            recycle();
        }
        plan.clear();
    }

    private void applyRecord(int record) {
        if (plan.newBody(record) != 0) {
            memory.compareAndSet(plan.ref(record) + ObjectLayout.BODY, plan.oldBody(record), plan.newBody(record));
            return;
        }
        long body = plan.oldBody(record);
        for (int i = plan.firstWord(record); i < plan.endWord(record); i++) {
            memory.putPlain(body + (long) plan.word(i) * Long.BYTES, plan.value(i));
        }
    }

    private void recycle() {
        for (int i = 0; i < plan.records(); i++) {
            if (plan.newBody(i) != 0) {
                pair.oldBodies().recycle(plan.ref(i), plan.oldBody(i));
            }
        }
    }
}

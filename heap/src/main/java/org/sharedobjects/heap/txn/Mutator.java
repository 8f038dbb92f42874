// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.IntConsumer;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.PriorityWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Attachment;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.slot.Logs;
import org.sharedobjects.heap.slot.Signatures;
import org.sharedobjects.heap.slot.Slot;
import org.sharedobjects.heap.slot.SlotPair;
import org.sharedobjects.heap.slot.Temporaries;

/**
 * What one thread needs to change a heap: a slot, and the running transaction if there is one. Not thread-safe, and
 * not bound to a thread either: whoever holds it uses it.
 *
 * <p>Words of an object are counted from its body: 0 is the header, 1 the size, 2 the first cell.
 *
 * <p>A transaction reads a snapshot: every value it is given belongs to one moment, also if it will not commit. Reads
 * write nothing to the heap, except that they raise the clock when they meet a version newer than the snapshot
 * ({@link ReadSet#extend}). Writes are buffered until {@link Commit}.
 */
public final class Mutator implements AutoCloseable {
    /** Stands for a lock word that cannot be used: the transaction has written the object. */
    private static final long WRITTEN = -1;
    /** Of {@link #touched}. */
    private static final long ALL = -1;

    private final Memory memory;
    private final Allocator allocator;
    private final Slot slot;
    private final ReadSet reads;
    private final WriteSet writes;
    private final SlotPair pair;
    private final Waiters waiters;
    private final Commit commit;
    private final Priority priority;
    private final PlainWrites plain;
    private final LastConflict lastConflict = new LastConflict();
    private boolean active;
    private boolean doomed;
    private boolean hasCommitted;
    private boolean committing;
    /** What has cut an operation of the running transaction short, so that it must not commit. */
    private @Nullable Throwable spoiled;

    private final Object closing = new Object();
    private boolean waiting;
    private volatile boolean closed;
    /** Objects with buffered writes, by {@link Signatures#bit}; all bits once doomed, so that the fast path has one test. */
    private long touched;

    // Not final, and called through interfaces with many implementations: where compilers that inline everything stop.
    private LongUnaryOperator settler;
    private LongUnaryOperator readers;
    private LongBinaryOperator loader = this::loadSlowly;
    private LongConsumer preparer = this::prepareStore;
    private IntConsumer retrier = this::prepareRetry;
    private Runnable deferrer;
    private Runnable releaser;
    private Runnable discarder;
    private Runnable refuser = this::refuse;
    private Runnable holder = this::passInside;
    private final Temporaries held = this::shadeAll;
    private final Temporaries untold = lastConflict::shade;

    private Mutator(Attachment attachment, SlotPair pair) {
        this.memory = attachment.memory();
        this.allocator = attachment.allocator();
        this.pair = pair;
        this.slot = pair.slot();
        this.reads = new ReadSet(memory, pair.owners());
        this.writes = new WriteSet(allocator);
        this.waiters = new Waiters(memory, pair, reads);
        Races races = new Races();
        this.commit = new Commit(memory, pair, reads, writes, races);
        this.priority = new Priority(memory, slot.number());
        this.plain = new PlainWrites(memory, pair, priority, races);
        this.deferrer = priority::defer;
        this.releaser = priority::release;
        this.discarder = writes::releaseBodies;
        this.settler = pair.owners()::settle;
        this.readers = pair.owners()::settleForReading;
    }

    /**
     * Takes a free pair of slots of the heap.
     *
     * @throws org.sharedobjects.heap.error.HeapException when all are taken
     */
    public static Mutator open(Attachment attachment) {
        Headroom.ensure(attachment.memory());
        SlotPair pair = attachment.borrow();
        try {
            return new Mutator(attachment, pair);
        } catch (RuntimeException | Error e) {
            pair.close();
            throw e;
        }
    }

    public Memory memory() {
        return memory;
    }

    public Allocator allocator() {
        return allocator;
    }

    Slot slot() {
        return slot;
    }

    /** Single steps outside a transaction. */
    public PlainWrites plain() {
        return plain;
    }

    /**
     * An unlocked lock word of the object. Does not wait for others: an owner that does not decide is aborted after about
     * two microseconds, a commit that stands still is finished.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room to finish it
     */
    public long settle(long ref) {
        long lock = memory.getAcquire(ref);
        return Locks.isLocked(lock) ? settler.applyAsLong(ref) : lock;
    }

    /**
     * A lock word under which the object can be read: unlocked, or of an owner that is still taking its locks, so that
     * everything is in place as before. For reads that end with {@link Locks#unchanged}; else as {@link #settle}.
     */
    public long settleForReading(long ref) {
        long lock = memory.getAcquire(ref);
        return Locks.isLocked(lock) ? readers.applyAsLong(ref) : lock;
    }

    /** Inside a transaction. */
    public boolean active() {
        return active;
    }

    /** In the middle of {@link #commit}: who gets there, since compiled code lets something else of the thread run, must not use it. */
    public boolean isCommitting() {
        return committing;
    }

    /** The running transaction has met a conflict: loads and stores throw, {@link #commit} will return false. */
    public boolean doomed() {
        return doomed;
    }

    /** What the last conflict was about; until the next transaction begins. */
    public LastConflict lastConflict() {
        return lastConflict;
    }

    /** Starts a transaction. {@code attempt} is the number of earlier runs of it: backs off, asks for priority. */
    public void begin(int attempt) {
        if (active) {
            throw new IllegalStateException("a transaction is running already");
        }
        if (attempt > 0) {
            retrier.accept(attempt);
        }
        deferToPriority();
        active = true;
        doomed = false;
        spoiled = null;
        if (lastConflict.isKnown()) {
            lastConflict.forget();
        }
        touched = 0;
        if (!writes.isClean()) {
            // An error cut the end of the transaction before short.
            writes.clear();
        }
        reads.begin();
    }

    private void deferToPriority() {
        if (memory.getPlain(Superblock.PRIORITY) != PriorityWord.NOBODY) {
            deferrer.run();
        }
    }

    private void prepareRetry(int attempt) {
        Backoff.pause(attempt);
        if (attempt >= Priority.FAILURES) {
            priority.tryTake(attempt, slot.seq());
        }
    }

    /**
     * Ends the transaction.
     *
     * @return false after a conflict: everything is undone
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for the log; everything is undone
     */
    public boolean commit() {
        return commit(true);
    }

    /** The same; compiled into one frame it need not {@linkplain Headroom make sure of room on the stack}. */
    public boolean commit(boolean ensureHeadroom) {
        requireActive();
        if (spoiled != null) {
            refuser.run();
        }
        if (doomed || writes.isEmpty()) {
            boolean done = !doomed;
            end(done);
            return done;
        }
        committing = true;
        try {
            return commitWrites(ensureHeadroom);
        } finally {
            end(commit.hasCommitted());
        }
    }

    private boolean commitWrites(boolean ensureHeadroom) {
        commit.forget();
        if (ensureHeadroom) {
            Headroom.ensure(memory);
        }
        deferToPriority();
        boolean done = commit.run();
        if (!done) {
            lastConflict.remember(commit.failed(), writes);
        }
        return done;
    }

    /** Whether the last transaction that has ended was committed. */
    public boolean hasCommitted() {
        return hasCommitted;
    }

    /** Ends the transaction and undoes everything. */
    public void abort() {
        requireActive();
        end(false);
    }

    private void requireActive() {
        if (!active) {
            throw new IllegalStateException("no transaction is running");
        }
    }

    private void end(boolean committed) {
        hasCommitted = committed;
        active = false;
        doomed = false;
        committing = false;
        touched = 0;
        if (priority.isHeld()) {
            releaser.run();
        }
        if (!committed && writes.hasBodies()) {
            discarder.run();
        }
        writes.clear();
    }

    /**
     * A word as the transaction sees it.
     *
     * @throws ConflictException when no state of the heap fits what was read so far
     */
    public long load(long ref, int word) {
        if ((touched & Signatures.bit(ref)) != 0) {
            if (touched == ALL || !writes.areReadWords(ref)) {
                return loader.applyAsLong(ref, word);
            }
            int buffered = writes.find(ref, word);
            if (buffered != LongMap.NONE) {
                return writes.value(buffered);
            }
        }
        long lock = memory.getAcquire(ref);
        if (!LockWord.isLocked(lock)) {
            long value = guess(ref, word);
            if (endRead(ref, lock)) {
                return value;
            }
        }
        return loader.applyAsLong(ref, word);
    }

    /**
     * Begins a look at several words of an object, which are guesses until {@link #endRead}. Returns its lock word, or
     * a locked one when {@link #load} has to be asked for each word.
     */
    public long startRead(long ref) {
        return (touched & Signatures.bit(ref)) == 0 ? memory.getAcquire(ref) : WRITTEN;
    }

    /** Whether all guesses since {@link #startRead}, which gave an unlocked word, belong to the snapshot. */
    public boolean endRead(long ref, long lock) {
        memory.loadFence();
        long version = LockWord.version(lock);
        return memory.getPlain(ref) == lock
                && (reads.covers(version) || startsAt(ref, lock))
                && reads.note(ref, version);
    }

    /**
     * Whether the snapshot begins with this object, which is newer, and is still as it was after that: who has locked it since takes a
     * version behind the snapshot.
     */
    private boolean startsAt(long ref, long lock) {
        return reads.startAt(LockWord.version(lock)) && memory.getVolatile(ref) == lock;
    }

    private long guess(long ref, int word) {
        return memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY) + (long) word * Long.BYTES);
    }

    private long loadSlowly(long ref, long wideWord) {
        int word = (int) wideWord;
        requireLiving();
        readIfBlind(ref);
        long newBody = writes.newBody(ref);
        if (newBody != 0) {
            return memory.getPlain(newBody + (long) word * Long.BYTES);
        }
        int buffered = writes.find(ref, word);
        return buffered != LongMap.NONE ? writes.value(buffered) : loadPresent(ref, word);
    }

    /** Without what the transaction has written itself. */
    private long loadPresent(long ref, int word) {
        for (; ; ) {
            long lock = settleForReading(ref);
            long value = guess(ref, word);
            if (confirmed(ref, lock)) {
                return value;
            }
        }
    }

    private void readIfBlind(long ref) {
        if (!writes.isBlindlyWritten(ref)) {
            return;
        }
        LongUnaryOperator present = word -> loadPresent(ref, (int) word);
        if (!writes.canBecomeRead(ref, present)) {
            throw doom(ref);
        }
        try {
            writes.becomeRead(ref, present);
        } catch (RuntimeException | Error e) {
            spoil(e);
            throw e;
        }
    }

    /** Whether what has been read under that lock word belongs to the snapshot; else read it again. */
    private boolean confirmed(long ref, long lock) {
        long old = LockWord.isLocked(lock) ? Logs.oldLock(memory, ref, lock) : lock;
        if (!Locks.unchanged(memory, ref, lock)) {
            return false;
        }
        if (old == Logs.NOT_FOUND) {
            // Its owner's log is damaged: that ends with the owner aborted, and an exception.
            settle(ref);
            return false;
        }
        long version = LockWord.version(old);
        if (!reads.covers(version)) {
            if (!reads.extend(version)) {
                throw doom(reads.failed());
            }
            return false;
        }
        if (!reads.note(ref, version)) {
            throw doom(ref);
        }
        return true;
    }

    private ConflictException doom(long changed) {
        lastConflict.remember(changed, writes);
        doomed = true;
        touched = ALL;
        return ConflictException.INSTANCE;
    }

    private void requireLiving() {
        if (doomed) {
            throw ConflictException.INSTANCE;
        }
        if (spoiled != null) {
            throwSpoiled();
        }
        requireActive();
    }

    /**
     * An operation has stopped half done, and what it has buffered so far cannot be told from the rest: loads, stores and
     * {@link #commit} throw this from now on, the latter after it has undone everything. {@link #rollbackTo} ends that.
     */
    public void spoil(Throwable cause) {
        if (!(cause instanceof ConflictException) && spoiled == null) {
            spoiled = cause;
            touched = ALL;
        }
    }

    private void refuse() {
        end(false);
        throwSpoiled();
    }

    private void throwSpoiled() {
        if (spoiled instanceof Error error) {
            throw error;
        }
        if (spoiled instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /**
     * A word as the running transaction has written it, else as it is at this moment. Not part of what the transaction has
     * read: for what stays true once it was, and for hints that are looked at again. Also outside of transactions.
     */
    public long peek(long ref, int word) {
        long addend = 0;
        if ((touched & Signatures.bit(ref)) != 0) {
            requireLiving();
            long newBody = writes.newBody(ref);
            if (newBody != 0) {
                return memory.getPlain(newBody + (long) word * Long.BYTES);
            }
            int buffered = writes.find(ref, word);
            if (buffered != LongMap.NONE) {
                return writes.value(buffered);
            }
            addend = writes.addend(ref, word);
        }
        for (; ; ) {
            long lock = settleForReading(ref);
            long value = guess(ref, word);
            if (Locks.unchanged(memory, ref, lock)) {
                return value + addend;
            }
        }
    }

    /** {@code count} words from {@code word} on; the caller has loaded a size that covers them. */
    public void loadRange(long ref, int word, long[] target, int from, int count) {
        requireLiving();
        readIfBlind(ref);
        long newBody = writes.newBody(ref);
        if (newBody != 0) {
            memory.copyOut(newBody + (long) word * Long.BYTES, target, from, count);
            return;
        }
        for (; ; ) {
            long lock = settleForReading(ref);
            long start = memory.getGuess(ref + ObjectLayout.BODY) + (long) word * Long.BYTES;
            boolean inside = memory.contains(start, (long) count * Long.BYTES);
            if (inside) {
                memory.copyOut(start, target, from, count);
            }
            if (confirmed(ref, lock)) {
                if (!inside) {
                    throw HeapCorruptException.OUT_OF_BOUNDS;
                }
                break;
            }
        }
        if ((touched & Signatures.bit(ref)) != 0) {
            writes.overlay(ref, word, target, from, count);
        }
    }

    /** Buffered until {@link #commit}. */
    public void store(long ref, int word, long value) {
        if (doomed || spoiled != null || !active || !(reads.lastIs(ref) || reads.contains(ref))) {
            preparer.accept(ref);
        }
        long newBody = writes.newBody(ref);
        if (newBody != 0) {
            memory.putPlain(newBody + (long) word * Long.BYTES, value);
            return;
        }
        writes.put(ref, word, value);
        touched |= Signatures.bit(ref);
    }

    private void prepareStore(long ref) {
        requireLiving();
        requireRead(ref);
    }

    /** A write rests on what was read of the object, its capacity at least. */
    private void requireRead(long ref) {
        if (!reads.contains(ref)) {
            load(ref, ObjectLayout.HEADER_WORD);
        }
    }

    /**
     * Adds to a word that holds a number of 64 bits. Unless the transaction reads the object as well, this conflicts with
     * nobody else who adds to it: the sum is made when the transaction commits.
     *
     * @throws org.sharedobjects.heap.error.HeapLimitException when the sum is out of range, here or at {@link #commit}
     */
    public void add(long ref, int word, long delta) {
        requireLiving();
        if (reads.contains(ref)) {
            store(ref, word, Sums.of(load(ref, word), delta));
            return;
        }
        writes.add(ref, word, delta);
        touched |= Signatures.bit(ref);
    }

    /**
     * Appends a cell to an object that was not read, and counts it in its size. This conflicts with nobody else who does
     * so. The commit fails if the object is empty by then, or has no empty cell behind its last one.
     *
     * @return false when nothing was done, since the object was read
     */
    public boolean append(long ref, long cell) {
        requireLiving();
        if (reads.contains(ref)) {
            return false;
        }
        try {
            writes.append(ref, cell);
        } catch (RuntimeException | Error e) {
            spoil(e);
            throw e;
        }
        touched |= Signatures.bit(ref);
        return true;
    }

    /**
     * Gives the object a new body, which the caller has allocated and filled; from now on loads and stores go straight
     * to it. The old body is recycled after the commit, the new one if there is none.
     */
    public void replaceBody(long ref, long newBody) {
        prepareStore(ref);
        writes.replaceBody(ref, newBody);
        touched |= Signatures.bit(ref);
    }

    /** A block nobody can see unless the running transaction commits: if it does not, it is released. */
    public void born(long block) {
        requireLiving();
        writes.born(block);
    }

    /** Remembers what the running transaction is going to write. Copies the new bodies it has made so far. */
    public Savepoint savepoint() {
        requireLiving();
        return writes.savepoint();
    }

    /** Forgets what was written since the savepoint was taken in this transaction. What was read stays read. */
    public void rollbackTo(Savepoint savepoint) {
        spoiled = null;
        requireLiving();
        try {
            writes.rollbackTo(savepoint);
        } catch (RuntimeException | Error e) {
            spoil(e);
            throw e;
        }
        for (long ref = writes.nextBlind(reads::contains); ref != 0; ref = writes.nextBlind(reads::contains)) {
            readIfBlind(ref);
        }
    }

    /**
     * Ends the transaction, undoes everything, and blocks until something it read may have changed, or a collector waits
     * for this thread to pass.
     *
     * @param timeoutNanos negative: no limit
     * @return false when the time was up
     * @throws org.sharedobjects.heap.error.DetachedException when it is closed meanwhile
     */
    public boolean awaitChange(long timeoutNanos) throws InterruptedException {
        boolean changed;
        synchronized (closing) {
            if (closed) {
                throw new DetachedException("the heap was closed");
            }
            requireActive();
            changed = doomed;
            end(false);
            waiting = true;
        }
        try {
            return changed || waiters.await(timeoutNanos, () -> closed);
        } finally {
            synchronized (closing) {
                waiting = false;
                if (closed) {
                    giveBack();
                }
            }
        }
    }

    /**
     * To be called by who has no temporaries but those of the running transaction: no other offset or cell he has got so far
     * is looked at again.
     */
    public void pass() {
        if (!active) {
            pair.pass();
        } else if (pair.isBehind()) {
            holder.run();
        }
    }

    /**
     * Passes into an era for the thread that uses this mutator. By any thread that knows, since EPOCH has reached that era,
     * that the user has had no temporaries at some moment but those of his transaction, and does nothing meanwhile if he is
     * in one.
     */
    public void passFor(long era) {
        passFor(era, Temporaries.NONE);
    }

    /** The same for a user who is still going to tell the last conflict. Other passes would let that be released. */
    public void passForKeepingConflict(long era) {
        passFor(era, untold);
    }

    private void passFor(long era, Temporaries idle) {
        synchronized (closing) {
            if (!closed) {
                pair.passFor(era, active ? held : idle);
            }
        }
    }

    /** As {@link #passFor}, when there was a moment outside of transactions; the user may have begun one since. */
    public void passForIdle(long era) {
        synchronized (closing) {
            if (!closed) {
                pair.passFor(era, Temporaries.NONE);
            }
        }
    }

    private void passInside() {
        pair.passWith(held);
    }

    /** The temporaries of the running transaction. */
    private void shadeAll(Barrier barrier, long cycle) {
        reads.shade(barrier, cycle);
        writes.shade(barrier, cycle);
        lastConflict.shade(barrier, cycle);
    }

    /**
     * As {@link #pass}, for all eras to come: there are no temporaries until {@link #pass} is called again.
     *
     * @throws IllegalStateException inside a transaction
     */
    public void rest() {
        if (active) {
            throw new IllegalStateException("a transaction is running, which has temporaries");
        }
        pair.rest();
    }

    /** Whether the user has passed into this era or a later one, or rests, or has given the slots back. */
    public boolean hasPassedInto(long era) {
        return closed || pair.hasPassedInto(era);
    }

    /**
     * Gives the slots back, once; a running transaction is undone. Not while another thread is in the middle of an
     * operation with it, except {@link #awaitChange}: that ends then.
     */
    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                if (!waiting) {
                    giveBack();
                }
            }
        }
    }

    private void giveBack() {
        if (active) {
            end(false);
        }
        pair.close();
    }
}

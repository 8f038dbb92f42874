// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * What one thread needs to change a heap: a slot, and the running transaction if there is one. Not thread-safe, and
 * not bound to a thread either: whoever holds it uses it.
 *
 * <p>Words of an object are counted from its body: 0 is the header, 1 the size, 2 the first cell.
 *
 * <p>A transaction reads a snapshot: every value it is given belongs to one moment, also if it will not commit. Reads
 * write nothing to the heap, except that they raise the clock when they meet a version newer than the snapshot
 * ({@link ReadSet#extend}). Writes are buffered until {@link Commit}. A single operation outside a transaction
 * ({@link #writePlain}) is a commit of one object whose lock word is also its decision: the slot says COMMITTED before
 * the lock is taken, and taking it proves that everything read under the old lock word was right.
 */
public final class Mutator implements AutoCloseable {
    private static final int MOST_BACKOFF_SHIFT = 10;
    private static final long BACKOFF_NANOS = 1_000;
    private static final long SPIN_BELOW_NANOS = 20_000;

    private final Memory memory;
    private final Allocator allocator;
    private final Slot slot;
    private final ReadSet reads;
    private final WriteSet writes;
    private final Waiters waiters;
    private final Commit commit;
    private final Priority priority;
    private boolean active;
    private boolean doomed;
    private boolean closed;
    /** Objects with buffered writes, by {@link Waiters#bit}; all bits once doomed, so that the fast path has one test. */
    private long touched;

    // Not final, and called through an interface with many implementations: where compilers that inline everything
    // stop.
    private Runnable deferrer;
    private Runnable waker;
    private long changedBit;

    private Mutator(Segment segment, Allocator allocator) {
        this.memory = segment.memory();
        this.allocator = allocator;
        this.slot = new Slot(segment, allocator);
        this.reads = new ReadSet(memory);
        this.writes = new WriteSet(allocator);
        this.waiters = new Waiters(memory, slot, reads);
        this.commit = new Commit(memory, allocator, slot, reads, writes, waiters);
        this.priority = new Priority(memory, slot.number());
        this.deferrer = priority::defer;
        this.waker = () -> waiters.wake(changedBit);
    }

    /**
     * Takes a free slot of the heap.
     *
     * @throws org.sharedobjects.heap.error.HeapException when all are taken
     */
    public static Mutator open(Segment segment, Allocator allocator) {
        return new Mutator(segment, allocator);
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

    /** Inside a transaction. */
    public boolean active() {
        return active;
    }

    /** The running transaction has met a conflict: loads and stores throw, {@link #commit} will return false. */
    public boolean doomed() {
        return doomed;
    }

    /** Starts a transaction. {@code attempt} is the number of earlier runs of it: backs off, asks for priority. */
    public void begin(int attempt) {
        if (active) {
            throw new IllegalStateException("a transaction is running already");
        }
        if (attempt > 0) {
            backOff(attempt);
        }
        if (attempt >= Priority.FAILURES) {
            priority.tryTake(attempt, slot.seq());
        }
        priority.defer();
        active = true;
        doomed = false;
        touched = 0;
        reads.begin();
    }

    private static void backOff(int attempt) {
        long most = BACKOFF_NANOS << Math.min(attempt, MOST_BACKOFF_SHIFT);
        long nanos = ThreadLocalRandom.current().nextLong(most);
        if (nanos >= SPIN_BELOW_NANOS) {
            LockSupport.parkNanos(nanos);
            return;
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    /**
     * Ends the transaction.
     *
     * @return false after a conflict: everything is undone
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for the log; everything is undone
     */
    public boolean commit() {
        requireActive();
        if (doomed || writes.isEmpty()) {
            boolean done = !doomed;
            end(done);
            return done;
        }
        try {
            return commitWrites();
        } finally {
            end(commit.hasCommitted());
        }
    }

    private boolean commitWrites() {
        if (memory.getPlain(Superblock.PRIORITY) != 0) {
            priority.defer();
        }
        Headroom.ensure(memory);
        return commit.run();
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
        active = false;
        doomed = false;
        touched = 0;
        priority.release();
        if (!committed) {
            writes.releaseBodies();
        }
        writes.clear();
    }

    /**
     * A word as the transaction sees it.
     *
     * @throws ConflictException when no state of the heap fits what was read so far
     */
    public long load(long ref, int word) {
        if ((touched & Waiters.bit(ref)) == 0) {
            long lock = memory.getAcquire(ref);
            if (!LockWord.isLocked(lock)) {
                long value = guess(ref, word);
                memory.loadFence();
                if (memory.getPlain(ref) == lock && noted(ref, LockWord.version(lock))) {
                    return value;
                }
            }
        }
        return loadSlowly(ref, word);
    }

    private long guess(long ref, int word) {
        return memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY) + (long) word * Long.BYTES);
    }

    private boolean noted(long ref, long version) {
        return reads.covers(version) && reads.note(ref, version);
    }

    private long loadSlowly(long ref, int word) {
        requireLiving();
        long newBody = writes.newBody(ref);
        if (newBody != 0) {
            return memory.getPlain(newBody + (long) word * Long.BYTES);
        }
        int buffered = writes.find(ref, word);
        if (buffered != LongMap.NONE) {
            return writes.value(buffered);
        }
        for (; ; ) {
            long lock = Locks.forReading(memory, ref);
            long value = guess(ref, word);
            if (confirmed(ref, lock)) {
                return value;
            }
        }
    }

    /** Whether what has been read under that lock word belongs to the snapshot; else read it again. */
    private boolean confirmed(long ref, long lock) {
        long old = LockWord.isLocked(lock) ? Owners.oldLock(memory, ref, lock) : lock;
        if (!Locks.unchanged(memory, ref, lock)) {
            return false;
        }
        if (old == Owners.NOT_FOUND) {
            // Its owner's log is damaged: that ends with the owner aborted, and an exception.
            Locks.settle(memory, ref);
            return false;
        }
        long version = LockWord.version(old);
        if (!reads.covers(version)) {
            if (!reads.extend(version)) {
                throw doom();
            }
            return false;
        }
        if (!reads.note(ref, version)) {
            throw doom();
        }
        return true;
    }

    private ConflictException doom() {
        doomed = true;
        touched = -1;
        return ConflictException.INSTANCE;
    }

    private void requireLiving() {
        if (doomed) {
            throw ConflictException.INSTANCE;
        }
        requireActive();
    }

    /** {@code count} words from {@code word} on; the caller has loaded a size that covers them. */
    public void loadRange(long ref, int word, long[] target, int from, int count) {
        requireLiving();
        long newBody = writes.newBody(ref);
        if (newBody != 0) {
            memory.copyOut(newBody + (long) word * Long.BYTES, target, from, count);
            return;
        }
        for (; ; ) {
            long lock = Locks.forReading(memory, ref);
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
        if ((touched & Waiters.bit(ref)) != 0) {
            writes.overlay(ref, word, target, from, count);
        }
    }

    /** Buffered until {@link #commit}. */
    public void store(long ref, int word, long value) {
        requireLiving();
        long newBody = writes.newBody(ref);
        if (newBody != 0) {
            memory.putPlain(newBody + (long) word * Long.BYTES, value);
            return;
        }
        requireRead(ref);
        writes.put(ref, word, value);
        touched |= Waiters.bit(ref);
    }

    /** A write rests on what was read of the object, its capacity at least. */
    private void requireRead(long ref) {
        if (!reads.contains(ref)) {
            load(ref, ObjectLayout.HEADER_WORD);
        }
    }

    /**
     * Gives the object a new body, which the caller has allocated and filled; from now on loads and stores go straight
     * to it. The old body is recycled after the commit, the new one if there is none.
     */
    public void replaceBody(long ref, long newBody) {
        requireLiving();
        requireRead(ref);
        writes.replaceBody(ref, newBody);
        touched |= Waiters.bit(ref);
    }

    /** Remembers what the running transaction is going to write. Copies the new bodies it has made so far. */
    public Savepoint savepoint() {
        requireLiving();
        return writes.savepoint();
    }

    /** Forgets what was written since the savepoint was taken in this transaction. What was read stays read. */
    public void rollbackTo(Savepoint savepoint) {
        requireLiving();
        writes.rollbackTo(savepoint);
    }

    /**
     * One step outside a transaction: stores one word, if the lock word is still {@code lock}.
     *
     * @param lock unlocked lock word, loaded before anything else of the object
     * @param body body offset loaded after it
     * @param word within the capacity of that body
     * @return false when somebody was faster: nothing happened, look again
     */
    public boolean writePlain(long ref, long lock, long body, int word, long value) {
        long at = body + (long) word * Long.BYTES;
        if (!prepared(ref, lock, body, word)) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 1);
        slot.writeSmallCell(0, word, memory.getPlain(at), value);
        if (!lockPlain(ref, lock)) {
            return false;
        }
        memory.putPlain(at, value);
        unlockPlain(ref, lock);
        return true;
    }

    /** As {@link #writePlain(long, long, long, int, long)}, for two words. */
    public boolean writePlain(long ref, long lock, long body, int word1, long value1, int word2, long value2) {
        if (!prepared(ref, lock, body, Math.max(word1, word2))) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 2);
        logSmallCell(0, body, word1, value1);
        logSmallCell(1, body, word2, value2);
        if (!lockPlain(ref, lock)) {
            return false;
        }
        put(body, word1, value1);
        put(body, word2, value2);
        unlockPlain(ref, lock);
        return true;
    }

    /** As {@link #writePlain(long, long, long, int, long)}, for three words. */
    public boolean writePlain(
            long ref, long lock, long body, int word1, long value1, int word2, long value2, int word3, long value3) {
        if (!prepared(ref, lock, body, Math.max(word1, Math.max(word2, word3)))) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 3);
        logSmallCell(0, body, word1, value1);
        logSmallCell(1, body, word2, value2);
        logSmallCell(2, body, word3, value3);
        if (!lockPlain(ref, lock)) {
            return false;
        }
        put(body, word1, value1);
        put(body, word2, value2);
        put(body, word3, value3);
        unlockPlain(ref, lock);
        return true;
    }

    /** As {@link #writePlain(long, long, long, int, long)}, for four words. */
    public boolean writePlain(
            long ref,
            long lock,
            long body,
            int word1,
            long value1,
            int word2,
            long value2,
            int word3,
            long value3,
            int word4,
            long value4) {
        if (!prepared(ref, lock, body, Math.max(Math.max(word1, word2), Math.max(word3, word4)))) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 4);
        logSmallCell(0, body, word1, value1);
        logSmallCell(1, body, word2, value2);
        logSmallCell(2, body, word3, value3);
        logSmallCell(3, body, word4, value4);
        if (!lockPlain(ref, lock)) {
            return false;
        }
        put(body, word1, value1);
        put(body, word2, value2);
        put(body, word3, value3);
        put(body, word4, value4);
        unlockPlain(ref, lock);
        return true;
    }

    /** One step outside a transaction: exchanges the body. The old one is recycled; false as for {@link #writePlain}. */
    public boolean replacePlain(long ref, long lock, long body, long newBody) {
        if (!prepared(ref, lock, body, 0)) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, newBody, 0);
        if (!lockPlain(ref, lock)) {
            return false;
        }
        memory.putPlain(ref + ObjectLayout.BODY, newBody);
        unlockPlain(ref, lock);
        Commit.recycle(allocator, ref, body);
        return true;
    }

    /** Lets a holder of priority go first, and makes sure that nothing can fail once the lock is taken. */
    private boolean prepared(long ref, long lock, long body, int lastWord) {
        if (memory.getPlain(Superblock.PRIORITY) != 0) {
            deferrer.run();
        }
        if (LockWord.isLocked(lock)) {
            return false;
        }
        boolean sound = LockWord.version(lock) <= LockWord.MAX_VERSION;
        if (sound && memory.contains(body, ((long) lastWord + 1) * Long.BYTES)) {
            return true;
        }
        if (Locks.unchanged(memory, ref, lock)) {
            throw HeapCorruptException.OUT_OF_BOUNDS;
        }
        return false;
    }

    private void logSmallCell(int index, long body, int word, long value) {
        slot.writeSmallCell(index, word, memory.getPlain(body + (long) word * Long.BYTES), value);
    }

    private void put(long body, int word, long value) {
        memory.putPlain(body + (long) word * Long.BYTES, value);
    }

    private boolean lockPlain(long ref, long lock) {
        slot.enter(StatusWord.COMMITTED);
        if (!memory.compareAndSet(ref, lock, slot.lock())) {
            slot.finishSmall();
            return false;
        }
        memory.storeFence();
        return true;
    }

    /** The clock is read after the lock was taken: else two such writes could be seen in different orders. */
    private void unlockPlain(long ref, long lock) {
        long version = Math.max(memory.getVolatile(Superblock.CLOCK), LockWord.version(lock)) + 1;
        memory.putRelease(ref, version);
        slot.finishSmall();
        if (LockWord.hasWaiters(lock)) {
            changedBit = Waiters.bit(ref);
            waker.run();
        }
    }

    /**
     * Ends the transaction, undoes everything, and blocks until something it read may have changed.
     *
     * @param timeoutNanos negative: no limit
     * @return false when the time was up
     */
    public boolean awaitChange(long timeoutNanos) throws InterruptedException {
        requireActive();
        boolean changed = doomed;
        end(false);
        return changed || waiters.await(timeoutNanos);
    }

    /** Gives the slot back, once; a running transaction is undone. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (active) {
            end(false);
        }
        slot.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.LongConsumer;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.slot.OldBodies;
import org.sharedobjects.heap.slot.Signatures;
import org.sharedobjects.heap.slot.Slot;
import org.sharedobjects.heap.slot.SlotPair;

/**
 * Single steps outside a transaction: each is a commit of one object whose lock word is also its decision. The slot says
 * COMMITTED before the lock is taken, and taking it proves that everything read under the old lock word was right. From
 * then on anybody may finish the write, so what follows may find that it has been done.
 *
 * <p>Lock words passed in were loaded before anything else of the object, body offsets after them. False means that
 * somebody was faster: nothing happened, look again.
 */
public final class PlainWrites {
    private final Memory memory;
    private final Slot slot;
    private final OldBodies oldBodies;
    private final Races races;

    // Not final, and called through an interface with many implementations: where compilers that inline everything
    // stop.
    private Runnable deferrer;
    private Runnable repairer;
    private Runnable waker;
    private Runnable shader;
    private LongConsumer loser;
    private long changedBit;

    PlainWrites(Memory memory, SlotPair pair, Priority priority, Races races) {
        this.memory = memory;
        this.slot = pair.slot();
        this.oldBodies = pair.oldBodies();
        this.deferrer = priority::defer;
        this.repairer = pair::repair;
        this.shader = () -> pair.barrier().record(slot.offset(), slot.record(0));
        this.waker = () -> Signatures.wake(memory, changedBit);
        this.races = races;
        this.loser = races::lose;
    }

    /** Stores one word, within the capacity of that body. */
    public boolean write(long ref, long lock, long body, int word, long value) {
        if (!prepared(ref, lock, body, word)) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 1, 0);
        log(0, body, word, value);
        if (!lock(ref, lock)) {
            return false;
        }
        put(body, word, value);
        unlock(ref, lock);
        return true;
    }

    /** As {@link #write(long, long, long, int, long)}, for two words. */
    public boolean write(long ref, long lock, long body, int word1, long value1, int word2, long value2) {
        if (!prepared(ref, lock, body, Math.max(word1, word2))) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 2, 0);
        log(0, body, word1, value1);
        log(1, body, word2, value2);
        if (!lock(ref, lock)) {
            return false;
        }
        put(body, word1, value1);
        put(body, word2, value2);
        unlock(ref, lock);
        return true;
    }

    /** As {@link #write(long, long, long, int, long)}, for three words. */
    public boolean write(
            long ref, long lock, long body, int word1, long value1, int word2, long value2, int word3, long value3) {
        if (!prepared(ref, lock, body, Math.max(word1, Math.max(word2, word3)))) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, 0, 3, 0);
        log(0, body, word1, value1);
        log(1, body, word2, value2);
        log(2, body, word3, value3);
        if (!lock(ref, lock)) {
            return false;
        }
        put(body, word1, value1);
        put(body, word2, value2);
        put(body, word3, value3);
        unlock(ref, lock);
        return true;
    }

    /** As {@link #write(long, long, long, int, long)}, for four words. */
    public boolean write(
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
        slot.writeSmallLog(ref, lock, body, 0, 4, 0);
        log(0, body, word1, value1);
        log(1, body, word2, value2);
        log(2, body, word3, value3);
        log(3, body, word4, value4);
        if (!lock(ref, lock)) {
            return false;
        }
        put(body, word1, value1);
        put(body, word2, value2);
        put(body, word3, value3);
        put(body, word4, value4);
        unlock(ref, lock);
        return true;
    }

    /** Exchanges the body, and recycles the old one. */
    public boolean replace(long ref, long lock, long body, long newBody) {
        if (!prepared(ref, lock, body, 0)) {
            return false;
        }
        slot.writeSmallLog(ref, lock, body, newBody, 0, 0);
        if (!lock(ref, lock)) {
            return false;
        }
        memory.compareAndSet(ref + ObjectLayout.BODY, body, newBody);
        unlock(ref, lock);
        oldBodies.recycle(ref, body);
        return true;
    }

    /** Lets a holder of priority go first, and makes sure that nothing can fail once the lock is taken. */
    private boolean prepared(long ref, long lock, long body, int lastWord) {
        if (memory.getPlain(Superblock.PRIORITY) != 0) {
            deferrer.run();
        }
        if (!slot.isIdle()) {
            repairer.run();
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

    private void log(int index, long body, int word, long value) {
        slot.writeSmallCell(index, word, memory.getPlain(body + (long) word * Long.BYTES), value);
    }

    /** May be late: then the body has been abandoned, and is kept unused for us. */
    private void put(long body, int word, long value) {
        memory.putPlain(body + (long) word * Long.BYTES, value);
    }

    private boolean lock(long ref, long lock) {
        slot.enter(StatusWord.COMMITTED);
        if (!memory.compareAndSet(ref, lock, slot.lock())) {
            slot.finishSmall();
            loser.accept(ref);
            return false;
        }
        races.won();
        memory.storeFence();
        if (Barrier.on(memory)) {
            shader.run();
        }
        return true;
    }

    /** The clock is read after the lock was taken: else two such writes could be seen in different orders. */
    private void unlock(long ref, long lock) {
        long version = Math.max(memory.getVolatile(Superblock.CLOCK), LockWord.version(lock)) + 1;
        boolean own = memory.compareAndSet(ref, slot.lock(), version);
        slot.finishSmall();
        if (own && LockWord.hasWaiters(lock)) {
            changedBit = Signatures.bit(ref);
            waker.run();
        }
    }
}

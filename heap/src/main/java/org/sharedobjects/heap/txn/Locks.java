// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.ToLongBiFunction;
import org.sharedobjects.heap.memory.Memory;

/**
 * Single looks at lock words, for operations outside of transactions. A plain read is
 *
 * <pre>
 * long lock = memory.getAcquire(ref);
 * if (Locks.isLocked(lock)) lock = Locks.forReading(memory, ref);
 * long body = memory.getGuess(ref + BODY); … more guesses, lengths clamped, nothing allocated by a guessed length …
 * if (Locks.unchanged(memory, ref, lock)) return …;   // else again from the start
 * </pre>
 */
public final class Locks {
    // Not final: calls through them are real calls, so that compilers that inline everything stop here.
    private static ToLongBiFunction<Memory, Long> settler = Locks::settleSlowly;
    private static ToLongBiFunction<Memory, Long> readers = Locks::forReadingSlowly;
    private static ToLongBiFunction<Memory, Long> recheck = (memory, lock) -> stillLocking(memory, lock) ? 1 : 0;

    private Locks() {}

    public static boolean isLocked(long lock) {
        return lock < 0;
    }

    /**
     * Waits until the object is not being changed and returns its unlocked lock word. Waits for a commit that is under
     * way; an owner that has not decided yet is aborted after about two microseconds.
     */
    public static long settle(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        return isLocked(lock) ? settler.applyAsLong(memory, ref) : lock;
    }

    private static long settleSlowly(Memory memory, long ref) {
        Patience patience = new Patience();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!isLocked(lock)) {
                return lock;
            }
            Owners.resolve(memory, ref, lock, patience);
        }
    }

    /**
     * A lock word under which the object can be read: unlocked, or of an owner that is still taking its locks, so that
     * everything is in place as before. For reads that end with {@link #unchanged}; writers use {@link #settle}.
     */
    public static long forReading(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        return isLocked(lock) ? readers.applyAsLong(memory, ref) : lock;
    }

    private static long forReadingSlowly(Memory memory, long ref) {
        Patience patience = new Patience();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!isLocked(lock) || Owners.isLocking(Owners.status(memory, lock), lock)) {
                return lock;
            }
            Owners.resolve(memory, ref, lock, patience);
        }
    }

    /** The recheck that ends a read: true when all loads since {@code lock} was loaded are to be believed. */
    public static boolean unchanged(Memory memory, long ref, long lock) {
        memory.loadFence();
        return memory.getPlain(ref) == lock && (!isLocked(lock) || recheck.applyAsLong(memory, lock) != 0);
    }

    private static boolean stillLocking(Memory memory, long lock) {
        return Owners.isLocking(Owners.status(memory, lock), lock);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.ToLongBiFunction;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Owners;

/**
 * Single looks at lock words, for operations outside of transactions. A plain read is
 *
 * <pre>
 * long lock = memory.getAcquire(ref);
 * if (Locks.isLocked(lock)) lock = mutator.settleForReading(ref);
 * long body = memory.getGuess(ref + BODY); … more guesses, lengths clamped, nothing allocated by a guessed length …
 * if (Locks.unchanged(memory, ref, lock)) return …;   // else again from the start
 * </pre>
 */
public final class Locks {
    // Not final: a call through it is a real call, so that compilers that inline everything stop here.
    private static ToLongBiFunction<Memory, Long> recheck = (memory, lock) -> stillLocking(memory, lock) ? 1 : 0;

    private Locks() {}

    public static boolean isLocked(long lock) {
        return lock < 0;
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.Sums;

/**
 * Shared counters: objects whose only cell is a plain number of 64 bits. Every operation is one step, or part of the
 * mutator's running transaction, in which adding conflicts with reading and setting only.
 */
public final class Counters {
    private static final int VALUE = ObjectLayout.FIRST_CELL_WORD;

    private Counters() {}

    /** A counter nobody can see yet. */
    public static long create(Allocator allocator, long value) {
        long ref = Bodies.createObject(allocator, 0, Kind.COUNTER, 1);
        allocator.memory().putPlain(Bodies.at(ref + ObjectLayout.INLINE_BODY, VALUE), value);
        return ref;
    }

    /** Adds outside of transactions; false when {@link #add} must do it. */
    public static boolean tryAdd(Mutator mutator, long ref, long delta) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long value = memory.getGuess(Bodies.at(body, VALUE));
        return !Locks.isLocked(lock)
                && !Sums.overflows(value, delta)
                && mutator.plain().write(ref, lock, body, VALUE, value + delta);
    }

    /**
     * Adds in or outside of transactions.
     *
     * @throws HeapLimitException when the sum is out of range; in a transaction possibly not before its end
     */
    public static void add(Mutator mutator, long ref, long delta) {
        if (mutator.active()) {
            addInTransaction(mutator, ref, delta);
        } else {
            Access.perform(mutator, ref, access -> {
                long value = access.word(VALUE);
                if (!access.valid()) {
                    return Access.RETRY;
                }
                return access.write(VALUE, Sums.of(value, delta)) ? 0 : Access.RETRY;
            });
        }
    }

    /** As {@link #add}, for compiled code. */
    public static void addInTransaction(Mutator mutator, long ref, long delta) {
        mutator.add(ref, VALUE, delta);
    }

    public static long get(Mutator mutator, long ref) {
        if (mutator.active()) {
            return mutator.load(ref, VALUE);
        }
        return mutator.peek(ref, VALUE);
    }

    public static void set(Mutator mutator, long ref, long value) {
        Access.perform(mutator, ref, access -> {
            access.word(VALUE);
            return access.write(VALUE, value) ? 0 : Access.RETRY;
        });
    }
}

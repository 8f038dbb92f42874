// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.OwnTransaction;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;

/**
 * One operation on one object, written once for both worlds. Inside a transaction words come from and go to the
 * {@link Mutator}. Outside, words are guesses until {@link #valid}, and the one write at the end is the step: it happens
 * only if nothing changed since the first word was read.
 */
final class Access {
    /** One run of an operation; {@link #RETRY} when its guesses proved wrong or it only made room. */
    @FunctionalInterface
    interface Step {
        long run(Access access);
    }

    /** Never a cell, never a count. */
    static final long RETRY = Long.MIN_VALUE;

    /** Plain runs that lose against writers before the operation becomes a transaction, which can get priority. */
    private static final int PLAIN_RUNS = 64;

    private final Mutator mutator;
    private final Memory memory;
    private final long ref;
    private boolean transactional;
    private long lock;
    private long body;

    private Access(Mutator mutator, long ref) {
        this.mutator = mutator;
        this.memory = mutator.memory();
        this.ref = ref;
    }

    /** Runs the step until it succeeds: as part of the running transaction, or as one step of its own. */
    static long perform(Mutator mutator, long ref, Step step) {
        Access access = new Access(mutator, ref);
        access.transactional = mutator.active();
        if (access.transactional) {
            return access.runUntilDone(step);
        }
        for (int i = 0; i < PLAIN_RUNS; i++) {
            access.lock = i == 0 ? mutator.settleForReading(ref) : mutator.settle(ref);
            access.body = access.memory.getGuess(ref + ObjectLayout.BODY);
            long result = step.run(access);
            if (result != RETRY) {
                return result;
            }
        }
        access.transactional = true;
        return OwnTransaction.run(mutator, () -> access.runUntilDone(step));
    }

    /** Runs this as part of the running transaction, or as one of its own until that commits. */
    static void inTransaction(Mutator mutator, Runnable body) {
        if (mutator.active()) {
            body.run();
        } else {
            OwnTransaction.run(mutator, () -> {
                body.run();
                return 0;
            });
        }
    }

    /** Words of a transaction are no guesses, so that a run is repeated only when it has made room. */
    private long runUntilDone(Step step) {
        for (int i = 0; i < PLAIN_RUNS; i++) {
            long result = step.run(this);
            if (result != RETRY) {
                return result;
            }
        }
        throw new HeapCorruptException("object makes no sense: object=" + ref);
    }

    long ref() {
        return ref;
    }

    Mutator mutator() {
        return mutator;
    }

    Memory memory() {
        return memory;
    }

    long word(int word) {
        return transactional ? mutator.load(ref, word) : memory.getGuess(Bodies.at(body, word));
    }

    /** Are all words read so far what the object held at one moment? */
    boolean valid() {
        return transactional || Locks.unchanged(memory, ref, lock);
    }

    /** Copies words; false when they are not to be believed. {@code count} must come from validated words. */
    boolean copy(int word, long[] target, int from, int count) {
        if (transactional) {
            mutator.loadRange(ref, word, target, from, count);
            return true;
        }
        memory.copyOut(Bodies.at(body, word), target, from, count);
        return valid();
    }

    /**
     * Copies words into a body nobody can see yet, which is released if that fails; they are not to be believed before
     * {@link #replaceBody}. {@code count} must come from validated words.
     */
    void copyInto(long newBody, int newWord, int word, int count) {
        if (!transactional) {
            memory.copy(Bodies.at(body, word), Bodies.at(newBody, newWord), (long) count * Long.BYTES);
            return;
        }
        long[] words = new long[count];
        try {
            mutator.loadRange(ref, word, words, 0, count);
        } catch (ConflictException e) {
            mutator.allocator().release(newBody);
            throw e;
        }
        memory.copyIn(words, 0, Bodies.at(newBody, newWord), count);
    }

    boolean write(int word, long value) {
        if (!transactional) {
            return mutator.plain().write(ref, lock, body, word, value);
        }
        mutator.store(ref, word, value);
        return true;
    }

    boolean write(int word1, long value1, int word2, long value2) {
        if (!transactional) {
            return mutator.plain().write(ref, lock, body, word1, value1, word2, value2);
        }
        mutator.store(ref, word1, value1);
        mutator.store(ref, word2, value2);
        return true;
    }

    boolean write(int word1, long value1, int word2, long value2, int word3, long value3) {
        if (!transactional) {
            return mutator.plain().write(ref, lock, body, word1, value1, word2, value2, word3, value3);
        }
        mutator.store(ref, word1, value1);
        mutator.store(ref, word2, value2);
        mutator.store(ref, word3, value3);
        return true;
    }

    boolean write(int word1, long value1, int word2, long value2, int word3, long value3, int word4, long value4) {
        if (!transactional) {
            return mutator.plain().write(ref, lock, body, word1, value1, word2, value2, word3, value3, word4, value4);
        }
        mutator.store(ref, word1, value1);
        mutator.store(ref, word2, value2);
        mutator.store(ref, word3, value3);
        mutator.store(ref, word4, value4);
        return true;
    }

    /** Exchanges the body for one that is filled; it is released when that fails. */
    boolean replaceBody(long newBody) {
        if (transactional) {
            mutator.replaceBody(ref, newBody);
            return true;
        }
        if (mutator.plain().replace(ref, lock, body, newBody)) {
            return true;
        }
        mutator.allocator().release(newBody);
        return false;
    }

    /** Ends a run whose words make no sense: try again if they were bad guesses, else throw. */
    long nonsense(String what) {
        if (valid()) {
            throw new HeapCorruptException(what + ": object=" + ref);
        }
        return RETRY;
    }
}

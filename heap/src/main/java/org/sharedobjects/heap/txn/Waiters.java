// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.BooleanSupplier;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Futex;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Owners;
import org.sharedobjects.heap.slot.Signatures;
import org.sharedobjects.heap.slot.Slot;
import org.sharedobjects.heap.slot.SlotPair;

/**
 * Sleeping until an object is changed. The sleeper shows a signature of what it read in its slot, sets the waiters bit
 * in the objects' lock words, and then looks once more whether they have changed; a committer that finds the bit wakes
 * all whose signature meets what it has changed. Nothing is left behind by who dies.
 */
final class Waiters {
    /** Sleeping and waking takes several microseconds, so look that long before. */
    private static final long LOOK_NANOS = 10_000;

    private static final boolean MAY_SPIN = Runtime.getRuntime().availableProcessors() > 1;

    private final Memory memory;
    private final Slot slot;
    private final ReadSet reads;
    private final Owners owners;
    private final SlotPair pair;
    /** The era for which a sleep was last ended: not all users pass then. */
    private long wokenFor;

    Waiters(Memory memory, SlotPair pair, ReadSet reads) {
        this.memory = memory;
        this.pair = pair;
        this.slot = pair.slot();
        this.owners = pair.owners();
        this.reads = reads;
    }

    /**
     * False when the time is up; negative means no limit. Also ends, with true, when a collector comes to wait for us: who
     * sleeps does not pass.
     */
    boolean await(long timeoutNanos, BooleanSupplier closed) throws InterruptedException {
        long start = System.nanoTime();
        if (changedWhileLooking(timeoutNanos, start)) {
            return true;
        }
        slot.setSignature(signature());
        memory.fullFence();
        try {
            for (; ; ) {
                if (closed.getAsBoolean()) {
                    throw new DetachedException("the heap was closed while waiting for a change");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                int ticket = Futex.value(memory, slot.futex());
                if (!markAll() || !reads.validate(0) || isAwaited()) {
                    return true;
                }
                long left = timeoutNanos < 0 ? Futex.SLICE_NANOS : timeoutNanos - (System.nanoTime() - start);
                if (left <= 0) {
                    return false;
                }
                Futex.sleep(memory, slot.futex(), ticket, left);
            }
        } finally {
            slot.setSignature(0);
        }
    }

    private boolean isAwaited() {
        long era = memory.getAcquire(Superblock.EPOCH);
        if (EraWord.phase(era) == EraWord.IDLE || era == wokenFor || pair.hasPassedInto(era)) {
            return false;
        }
        wokenFor = era;
        return true;
    }

    private boolean changedWhileLooking(long timeoutNanos, long start) {
        long nanos = !MAY_SPIN || (timeoutNanos >= 0 && timeoutNanos < LOOK_NANOS) ? 0 : LOOK_NANOS;
        do {
            if (!reads.validate(0)) {
                return true;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() - start < nanos);
        return false;
    }

    private long signature() {
        long signature = 0;
        for (int i = 0; i < reads.size(); i++) {
            signature |= Signatures.bit(reads.ref(i));
        }
        return signature;
    }

    /** False when one of the objects has changed. */
    private boolean markAll() {
        for (int i = 0; i < reads.size(); i++) {
            if (!mark(reads.ref(i), reads.versionAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean mark(long ref, long version) {
        for (; ; ) {
            long lock = owners.settle(ref);
            if (LockWord.version(lock) != version) {
                return false;
            }
            if (LockWord.hasWaiters(lock) || memory.compareAndSet(ref, lock, lock | LockWord.WAITERS)) {
                return true;
            }
        }
    }
}

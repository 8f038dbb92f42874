// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.BooleanSupplier;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.memory.Futex;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Owners;
import org.sharedobjects.heap.slot.Signatures;
import org.sharedobjects.heap.slot.Slot;

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

    Waiters(Memory memory, Slot slot, ReadSet reads, Owners owners) {
        this.memory = memory;
        this.slot = slot;
        this.reads = reads;
        this.owners = owners;
    }

    /** False when the time is up; negative means no limit. */
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
                if (!markAll() || !reads.validate(0)) {
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

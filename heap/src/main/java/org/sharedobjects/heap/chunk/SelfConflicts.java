// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.chunk;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Tells an operation that is in its own way, because a damaged heap has given it the block of an object as free memory, from
 * one that loses against others: if those commit, the object about which there was a conflict has another version each
 * time. Some conflicts without that are ordinary, when others only take away its locks.
 */
final class SelfConflicts {
    private static final int MOST = 1_000;

    private final Mutator mutator;
    private long ref = LastConflict.UNKNOWN;
    private long before;
    private int alike;

    SelfConflicts(Mutator mutator) {
        this.mutator = mutator;
    }

    /** To be called after each conflict. */
    void count() {
        long conflict = mutator.lastConflict().ref();
        if (conflict == LastConflict.UNKNOWN) {
            return;
        }
        long now = mutator.memory().getAcquire(conflict);
        if (Locks.isLocked(now)) {
            return;
        }
        long version = LockWord.version(now);
        boolean sameObject = conflict == ref;
        alike = sameObject && version == before ? alike + 1 : 0;
        // Versions only grow.
        if (alike == MOST || (sameObject && version < before)) {
            throw new HeapCorruptException("operation is in its own way: object=" + conflict);
        }
        ref = conflict;
        before = version;
    }
}

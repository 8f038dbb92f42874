// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.memory.Memory;

/** Single looks at lock words, for operations outside of transactions. */
@SuppressWarnings("DoNotCallSuggester")
public final class Locks {
    private Locks() {}

    public static boolean isLocked(long lock) {
        return LockWord.isLocked(lock);
    }

    /**
     * Waits until the object is not being changed and returns its lock word. Waits for a commit that is under way;
     * an owner that has not decided yet is aborted after about two microseconds.
     */
    public static long settle(Memory memory, long ref) {
        throw new UnsupportedOperationException(memory.sizeBytes() + " " + ref);
    }

    /** The recheck that ends a read: true when all loads since {@code lock} was loaded are to be believed. */
    public static boolean unchanged(Memory memory, long ref, long lock) {
        memory.loadFence();
        return memory.getPlain(ref) == lock;
    }
}

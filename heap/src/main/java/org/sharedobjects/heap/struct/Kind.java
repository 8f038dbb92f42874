// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;

/** What a mutable object is; never changes. */
public final class Kind {
    public static final int LIST = 1;
    public static final int DICT = 2;
    public static final int RECORD = 3;

    private Kind() {}

    /** Kind of the object; 0 or another number when the heap is damaged. */
    public static int of(Memory memory, long ref) {
        return ObjectLayout.kind(header(memory, ref));
    }

    /** Header word of the object's body, in one validated look. */
    static long header(Memory memory, long ref) {
        for (; ; ) {
            long lock = Locks.settle(memory, ref);
            long header = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY));
            if (Locks.unchanged(memory, ref, lock)) {
                return header;
            }
        }
    }
}

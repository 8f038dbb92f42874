// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.memory.Futex;
import org.sharedobjects.heap.memory.Memory;

/** Sets of objects as 64 bits, one bit for each object: what a sleeper waits for, and what a commit has changed. */
public final class Signatures {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int BIT_SHIFT = Long.SIZE - 6;

    private Signatures() {}

    public static long bit(long ref) {
        return 1L << ((ref * GOLDEN) >>> BIT_SHIFT);
    }

    /** Wakes those who wait for one of these objects, and some others. */
    public static void wake(Memory memory, long changed) {
        int high = SlotTable.high(memory);
        for (int number = 0; number < high; number += SlotTable.PAIR) {
            long offset = SlotLayout.offset(number);
            if ((memory.getVolatile(offset + SlotLayout.SIGNATURE) & changed) != 0) {
                Futex.wake(memory, offset + SlotLayout.FUTEX);
            }
        }
    }
}

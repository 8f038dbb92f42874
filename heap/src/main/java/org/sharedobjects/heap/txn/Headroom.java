// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Keeps stack overflows out of the few steps between taking a lock and giving it back, where they would leave it taken:
 * goes deeper than those steps do, so that an overflow strikes before the first of them. Operations that are compiled
 * into one frame do not need it.
 */
public final class Headroom {
    private static final int FRAMES = 24;

    private Headroom() {}

    /**
     * Makes sure that there is enough stack for one operation.
     *
     * @throws StackOverflowError when there is not; nothing has happened
     */
    public static void ensure(Memory memory) {
        deeper(memory, FRAMES);
    }

    private static long deeper(Memory memory, int frames) {
        return frames == 0 ? memory.getAcquire(Superblock.CLOCK) : 1 + deeper(memory, frames - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Lets most stack overflows strike before an operation has begun rather than in the middle, where ending it is left to the
 * next operation of the thread: goes a number of frames deeper than most operations do. Operations that are compiled into
 * one frame do not need it.
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.function.IntPredicate;
import org.sharedobjects.heap.memory.Memory;

/**
 * Words of 32 live bits and a 32-bit tag, changed only by compare-and-set. The tag is raised by each change, so that who
 * remembers a word knows whether anything happened since.
 */
final class Bitmap {
    static final int BITS = Integer.SIZE;
    private static final long LIVE_MASK = (1L << BITS) - 1;

    private Bitmap() {}

    private static long changed(long word, long live) {
        return (((word >>> BITS) + 1) << BITS) | (live & LIVE_MASK);
    }

    /**
     * Sets all clear bits among the {@code wanted}; returns those it set.
     *
     * @param mayClaim is told which, after the word was read and before it is changed, and may refuse
     */
    static int claim(Memory memory, long offset, int wanted, IntPredicate mayClaim) {
        for (; ; ) {
            long word = memory.getAcquire(offset);
            int free = ~(int) word & wanted;
            if (free == 0 || !mayClaim.test(free)) {
                return 0;
            }
            if (memory.compareAndSet(offset, word, changed(word, word | (free & LIVE_MASK)))) {
                return free;
            }
        }
    }

    /** Raises the tag of a word without live bits, so that who has read it cannot change it any more; false if there are any. */
    static boolean renewTag(Memory memory, long offset) {
        for (; ; ) {
            long word = memory.getAcquire(offset);
            if ((word & LIVE_MASK) != 0) {
                return false;
            }
            if (memory.compareAndSet(offset, word, changed(word, 0))) {
                return true;
            }
        }
    }

    /** Clears these bits if nothing has happened to the word since it was {@code word}. */
    static boolean clearExactly(Memory memory, long offset, long word, int bits) {
        return memory.compareAndSet(offset, word, changed(word, word & ~(long) bits));
    }

    /** False when the bit was clear already. */
    static boolean clear(Memory memory, long offset, int bit) {
        long mask = 1L << bit;
        for (; ; ) {
            long word = memory.getAcquire(offset);
            if ((word & mask) == 0) {
                return false;
            }
            if (memory.compareAndSet(offset, word, changed(word, word & ~mask))) {
                return true;
            }
        }
    }

    static boolean isLive(Memory memory, long offset, int bit) {
        return (memory.getAcquire(offset) & 1L << bit) != 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Free blocks that one thread at a time hands out. Their live bits are set already; a block that comes back stays here
 * as long as there is room.
 */
final class BlockCache {
    private static final int MOST_KEPT_BYTES = 1 << 16;
    private static final int MOST_KEPT = 64;
    private static final int PATIENCE = 10_000;

    private final AtomicBoolean busy = new AtomicBoolean();
    private final long[][] blocks = new long[SizeClasses.COUNT][];
    private final int[] counts = new int[SizeClasses.COUNT];
    /** The span new blocks come from, and the next word of its bitmap to look at. */
    private final int[] spans = new int[SizeClasses.COUNT];

    private final int[] nextWords = new int[SizeClasses.COUNT];

    BlockCache() {
        Arrays.fill(spans, Spans.NONE);
    }

    boolean tryEnter() {
        return !busy.getPlain() && busy.compareAndSet(false, true);
    }

    /** As {@link #tryEnter}, after waiting a little. */
    boolean enterSoon() {
        for (int i = 0; i < PATIENCE; i++) {
            if (tryEnter()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    void forEach(LongConsumer block) {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            for (int i = 0; i < counts[sizeClass]; i++) {
                block.accept(blocksOf(sizeClass)[i]);
            }
        }
    }

    /** False when nobody had entered: it is one for a single use, to be emptied out. */
    boolean leave() {
        boolean entered = busy.getPlain();
        busy.setRelease(false);
        return entered;
    }

    /** A block, or 0. */
    long pop(int sizeClass) {
        int count = counts[sizeClass];
        if (count == 0) {
            return 0;
        }
        counts[sizeClass] = count - 1;
        return blocksOf(sizeClass)[count - 1];
    }

    /** False when there are enough of them. */
    boolean keep(int sizeClass, long block) {
        int most = Math.clamp(MOST_KEPT_BYTES / SizeClasses.bytes(sizeClass), 2, MOST_KEPT);
        if (counts[sizeClass] >= most) {
            return false;
        }
        push(sizeClass, block);
        return true;
    }

    void push(int sizeClass, long block) {
        blocksOf(sizeClass)[counts[sizeClass]++] = block;
    }

    private long[] blocksOf(int sizeClass) {
        long[] stack = blocks[sizeClass];
        if (stack == null) {
            stack = new long[MOST_KEPT + Bitmap.BITS];
            blocks[sizeClass] = stack;
        }
        return stack;
    }

    int span(int sizeClass) {
        return spans[sizeClass];
    }

    int nextWord(int sizeClass) {
        return nextWords[sizeClass];
    }

    void continueAt(int sizeClass, int span, int word) {
        spans[sizeClass] = span;
        nextWords[sizeClass] = word;
    }
}

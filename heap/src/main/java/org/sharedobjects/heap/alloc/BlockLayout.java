// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.memory.Memory;

/** How spans are divided into blocks and which of those are live, for who looks at a heap as a whole. Reads only. */
public final class BlockLayout {
    public static final int SIZE_CLASSES = SizeClasses.COUNT;
    /** Blocks that one word of a bitmap stands for. */
    public static final int BITS_PER_WORD = Bitmap.BITS;

    private BlockLayout() {}

    /** Size of the blocks of a class. */
    public static int bytes(int sizeClass) {
        return SizeClasses.bytes(sizeClass);
    }

    public static int blocksPerSpan(int sizeClass) {
        return SizeClasses.blocksPerSpan(sizeClass);
    }

    /** How many words of the bitmap stand for blocks of a span of this class. */
    public static int bitmapWords(int sizeClass) {
        return (blocksPerSpan(sizeClass) + BITS_PER_WORD - 1) / BITS_PER_WORD;
    }

    /** The live bits of the bitmap word at this offset, the first block lowest. */
    public static int liveBits(Memory memory, long bitmapWord) {
        return (int) memory.getAcquire(bitmapWord);
    }
}

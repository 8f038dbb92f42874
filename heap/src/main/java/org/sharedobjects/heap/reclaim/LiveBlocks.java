// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.function.LongConsumer;
import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.alloc.BlockLookup;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Segment;

/**
 * A copy of the span words and live bits: which blocks were live when it was made. No moment of the heap as a whole, but
 * each word is as it was at some moment in between. Takes up to a 250th of what the heap takes.
 */
final class LiveBlocks extends BlockLookup {
    private static final int[] NO_BITS = {};

    private final Geometry geometry;
    private final long[] words;
    private final int[][] bits;

    static LiveBlocks take(Segment segment) {
        return new LiveBlocks(segment.geometry(), new Blocks(segment.memory(), segment.geometry()));
    }

    private LiveBlocks(Geometry geometry, Blocks now) {
        super(geometry);
        this.geometry = geometry;
        words = new long[now.high()];
        bits = new int[words.length][];
        for (int span = 0; span < words.length; span++) {
            words[span] = now.word(span);
            bits[span] = copyBits(now, span, words[span]);
        }
    }

    private static int[] copyBits(Blocks now, int span, long word) {
        int sizeClass = SpanWord.sizeClass(word);
        if (SpanWord.state(word) != SpanWord.SMALL || sizeClass >= BlockLayout.SIZE_CLASSES) {
            return NO_BITS;
        }
        int[] bits = new int[BlockLayout.bitmapWords(sizeClass)];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = now.liveBits(span, i);
        }
        return bits;
    }

    @Override
    public int high() {
        return words.length;
    }

    @Override
    public long word(int span) {
        return words[span];
    }

    @Override
    public int liveBits(int span, int word) {
        return bits[span][word];
    }

    /** All of them. */
    void forEach(LongConsumer block) {
        for (int span = 0; span < words.length; span++) {
            if (SpanWord.state(words[span]) == SpanWord.LARGE) {
                block.accept(start(span));
            }
            for (int word = 0; word < bits[span].length; word++) {
                forEach(span, word, block);
            }
        }
    }

    private void forEach(int span, int word, LongConsumer block) {
        int size = BlockLayout.bytes(SpanWord.sizeClass(words[span]));
        for (int rest = bits[span][word]; rest != 0; rest &= rest - 1) {
            long index = (long) word * BlockLayout.BITS_PER_WORD + Integer.numberOfTrailingZeros(rest);
            block.accept(start(span) + index * size);
        }
    }

    /** Where a span starts. */
    long start(int span) {
        return geometry.spanStart(span);
    }

    /** Number of words that the live bits of this span take; 0 unless it holds small blocks. */
    int bitmapWords(int span) {
        return bits[span].length;
    }
}

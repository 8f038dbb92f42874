// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.Arrays;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;

/** A set of blocks: one bit for each granule of the spans in which there is one. */
public final class MarkBits {
    private static final int WORDS_PER_SPAN = Geometry.SPAN_BYTES / ObjectLayout.GRANULE / Long.SIZE;
    private static final int BYTES_PER_WORD = Long.SIZE * ObjectLayout.GRANULE;
    private static final int FEW = 16;

    private final Geometry geometry;
    private long[][] spans = new long[FEW][];

    public MarkBits(Geometry geometry) {
        this.geometry = geometry;
    }

    /** False when the block was in it already. */
    public boolean add(long block) {
        long[] words = span((int) (distance(block) / Geometry.SPAN_BYTES));
        int word = word(block);
        long before = words[word];
        words[word] |= bit(block);
        return words[word] != before;
    }

    private long[] span(int span) {
        if (span >= spans.length) {
            spans = Arrays.copyOf(spans, Math.max(span + 1, spans.length + spans.length / 2));
        }
        long[] words = spans[span];
        if (words == null) {
            words = new long[WORDS_PER_SPAN];
            spans[span] = words;
        }
        return words;
    }

    public boolean contains(long block) {
        long span = distance(block) / Geometry.SPAN_BYTES;
        long[] words = span < spans.length ? spans[(int) span] : null;
        return words != null && (words[word(block)] & bit(block)) != 0;
    }

    private long distance(long block) {
        return block - geometry.spans();
    }

    private int word(long block) {
        return (int) (distance(block) / BYTES_PER_WORD % WORDS_PER_SPAN);
    }

    private long bit(long block) {
        return 1L << (distance(block) / ObjectLayout.GRANULE % Long.SIZE);
    }
}

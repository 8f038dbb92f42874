// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Segment;

/** What span words and bitmaps say of the memory of a heap. */
record SpanUsage(long blocks, long bytes, long freeBytes) {
    private static final SpanUsage NOTHING = new SpanUsage(0, 0, 0);
    private static final SpanUsage FREE = new SpanUsage(0, 0, Geometry.SPAN_BYTES);

    static SpanUsage of(Segment segment) {
        Blocks blocks = new Blocks(segment.memory(), segment.geometry());
        int high = blocks.high();
        SpanUsage sum = NOTHING;
        for (int span = 0; span < high; span++) {
            sum = sum.plus(of(blocks, span, blocks.word(span)));
        }
        return sum;
    }

    private SpanUsage plus(SpanUsage other) {
        return new SpanUsage(blocks + other.blocks, bytes + other.bytes, freeBytes + other.freeBytes);
    }

    private static SpanUsage of(Blocks blocks, int span, long word) {
        return switch (SpanWord.state(word)) {
            case SpanWord.FREE -> FREE;
            case SpanWord.SMALL -> small(blocks, span, SpanWord.sizeClass(word));
            case SpanWord.LARGE -> new SpanUsage(1, (long) SpanWord.length(word) * Geometry.SPAN_BYTES, 0);
            default -> NOTHING;
        };
    }

    private static SpanUsage small(Blocks blocks, int span, int sizeClass) {
        if (sizeClass >= BlockLayout.SIZE_CLASSES) {
            return NOTHING;
        }
        long live = 0;
        for (int word = 0; word < BlockLayout.bitmapWords(sizeClass); word++) {
            live += Integer.bitCount(blocks.liveBits(span, word));
        }
        long bytes = live * BlockLayout.bytes(sizeClass);
        return new SpanUsage(live, bytes, Geometry.SPAN_BYTES - bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/** Which offsets are starts of live blocks, as span words and bitmaps say at this moment. */
final class Blocks {
    /** Size of what is no block. */
    static final long NONE = 0;

    private final Memory memory;
    private final Geometry geometry;

    Blocks(Memory memory, Geometry geometry) {
        this.memory = memory;
        this.geometry = geometry;
    }

    /** Spans that have memory; what lies beyond must not be read. */
    int high() {
        return Math.clamp(memory.getAcquire(Superblock.SPAN_HIGH), 0, geometry.spanCount());
    }

    long word(int span) {
        return memory.getAcquire(geometry.spanState(span));
    }

    /** Live blocks among those that a word of a span's bitmap stands for. */
    int liveBits(int span, int word) {
        return BlockLayout.liveBits(memory, geometry.bitmap(span) + (long) word * Long.BYTES);
    }

    /** Number of the span in which the offset lies; the offset must be that of a block. */
    int span(long block) {
        return (int) ((block - geometry.spans()) / Geometry.SPAN_BYTES);
    }

    /** Size of the live block that starts exactly there, or {@link #NONE}. */
    long bytesAt(long offset) {
        long distance = offset - geometry.spans();
        int high = high();
        if (distance < 0 || distance >= (long) high * Geometry.SPAN_BYTES) {
            return NONE;
        }
        int span = span(offset);
        int within = (int) (distance % Geometry.SPAN_BYTES);
        long word = word(span);
        return switch (SpanWord.state(word)) {
            case SpanWord.SMALL -> smallBytes(span, within, SpanWord.sizeClass(word));
            case SpanWord.LARGE -> within == 0 ? largeBytes(SpanWord.length(word), high - span) : NONE;
            default -> NONE;
        };
    }

    private long smallBytes(int span, int within, int sizeClass) {
        if (sizeClass >= BlockLayout.SIZE_CLASSES) {
            return NONE;
        }
        int bytes = BlockLayout.bytes(sizeClass);
        int index = within / bytes;
        boolean live = within % bytes == 0
                && index < BlockLayout.blocksPerSpan(sizeClass)
                && (liveBits(span, index / BlockLayout.BITS_PER_WORD) >>> (index % BlockLayout.BITS_PER_WORD) & 1) != 0;
        return live ? bytes : NONE;
    }

    private static long largeBytes(int length, int most) {
        return length > 0 && length <= most ? (long) length * Geometry.SPAN_BYTES : NONE;
    }
}

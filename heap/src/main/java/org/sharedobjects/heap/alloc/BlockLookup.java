// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;

/** Finds out whether a live block starts at an offset, which may be anything, by span words and bitmaps of some moment. */
public abstract class BlockLookup {
    /** Size of what is no block. */
    public static final long NONE = 0;

    private final Geometry geometry;

    protected BlockLookup(Geometry geometry) {
        this.geometry = geometry;
    }

    /** Number of spans; those from there on hold nothing. */
    public abstract int high();

    /** Word of a span below {@link #high}. */
    public abstract long word(int span);

    /** Live blocks among those that a word of a span's bitmap stands for; the span holds small blocks. */
    public abstract int liveBits(int span, int word);

    /** Number of the span in which the offset lies; the offset must be that of a block. */
    public final int span(long block) {
        return BlockIndex.span(geometry, block);
    }

    /** Size of the live block that starts exactly there, or {@link #NONE}. */
    public final long bytesAt(long offset) {
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
        int index = BlockIndex.small(within, sizeClass);
        boolean live =
                index != BlockIndex.NONE && (liveBits(span, index / Bitmap.BITS) >>> (index % Bitmap.BITS) & 1) != 0;
        return live ? SizeClasses.bytes(sizeClass) : NONE;
    }

    private static long largeBytes(int length, int most) {
        return length > 0 && length <= most ? (long) length * Geometry.SPAN_BYTES : NONE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/** Numbers of blocks in their spans, as the span words say at this moment. Offsets may be anything. */
final class BlockIndex {
    static final int NONE = -1;

    private BlockIndex() {}

    /** Number of the span; the offset must be that of a block. */
    static int span(Geometry geometry, long block) {
        return (int) ((block - geometry.spans()) / Geometry.SPAN_BYTES);
    }

    /** Number of the block that starts there, live or not, or {@link #NONE}; a large block is number 0. */
    static int of(Memory memory, Geometry geometry, long offset) {
        long distance = offset - geometry.spans();
        long high = Math.clamp(memory.getAcquire(Superblock.SPAN_HIGH), 0, geometry.spanCount());
        if (distance < 0 || distance >= high * Geometry.SPAN_BYTES) {
            return NONE;
        }
        long word = memory.getAcquire(geometry.spanState(span(geometry, offset)));
        int within = (int) (distance % Geometry.SPAN_BYTES);
        return switch (SpanWord.state(word)) {
            case SpanWord.SMALL -> small(within, SpanWord.sizeClass(word));
            case SpanWord.LARGE -> within == 0 ? 0 : NONE;
            default -> NONE;
        };
    }

    /** Number of the block that starts so far behind the start of a span of that class, or {@link #NONE}. */
    static int small(int within, int sizeClass) {
        if (sizeClass >= SizeClasses.COUNT) {
            return NONE;
        }
        int bytes = SizeClasses.bytes(sizeClass);
        int index = SizeClasses.indexOf(within, sizeClass);
        int start = index * bytes;
        return start == within && start <= Geometry.SPAN_BYTES - bytes ? index : NONE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/** Which offsets are starts of live blocks, as span words and bitmaps say at this moment. */
public final class Blocks extends BlockLookup {
    private final Memory memory;
    private final Geometry geometry;

    public Blocks(Memory memory, Geometry geometry) {
        super(geometry);
        this.memory = memory;
        this.geometry = geometry;
    }

    /** Spans that have memory; what lies beyond must not be read. */
    @Override
    public int high() {
        return Math.clamp(memory.getAcquire(Superblock.SPAN_HIGH), 0, geometry.spanCount());
    }

    @Override
    public long word(int span) {
        return memory.getAcquire(geometry.spanState(span));
    }

    @Override
    public int liveBits(int span, int word) {
        return BlockLayout.liveBits(memory, geometry.bitmap(span) + (long) word * Long.BYTES);
    }
}

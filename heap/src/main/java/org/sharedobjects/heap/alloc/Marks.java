// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * What the collector of a cycle is told of blocks: that one is <em>shaded</em>, which means it may be reachable and is to be
 * visited, as object or as value; or <em>born</em>, not to be released. Each word is {@code cycle:32 | bits:32}, with two bits a
 * block for shades and one for births. A word of an older cycle counts as empty and is never cleared, so nobody who
 * stands still can clear what is new; one who comes late sets his bit in the newer word, which only keeps a block too long.
 */
public final class Marks {
    public static final int OBJECT = 1;
    public static final int VALUE = 2;

    private static final int SHADE_BITS = 2;
    private static final int SHADES_PER_WORD = Integer.SIZE / SHADE_BITS;
    private static final int BIRTHS_PER_WORD = Integer.SIZE;

    private final Memory memory;
    private final Geometry geometry;

    public Marks(Segment segment) {
        this.memory = segment.memory();
        this.geometry = segment.geometry();
    }

    /** The era now; a volatile read, so that it comes after the lock that was taken before. */
    public long era() {
        return memory.getVolatile(Superblock.EPOCH);
    }

    /** Shades a block as {@link #OBJECT} or {@link #VALUE}; what is no block is ignored. */
    public void shade(long cycle, long block, int use) {
        int index = BlockIndex.of(memory, geometry, block);
        if (index >= 0) {
            long word =
                    geometry.shades(BlockIndex.span(geometry, block)) + (long) (index / SHADES_PER_WORD) * Long.BYTES;
            set(word, cycle, (long) use << (index % SHADES_PER_WORD * SHADE_BITS));
        }
    }

    /** Marks a block as born; what is no block is ignored. */
    public void born(long cycle, long block) {
        int index = BlockIndex.of(memory, geometry, block);
        if (index >= 0) {
            long word =
                    geometry.births(BlockIndex.span(geometry, block)) + (long) (index / BIRTHS_PER_WORD) * Long.BYTES;
            set(word, cycle, 1L << (index % BIRTHS_PER_WORD));
        }
    }

    /** Marks blocks as born that one word of the span's bitmap stands for, if a cycle is on. */
    void bornIfOn(int span, int word, int bits) {
        long era = era();
        if (EraWord.phase(era) != EraWord.IDLE) {
            set(geometry.births(span) + (long) word * Long.BYTES, EraWord.cycle(era), bits & 0xFFFF_FFFFL);
        }
    }

    /** Marks a block as born if a cycle is on. */
    void bornIfOn(long block) {
        long era = era();
        if (EraWord.phase(era) != EraWord.IDLE) {
            born(EraWord.cycle(era), block);
        }
    }

    private void set(long word, long cycle, long bits) {
        for (; ; ) {
            long before = memory.getAcquire(word);
            boolean older = (int) (before >>> Integer.SIZE) - (int) cycle < 0;
            long after = older ? (cycle << Integer.SIZE) | bits : before | bits;
            if (after == before || memory.compareAndSet(word, before, after)) {
                return;
            }
        }
    }

    /** Bits of births of this cycle for the blocks that one word of the span's bitmap stands for. */
    public int births(long cycle, int span, int word) {
        return bits(geometry.births(span) + (long) word * Long.BYTES, cycle);
    }

    /** The words of shades of a span that holds blocks of this size class. */
    public static int shadeWords(int sizeClass) {
        return (BlockLayout.blocksPerSpan(sizeClass) + SHADES_PER_WORD - 1) / SHADES_PER_WORD;
    }

    /** Shades of this cycle of {@link #shadesPerWord} blocks, the first block lowest, two bits each. */
    public int shades(long cycle, int span, int word) {
        return bits(geometry.shades(span) + (long) word * Long.BYTES, cycle);
    }

    public static int shadesPerWord() {
        return SHADES_PER_WORD;
    }

    /** The use a block is shaded as: any of {@link #OBJECT} and {@link #VALUE}. */
    public static int shadeOf(int shades, int block) {
        return shades >>> (block * SHADE_BITS) & (OBJECT | VALUE);
    }

    private int bits(long word, long cycle) {
        long value = memory.getAcquire(word);
        return (int) (value >>> Integer.SIZE) == (int) cycle ? (int) value : 0;
    }
}

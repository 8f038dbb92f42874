// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.function.BooleanSupplier;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Releases blocks of which a collector knows that nobody can reach them, unless they were born in its cycle. The order
 * keeps a collector from doing harm that has stood still until others have gone on:
 *
 * <ul>
 *   <li>First the word that is to be changed is read: any change of it from then on lets the exchange fail.
 *   <li>Then the births. Who takes a block out of a bitmap marks it as born <em>before</em> its bit is set, so if the bit was
 *       there, the birth is. A birth can be hidden only by one of a later cycle,
 *   <li>which is what is looked for then, by {@code stillMine}.
 * </ul>
 */
public final class Reclaim {
    /** Fills what is released with {@link #POISON}, so that whoever still uses it is found out. For tests. */
    private static final boolean POISONING = Boolean.getBoolean("org.sharedobjects.poison");

    /** No cell, no offset, no capacity that fits a block. */
    static final long POISON = 0xDEAD_DEAD_DEAD_DEADL;

    private final Memory memory;
    private final Geometry geometry;
    private final Spans spans;
    private final SmallBlocks small;
    private final Marks marks;
    private final long cycle;
    private final BooleanSupplier stillMine;
    private long blocks;
    private long bytes;

    Reclaim(Allocator allocator, Spans spans, SmallBlocks small, long cycle, BooleanSupplier stillMine) {
        this.memory = allocator.memory();
        this.geometry = allocator.geometry();
        this.marks = allocator.marks();
        this.spans = spans;
        this.small = small;
        this.cycle = cycle;
        this.stillMine = stillMine;
    }

    /**
     * Releases small blocks.
     *
     * @param dead which, of those that one word of the span's bitmap stands for
     * @return false when the cycle belongs to somebody else by now
     */
    public boolean small(int span, int sizeClass, int word, int dead) {
        long offset = small.bitmapWord(span, word);
        for (; ; ) {
            long live = memory.getVolatile(offset);
            int released = dead & (int) live & ~marks.births(cycle, span, word);
            if (released == 0) {
                return true;
            }
            if (!stillMine.getAsBoolean()) {
                return false;
            }
            poison(span, sizeClass, word, released);
            if (Bitmap.clearExactly(memory, offset, live, released)) {
                small.freed(span, sizeClass);
                count(Integer.bitCount(released), SizeClasses.bytes(sizeClass));
                return true;
            }
        }
    }

    /**
     * Releases the large block that starts with this span if the span's word is still the same.
     *
     * @return false when the cycle belongs to somebody else by now
     */
    public boolean large(int span, long word) {
        if (spans.words().get(span) != word || (marks.births(cycle, span, 0) & 1) != 0) {
            return true;
        }
        if (!stillMine.getAsBoolean()) {
            return false;
        }
        long size = (long) SpanWord.length(word) * Geometry.SPAN_BYTES;
        poison(geometry.spanStart(span), size);
        if (spans.releaseLarge(span, word)) {
            count(1, size);
        }
        return true;
    }

    /**
     * Frees what is left of a large block by who was killed while he made or released it: the word of its first span has
     * been PARTIAL since before all threads have passed.
     */
    public void partial(int span, long word) {
        spans.giveBack(span, word);
    }

    /** Frees the span if it has small blocks of which none is live. */
    public void retire(int span) {
        spans.retire(span);
    }

    private void count(int released, long each) {
        blocks += released;
        bytes += released * each;
    }

    private void poison(int span, int sizeClass, int word, int released) {
        if (POISONING) {
            int size = SizeClasses.bytes(sizeClass);
            for (int bit = 0; bit < Bitmap.BITS; bit++) {
                if ((released >>> bit & 1) != 0) {
                    poison(geometry.spanStart(span) + ((long) word * Bitmap.BITS + bit) * size, size);
                }
            }
        }
    }

    private void poison(long block, long size) {
        if (POISONING) {
            for (long offset = block; offset < block + size; offset += Long.BYTES) {
                memory.putPlain(offset, POISON);
            }
        }
    }

    /** How many blocks have been released so far. */
    public long blocks() {
        return blocks;
    }

    /** How many bytes those had. */
    public long bytes() {
        return bytes;
    }
}

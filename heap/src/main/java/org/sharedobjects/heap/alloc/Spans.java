// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * Takes and gives back whole spans. Each changes hands by compare-and-set on its state word; who meets somebody else in the
 * middle of a row of spans lets go of what it has and looks again.
 */
final class Spans {
    static final int NONE = -1;
    private static final int LOST = -2;
    /** Instead of a size class: the spans become one large block. */
    private static final int WHOLE = -1;

    private static final int LEAST_GROWTH = 16;
    private static final int MOST_GROWTH = 1024;
    private static final int GROWTH_DIVISOR = 8;

    private final Segment segment;
    private final Memory memory;
    private final Geometry geometry;
    private final SpanWords words;
    private final LargeBlocks large;
    private final Retirement retirement;
    /** Spans below it are mostly taken. */
    private volatile int hint;

    Spans(Segment segment) {
        this.segment = segment;
        this.memory = segment.memory();
        this.geometry = segment.geometry();
        this.words = new SpanWords(memory, geometry);
        this.large = new LargeBlocks(words);
        this.retirement = new Retirement(memory, geometry, words);
    }

    SpanWords words() {
        return words;
    }

    /** First of {@code count} neighbouring spans that now belong to the caller, or {@link #NONE} when the heap is full. */
    int takeLarge(int count) {
        return take(count, WHOLE);
    }

    int takeSmall(int sizeClass) {
        return take(1, sizeClass);
    }

    private int take(int count, int sizeClass) {
        for (; ; ) {
            int first = claimBetween(hint, words.high(), count, sizeClass);
            if (first == NONE && hint > 0) {
                first = claimBetween(0, words.high(), count, sizeClass);
            }
            if (first >= 0) {
                hint = first + count;
                return first;
            }
            if (first == NONE && !backAgain(count) && !grow(count)) {
                return NONE;
            }
        }
    }

    /** First span of a row that is the caller's now; {@link #LOST} when there was one, and somebody else was faster. */
    private int claimBetween(int from, int to, int count, int sizeClass) {
        int run = 0;
        int result = NONE;
        for (int span = from; span < to; span++) {
            run = SpanWord.state(words.get(span)) == SpanWord.FREE ? run + 1 : 0;
            if (run == count) {
                int first = span - count + 1;
                if (claim(first, count, sizeClass)) {
                    return first;
                }
                run = 0;
                result = LOST;
            }
        }
        return result;
    }

    private boolean claim(int first, int count, int sizeClass) {
        if (sizeClass == WHOLE) {
            return large.claim(first, count);
        }
        long free = words.get(first);
        return SpanWord.state(free) == SpanWord.FREE && words.change(first, free, SpanWord.small(free, sizeClass));
    }

    /** As {@link LargeBlocks#release}. */
    boolean releaseLarge(int first, long word) {
        boolean released = large.release(first, word);
        if (released) {
            lookFrom(first);
        }
        return released;
    }

    /** Frees what has been left of a large block, see {@link LargeBlocks#giveBack}. */
    void giveBack(int first, long partial) {
        large.giveBack(first, partial);
        lookFrom(first);
    }

    /** Frees the span if it has small blocks and none is live. */
    boolean retire(int span) {
        boolean retired = retirement.retire(span);
        if (retired) {
            lookFrom(span);
        }
        return retired;
    }

    /** Frees all spans of small blocks of which none is live; false when there are none. */
    boolean retireAll() {
        boolean any = false;
        for (int span = 0; span < words.high(); span++) {
            any |= retire(span);
        }
        return any;
    }

    private void lookFrom(int span) {
        hint = Math.min(hint, span);
    }

    /** Gives memory to spans that had it before, as part of a row of that many free ones; false when there is none. */
    private boolean backAgain(int count) {
        int run = 0;
        for (int span = 0; span < words.high(); span++) {
            int state = SpanWord.state(words.get(span));
            run = state == SpanWord.FREE || state == SpanWord.UNBACKED ? run + 1 : 0;
            if (run == count) {
                return backAgain(span - count + 1, count);
            }
        }
        return false;
    }

    /** Memory first, then the word: as long as that is the same nobody takes the memory away. */
    private boolean backAgain(int first, int count) {
        for (int span = first; span < first + count; span++) {
            long word = words.get(span);
            if (SpanWord.state(word) != SpanWord.UNBACKED) {
                continue;
            }
            if (!segment.back(geometry.spanStart(span), Geometry.SPAN_BYTES)) {
                return false;
            }
            words.change(span, word, SpanWord.free(word));
        }
        return true;
    }

    /** More spans with memory behind them, {@code needed} at least. */
    private boolean grow(int needed) {
        int high = words.high();
        int room = geometry.spanCount() - high;
        if (needed > room) {
            return false;
        }
        int wanted = Math.clamp(high / GROWTH_DIVISOR, LEAST_GROWTH, MOST_GROWTH);
        for (int count = Math.min(room, Math.max(needed, wanted)); ; count = Math.max(needed, count / 2)) {
            if (back(high, count)) {
                open(high, count);
                return true;
            }
            if (count == needed) {
                return false;
            }
        }
    }

    private boolean back(int first, int count) {
        return segment.back(geometry.spanState(first), (long) count * Long.BYTES)
                && segment.back(geometry.bitmap(first), (long) count * Geometry.BITMAP_BYTES)
                && segment.back(geometry.shades(first), (long) count * Geometry.MARK_BYTES)
                && segment.back(geometry.spanStart(first), (long) count * Geometry.SPAN_BYTES);
    }

    /** Other processes may be doing the same, and may have taken some of the spans already. */
    private void open(int first, int count) {
        for (int span = first; span < first + count; span++) {
            words.change(span, SpanWord.UNBACKED, SpanWord.free(SpanWord.UNBACKED));
        }
        memory.raiseTo(Superblock.SPAN_HIGH, (long) first + count);
    }
}

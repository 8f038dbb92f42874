// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.error.HeapCorruptException;
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
    /** Spans below it are mostly taken. */
    private volatile int hint;

    Spans(Segment segment) {
        this.segment = segment;
        this.memory = segment.memory();
        this.geometry = segment.geometry();
    }

    /** Spans that have memory. Read from the heap, so bounded. */
    int high() {
        long high = memory.getAcquire(Superblock.SPAN_HIGH);
        if (high < 0 || high > geometry.spanCount()) {
            throw new HeapCorruptException("number of spans is out of range: spans=" + high);
        }
        return (int) high;
    }

    long word(int span) {
        return memory.getAcquire(geometry.spanState(span));
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
            int first = claimBetween(hint, high(), count, sizeClass);
            if (first == NONE && hint > 0) {
                first = claimBetween(0, high(), count, sizeClass);
            }
            if (first >= 0) {
                hint = first + count;
                return first;
            }
            if (first == NONE && !grow(count)) {
                return NONE;
            }
        }
    }

    /** First span of a row that is the caller's now; {@link #LOST} when there was one, and somebody else was faster. */
    private int claimBetween(int from, int to, int count, int sizeClass) {
        int run = 0;
        int result = NONE;
        for (int span = from; span < to; span++) {
            run = SpanWord.state(word(span)) == SpanWord.FREE ? run + 1 : 0;
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
        for (int i = count - 1; i >= 0; i--) {
            long offset = geometry.spanState(first + i);
            long word = memory.getAcquire(offset);
            boolean taken = SpanWord.state(word) == SpanWord.FREE
                    && memory.compareAndSet(offset, word, claimed(word, i, count, sizeClass));
            if (!taken) {
                for (int undo = i + 1; undo < count; undo++) {
                    free(first + undo);
                }
                return false;
            }
        }
        return true;
    }

    private static long claimed(long word, int index, int count, int sizeClass) {
        if (index > 0) {
            return SpanWord.tail(word);
        }
        return sizeClass == WHOLE ? SpanWord.large(word, count) : SpanWord.small(word, sizeClass);
    }

    private void free(int span) {
        long offset = geometry.spanState(span);
        long word = memory.getAcquire(offset);
        memory.compareAndSet(offset, word, SpanWord.free(word));
    }

    /**
     * Releases a large block if the word of its first span is still this one, which decides it. The words of its tails are
     * read before, while they cannot change, so that whoever stands still in between does no harm to what becomes of
     * them. If he is killed there, the tails are lost. In ascending order, so that before a tail there is always the block
     * or another tail, but for a moment.
     */
    boolean releaseLarge(int first, long word) {
        long[] tails = new long[tails(first, word)];
        for (int i = 0; i < tails.length; i++) {
            tails[i] = word(first + 1 + i);
        }
        if (!memory.compareAndSet(geometry.spanState(first), word, SpanWord.free(word))) {
            return false;
        }
        for (int i = 0; i < tails.length; i++) {
            if (SpanWord.state(tails[i]) == SpanWord.TAIL) {
                memory.compareAndSet(geometry.spanState(first + 1 + i), tails[i], SpanWord.free(tails[i]));
            }
        }
        hint = Math.min(hint, first);
        return true;
    }

    private int tails(int first, long word) {
        int count = SpanWord.length(word);
        if (count <= 0 || count > high() - first) {
            throw new HeapCorruptException("length of a large block is out of range: spans=" + count);
        }
        return count - 1;
    }

    /** More spans with memory behind them, {@code needed} at least. */
    private boolean grow(int needed) {
        int high = high();
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
            memory.compareAndSet(geometry.spanState(span), SpanWord.UNBACKED, SpanWord.free(SpanWord.UNBACKED));
        }
        memory.raiseTo(Superblock.SPAN_HIGH, (long) first + count);
    }
}

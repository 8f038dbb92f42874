// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.read.Problems;

/**
 * Span words and bitmaps. Each span is looked at until its word was the same before and after: others take spans and give
 * them back meanwhile.
 */
final class SpanCheck {
    private static final int MOST_LOOKS = 1000;
    private static final int WORDS_PER_PAGE = Geometry.PAGE_BYTES / Long.BYTES;

    private final Geometry geometry;
    private final Blocks blocks;
    private final Problems problems;
    private long live;

    SpanCheck(Geometry geometry, Blocks blocks, Problems problems) {
        this.geometry = geometry;
        this.blocks = blocks;
        this.problems = problems;
    }

    /** Number of live blocks. */
    long run() {
        int high = blocks.high();
        for (int span = 0; span < high; span++) {
            long mark = problems.count();
            long before = live;
            for (int looks = 1; !look(span, blocks.word(span)) && looks < MOST_LOOKS; looks++) {
                problems.backTo(mark);
                live = before;
                Thread.onSpinWait();
            }
        }
        checkUnbacked(high);
        return live;
    }

    /**
     * Whoever was killed while the heap grew may have left spans FREE that do not count yet. Only words that share a page
     * with the last one below the mark are looked at: beyond there may be no memory behind them, and reading gives it some.
     */
    private void checkUnbacked(int high) {
        long lastWord = geometry.spanTable() / Long.BYTES + high - 1;
        int end = (int) Math.min(geometry.spanCount(), high + WORDS_PER_PAGE - 1 - lastWord % WORDS_PER_PAGE);
        for (int span = high; high > 0 && span < end; span++) {
            long word = blocks.word(span);
            boolean untouched = SpanWord.state(word) == SpanWord.UNBACKED || SpanWord.state(word) == SpanWord.FREE;
            if (!untouched && span >= blocks.high()) {
                problems.add("span above the high-water mark is in use: span=%d, word=%#x", span, word);
            }
        }
    }

    /** False when the span was given another use meanwhile. Without a problem the answer does not matter. */
    private boolean look(int span, long word) {
        long mark = problems.count();
        switch (SpanWord.state(word)) {
            case SpanWord.FREE, SpanWord.UNBACKED -> unused(span, word);
            case SpanWord.PUNCHING -> checkUndivided(span, word);
            case SpanWord.TAIL -> tail(span, word);
            case SpanWord.SMALL -> small(span, word);
            case SpanWord.LARGE -> large(span, word);
            case SpanWord.PARTIAL -> partial(span, word);
            default -> problems.add("state of a span is unknown: span=%d, word=%#x", span, word);
        }
        return problems.count() == mark || blocks.word(span) == word;
    }

    private void unused(int span, long word) {
        if (!SpanWord.isPlain(word)) {
            problems.add("span word has more than its state: span=%d, word=%#x", span, word);
        }
        checkNoBits(span, 0);
    }

    /** A head is there before its tails are claimed, and until they are given back. */
    private void tail(int span, long word) {
        int distance = SpanWord.distance(word);
        long head = distance > 0 && distance <= span ? blocks.word(span - distance) : SpanWord.UNBACKED;
        int state = SpanWord.state(head);
        boolean follows = (state == SpanWord.LARGE || state == SpanWord.PARTIAL) && SpanWord.length(head) > distance;
        if (!follows) {
            problems.add("span is the tail of no large block: span=%d, word=%#x", span, word);
        }
        checkUndivided(span, word);
    }

    private void checkUndivided(int span, long word) {
        if (SpanWord.sizeClass(word) != 0 || SpanWord.isClosed(word)) {
            problems.add("span that is not divided has a size class: span=%d, word=%#x", span, word);
        }
        checkNoBits(span, 0);
    }

    private void small(int span, long word) {
        int sizeClass = SpanWord.sizeClass(word);
        if (sizeClass >= BlockLayout.SIZE_CLASSES || SpanWord.length(word) != 0) {
            problems.add("size class of a span is out of range: span=%d, word=%#x", span, word);
            return;
        }
        checkNoBits(span, BlockLayout.blocksPerSpan(sizeClass));
    }

    /** No live bit from block number {@code from} on; counts those before. */
    private void checkNoBits(int span, int from) {
        int words = Geometry.BITMAP_BYTES / Long.BYTES;
        for (int word = 0; word < words; word++) {
            int bits = blocks.liveBits(span, word);
            int existing = Math.clamp(from - word * BlockLayout.BITS_PER_WORD, 0, BlockLayout.BITS_PER_WORD);
            long beyond = existing == BlockLayout.BITS_PER_WORD ? 0 : bits >>> existing;
            live += Integer.bitCount(bits) - Long.bitCount(beyond & 0xFFFF_FFFFL);
            if (beyond != 0) {
                problems.add(
                        "bitmap has live bits beyond the blocks of its span: span=%d, blocks=%d, word=%d, bits=%#x",
                        span, from, word, bits);
            }
        }
    }

    /** Becomes a large block or was one, or whoever made or released it was killed. */
    private void partial(int span, long word) {
        checkLength(span, word);
        checkUndivided(span, word);
    }

    private boolean checkLength(int span, long word) {
        int length = SpanWord.length(word);
        boolean sound = length > 0 && length <= blocks.high() - span;
        if (!sound) {
            problems.add("length of a large block is out of range: span=%d, length=%d", span, length);
        }
        return sound;
    }

    private void large(int span, long word) {
        live++;
        checkUndivided(span, word);
        int length = checkLength(span, word) ? SpanWord.length(word) : 0;
        for (int distance = 1; distance < length; distance++) {
            if (!SpanWord.isTail(blocks.word(span + distance), distance)) {
                problems.add("large block lacks a tail: span=%d, length=%d, tail=%d", span, length, distance);
                return;
            }
        }
    }
}

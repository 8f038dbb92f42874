// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Memory;

/** Fills caches from the bitmaps of small spans, and clears live bits. */
final class SmallBlocks {
    /** How many spans to look through for released blocks before a fresh span is taken. */
    private static final int LOOK = 64;

    private final Memory memory;
    private final Geometry geometry;
    private final Spans spans;
    private final SpanWords words;
    private final Marks marks;
    /** Spans with released blocks that this process knows of. A hint: nothing is lost with it but time. */
    private final List<Queue<Integer>> partial = new ArrayList<>();

    private final Set<Long> known = ConcurrentHashMap.newKeySet();
    /** Bytes taken so far, large blocks included. */
    final LongAdder claimed = new LongAdder();

    private final int[] cursors = new int[SizeClasses.COUNT];

    SmallBlocks(Memory memory, Geometry geometry, Spans spans, Marks marks) {
        this.memory = memory;
        this.geometry = geometry;
        this.spans = spans;
        this.words = spans.words();
        this.marks = marks;
        for (int i = 0; i < SizeClasses.COUNT; i++) {
            partial.add(new ConcurrentLinkedQueue<>());
        }
    }

    /** Puts at least one block into the cache; false when the heap is full. */
    boolean fill(BlockCache cache, int sizeClass) {
        if (fillFrom(cache, sizeClass, cache.span(sizeClass), cache.nextWord(sizeClass))) {
            return true;
        }
        for (Integer span; (span = partial.get(sizeClass).poll()) != null; ) {
            known.remove(hint(span, sizeClass));
            if (fillFrom(cache, sizeClass, span, 0)) {
                return true;
            }
        }
        if (fillByLooking(cache, sizeClass, LOOK)) {
            return true;
        }
        // Other processes may find the blocks of a fresh span before we do.
        for (int fresh; (fresh = spans.takeSmall(sizeClass)) != Spans.NONE; ) {
            if (fillFrom(cache, sizeClass, fresh, 0)) {
                return true;
            }
        }
        return fillByLooking(cache, sizeClass, Integer.MAX_VALUE);
    }

    private boolean fillByLooking(BlockCache cache, int sizeClass, int most) {
        int high = words.high();
        int start = cursors[sizeClass];
        for (int i = 0; i < Math.min(high, most); i++) {
            int span = (start + i) % high;
            if (SpanWord.isSmall(words.get(span), sizeClass) && fillFrom(cache, sizeClass, span, 0)) {
                cursors[sizeClass] = span;
                return true;
            }
        }
        cursors[sizeClass] = high == 0 ? 0 : (start + Math.min(high, most)) % high;
        return false;
    }

    private boolean fillFrom(BlockCache cache, int sizeClass, int span, int from) {
        if (span == Spans.NONE || !isOpenOrOpened(span, sizeClass)) {
            cache.continueAt(sizeClass, Spans.NONE, 0);
            return false;
        }
        int blocks = SizeClasses.blocksPerSpan(sizeClass);
        for (int word = from; word * Bitmap.BITS < blocks; word++) {
            int taken = claim(span, sizeClass, word, existing(blocks - word * Bitmap.BITS));
            if (taken != 0) {
                claimed.add((long) Integer.bitCount(taken) * SizeClasses.bytes(sizeClass));
                long start = geometry.spanStart(span) + (long) word * Bitmap.BITS * SizeClasses.bytes(sizeClass);
                push(cache, sizeClass, start, taken);
                cache.continueAt(sizeClass, span, word + 1);
                return true;
            }
        }
        cache.continueAt(sizeClass, Spans.NONE, 0);
        return false;
    }

    private boolean isOpenOrOpened(int span, int sizeClass) {
        long word = words.get(span);
        return SpanWord.isSmall(word, sizeClass)
                && (!SpanWord.isClosed(word) || words.change(span, word, SpanWord.opened(word)));
    }

    /** Born first: a collector that finds the bits set, and then looks for births, must not take the blocks for old ones. */
    private int claim(int span, int sizeClass, int word, int wanted) {
        return Bitmap.claim(memory, bitmapWord(span, word), wanted, free -> {
            marks.bornIfOn(span, word, free);
            long now = words.get(span);
            return SpanWord.isSmall(now, sizeClass) && !SpanWord.isClosed(now);
        });
    }

    private static int existing(int blocks) {
        return blocks >= Bitmap.BITS ? -1 : (1 << blocks) - 1;
    }

    private static void push(BlockCache cache, int sizeClass, long start, int claimed) {
        for (int bit = Bitmap.BITS - 1; bit >= 0; bit--) {
            if (((claimed >>> bit) & 1) != 0) {
                cache.push(sizeClass, start + (long) bit * SizeClasses.bytes(sizeClass));
            }
        }
    }

    long bitmapWord(int span, int word) {
        return geometry.bitmap(span) + (long) word * Long.BYTES;
    }

    /** Number of the block in its span; the block must be one, and live. */
    int requireLive(long block, int span, int sizeClass) {
        if (sizeClass >= SizeClasses.COUNT) {
            throw new HeapCorruptException("size class is out of range: class=" + sizeClass);
        }
        long distance = block - geometry.spanStart(span);
        int index = (int) (distance / SizeClasses.bytes(sizeClass));
        boolean sound = distance % SizeClasses.bytes(sizeClass) == 0
                && index < SizeClasses.blocksPerSpan(sizeClass)
                && Bitmap.isLive(memory, bitmapWord(span, index / Bitmap.BITS), index % Bitmap.BITS);
        if (!sound) {
            throw new HeapCorruptException("released block is none: offset=" + block);
        }
        return index;
    }

    void clear(int span, int sizeClass, int index) {
        Bitmap.clear(memory, bitmapWord(span, index / Bitmap.BITS), index % Bitmap.BITS);
        freed(span, sizeClass);
    }

    /** To be told after live bits of the span were cleared. */
    void freed(int span, int sizeClass) {
        if (known.add(hint(span, sizeClass))) {
            partial.get(sizeClass).add(span);
        }
    }

    private static long hint(int span, int sizeClass) {
        return (long) span * SizeClasses.COUNT + sizeClass;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Gives back spans of small blocks of which none is live. The span is closed first, and then each word of its bitmap gets a
 * new tag. Who claims blocks reads the bitmap's word, then sees the span open, then exchanges the word: that fails if the
 * word got its tag in between, and else comes before, so that the live bits are found and the span is opened again. Hence
 * live bits are only ever set in spans that are in use with this size class. Tags are never reset, so that who comes later
 * still, such as a sweep, fails too. Anybody may go on with a closed span, or open it. The model is spans.pml.
 */
final class Retirement {
    private final Memory memory;
    private final Geometry geometry;
    private final SpanWords words;

    Retirement(Memory memory, Geometry geometry, SpanWords words) {
        this.memory = memory;
        this.geometry = geometry;
        this.words = words;
    }

    /** Whether the span was one of small blocks, had none that is live, and is free now. */
    boolean retire(int span) {
        long word = words.get(span);
        int count = bitmapWords(word);
        if (count == 0 || !isEmpty(span, count)) {
            return false;
        }
        long closed = SpanWord.isClosed(word) ? word : SpanWord.closed(word);
        if (closed != word && !words.change(span, word, closed)) {
            return false;
        }
        if (renewTags(span, count)) {
            return words.change(span, closed, SpanWord.free(closed));
        }
        words.change(span, closed, SpanWord.opened(closed));
        return false;
    }

    /** 0 unless the span is one of small blocks. */
    private static int bitmapWords(long word) {
        int sizeClass = SpanWord.sizeClass(word);
        return SpanWord.state(word) == SpanWord.SMALL && sizeClass < SizeClasses.COUNT
                ? BlockLayout.bitmapWords(sizeClass)
                : 0;
    }

    private boolean isEmpty(int span, int count) {
        for (int word = 0; word < count; word++) {
            if (BlockLayout.liveBits(memory, bitmapWord(span, word)) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean renewTags(int span, int count) {
        for (int word = 0; word < count; word++) {
            if (!Bitmap.renewTag(memory, bitmapWord(span, word))) {
                return false;
            }
        }
        return true;
    }

    private long bitmapWord(int span, int word) {
        return geometry.bitmap(span) + (long) word * Long.BYTES;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.SpanWord;

/**
 * Rows of spans that are one block each. The head is PARTIAL before the first tail is claimed and until the last one is
 * given back, so whoever is killed in between leaves a head by which the collector finds the rest. A tail says how far it
 * is from its head, and is given back only if the head was PARTIAL, by the same word, after the tail's word was read:
 * whatever the span has become since, it is no tail of this block, or its tag is another one. The model is span_rows.pml.
 */
final class LargeBlocks {
    private final SpanWords words;

    LargeBlocks(SpanWords words) {
        this.words = words;
    }

    /** Makes one block of spans that were free; false when somebody else has one of them. */
    boolean claim(int first, int count) {
        long free = words.get(first);
        long partial = SpanWord.partial(free, count);
        if (SpanWord.state(free) != SpanWord.FREE || !words.change(first, free, partial)) {
            return false;
        }
        for (int distance = 1; distance < count; distance++) {
            if (!claimTail(first, distance)) {
                giveBack(first, partial);
                return false;
            }
        }
        return words.change(first, partial, SpanWord.large(partial));
    }

    private boolean claimTail(int first, int distance) {
        long free = words.get(first + distance);
        return SpanWord.state(free) == SpanWord.FREE
                && words.change(first + distance, free, SpanWord.tail(free, distance));
    }

    /** Releases the block if the word of its first span is still this one. */
    boolean release(int first, long word) {
        int length = SpanWord.length(word);
        if (length <= 0 || length > words.high() - first) {
            throw new HeapCorruptException("length of a large block is out of range: spans=" + length);
        }
        long partial = SpanWord.partial(word, length);
        if (!words.change(first, word, partial)) {
            return false;
        }
        giveBack(first, partial);
        return true;
    }

    /** Frees what belongs to this head, unless others have done so. Nobody may be claiming more for it. */
    void giveBack(int first, long partial) {
        int length = Math.min(SpanWord.length(partial), words.high() - first);
        for (int distance = 1; distance < length; distance++) {
            long tail = words.get(first + distance);
            if (words.get(first) != partial) {
                return;
            }
            if (SpanWord.isTail(tail, distance)) {
                words.change(first + distance, tail, SpanWord.free(tail));
            }
        }
        words.change(first, partial, SpanWord.free(partial));
    }
}

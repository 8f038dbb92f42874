// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import org.sharedobjects.heap.layout.ObjectLayout;

/**
 * A copy of an object's body as it was at one moment.
 *
 * @param lock the object's lock word at that moment
 * @param offset where the body lay
 * @param blockBytes bytes from there to the end of its block; 0 when that is no block
 * @param words as many as the capacity says, but no more than the block holds; empty if it holds not even a header
 */
@SuppressWarnings("ArrayRecordComponent")
public record Body(long ref, long lock, long offset, long blockBytes, long[] words) {
    public static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    public static final Body NONE = new Body(0, 0, 0, 0, new long[0]);

    public boolean isNone() {
        return ref == 0;
    }

    public boolean hasHeader() {
        return words.length >= FIRST;
    }

    public boolean isInline() {
        return offset == ref + ObjectLayout.INLINE_BODY;
    }

    public long header() {
        return words[ObjectLayout.HEADER_WORD];
    }

    public int kind() {
        return hasHeader() ? ObjectLayout.kind(header()) : 0;
    }

    public int shape() {
        return ObjectLayout.shape(header());
    }

    /** As the header has it; the words may be fewer. */
    public int capacity() {
        return ObjectLayout.capacity(header());
    }

    /** Number of cells in this copy. */
    public int cells() {
        return words.length - FIRST;
    }

    public long size() {
        return words[ObjectLayout.SIZE_WORD];
    }

    public long cell(int index) {
        return words[FIRST + index];
    }
}

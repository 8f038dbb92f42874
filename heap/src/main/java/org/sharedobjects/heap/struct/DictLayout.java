// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;

/**
 * Body of a dict: {@code [header][size word][index…][entries…]}, with a {@link DictIndex}. An entry is a key cell and a value
 * cell, in the order of insertion; a removed one keeps its place, also in the index, until the body is rebuilt. The size word is
 * {@code entries used 32 | entries alive 32}.
 */
public final class DictLayout {
    public static final int SIZE = ObjectLayout.SIZE_WORD;
    public static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    public static final int ENTRY_WORDS = 2;

    /** Most entries of a dict that is one body; larger ones are trees. */
    public static final int MOST_SMALL = DictIndex.entriesOf(256);

    /** With more than that it becomes a tree when it has to be rebuilt, so that this is not done all the time. */
    static final int MOST_REBUILT = MOST_SMALL / 4 * 3;

    /** Most entries of any dict. */
    public static final int MAX_ENTRIES = 1 << 30;

    private DictLayout() {}

    public static long sizeWord(int used, int alive) {
        return (long) used << Integer.SIZE | alive;
    }

    public static int used(long sizeWord) {
        return (int) (sizeWord >>> Integer.SIZE);
    }

    public static int alive(long sizeWord) {
        return (int) sizeWord;
    }
}

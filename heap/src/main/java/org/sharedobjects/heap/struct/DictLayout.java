// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;

/**
 * Body of a dict: {@code [header][size word][index…][entries…]}. The index is a power of two of words
 * {@code hash 32 | entry number + 1}, probed linearly; 0 is free. An entry is a key cell and a value cell, in the order of
 * insertion; a removed one keeps its place and its index word until the body is rebuilt. The size word is
 * {@code entries used 32 | entries alive 32}.
 */
public final class DictLayout {
    public static final int SIZE = ObjectLayout.SIZE_WORD;
    public static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    public static final int MIN_INDEX = 2;
    public static final int ENTRY_WORDS = 2;

    /** Most entries of a dict that is one body; larger ones are trees. */
    public static final int MOST_SMALL = entriesOfIndex(256);

    /** With more than that it becomes a tree when it has to be rebuilt, so that this is not done all the time. */
    static final int MOST_REBUILT = MOST_SMALL / 4 * 3;

    /** Most entries of any dict. */
    public static final int MAX_ENTRIES = 1 << 30;

    private DictLayout() {}

    /** Number of index words in a body of this capacity; 0 for an impossible one. */
    public static int indexSize(int capacity) {
        return Integer.highestOneBit(capacity >>> 1);
    }

    /** Entries a body of this capacity has room for. */
    public static int entryLimit(int capacity) {
        return entriesOfIndex(indexSize(capacity));
    }

    public static int entriesOfIndex(int indexSize) {
        return (int) (indexSize * 2L / 3);
    }

    /** Least capacity with room for so many entries. */
    public static int capacityFor(int entries) {
        int indexSize = MIN_INDEX;
        while (entriesOfIndex(indexSize) < entries) {
            indexSize <<= 1;
        }
        return indexSize + ENTRY_WORDS * entriesOfIndex(indexSize);
    }

    public static int keyWord(int indexSize, int entry) {
        return FIRST + indexSize + ENTRY_WORDS * entry;
    }

    public static int valueWord(int indexSize, int entry) {
        return keyWord(indexSize, entry) + 1;
    }

    public static long indexWord(int hash, int entry) {
        return (long) hash << Integer.SIZE | (entry + 1);
    }

    public static int hashOf(long indexWord) {
        return (int) (indexWord >>> Integer.SIZE);
    }

    public static int entryOf(long indexWord) {
        return (int) indexWord - 1;
    }

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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.layout.ObjectLayout;

/**
 * A dict that has outgrown one body. Its body is {@code [header, kind DICT, capacity 1][-1][tuple of its parts]} and never
 * changes again. The capacity of 1 leaves no room for an index, and -1 is no count, so what works on small dicts finds out
 * by its ordinary tests.
 *
 * <pre>
 * parts    index, directory of chunks of entries, number of entries, number of the tail
 * ENTRIES  [header][entries used][owner][key, value, hash]…   in the order of insertion; chunks are full…, the tail, empty…
 * LEAF     [header][words used 32 | words removed 32][owner][hash 32 | position + 1]…   probed linearly
 * BRANCH   [header][0][owner][a LEAF or BRANCH for each value of the next 6 bits of the hash]
 * NUMBER   [header][number][owner]
 * </pre>
 *
 * A position is {@code chunk * CHUNK_ENTRIES + entry}. A leaf that is full becomes a branch, once, and a branch never
 * changes.
 */
public final class TreeLayout {
    public static final int ENTRIES = 8;
    public static final int LEAF = 9;
    public static final int BRANCH = 10;
    public static final int NUMBER = 11;

    public static final int ROOT_CAPACITY = 1;
    public static final long ROOT_SIZE = -1;
    public static final int PARTS_WORD = ObjectLayout.FIRST_CELL_WORD;

    public static final int INDEX = 0;
    public static final int DIRECTORY = 1;
    public static final int COUNT = 2;
    public static final int TAIL = 3;
    public static final int PARTS = 4;

    public static final int SIZE = ObjectLayout.SIZE_WORD;
    /** Of every part but the directory: the dict. */
    public static final int OWNER = ObjectLayout.FIRST_CELL_WORD;

    public static final int FIRST = OWNER + 1;

    /** What bodies of chunks are held to; those of a leaf only if hashes differ. */
    public static final int CHUNK_BYTES = 4096;

    public static final int MOST_CELLS = CHUNK_BYTES / Long.BYTES - FIRST;

    public static final int ENTRY_WORDS = 3;
    public static final int CHUNK_ENTRIES = MOST_CELLS / ENTRY_WORDS;
    public static final int CHUNK_CELLS = CHUNK_ENTRIES * ENTRY_WORDS;

    /** Positions end here. */
    public static final int MAX_POSITION = (1 << 30) - 1;

    public static final int BRANCH_BITS = 6;
    public static final int CHILDREN = 1 << BRANCH_BITS;
    /** Bits of the hash that lie before those that tell the child; a node that far down has none and stays a leaf. */
    public static final int LAST_SHIFT = Integer.SIZE / BRANCH_BITS * BRANCH_BITS;

    /** In place of an index word that was removed. */
    public static final long REMOVED = 0xFFFF_FFFFL;

    private static final int LEAST_LEAF_CELLS = 5;

    private TreeLayout() {}

    public static boolean isRoot(long header) {
        return ObjectLayout.capacity(header) == ROOT_CAPACITY;
    }

    public static boolean isPart(int kind) {
        return kind >= ENTRIES && kind <= NUMBER;
    }

    public static boolean isBranch(long header) {
        return ObjectLayout.kind(header) == BRANCH && cells(header) == CHILDREN;
    }

    /** Of a part with so many cells behind the owner. */
    public static int capacity(int cells) {
        return cells + FIRST - ObjectLayout.FIRST_CELL_WORD;
    }

    /** Cells behind the owner. */
    public static int cells(long header) {
        return Math.max(0, ObjectLayout.capacity(header) - capacity(0));
    }

    // ---- entries

    public static int keyWord(int entry) {
        return FIRST + ENTRY_WORDS * entry;
    }

    public static int valueWord(int entry) {
        return keyWord(entry) + 1;
    }

    public static int hashWord(int entry) {
        return keyWord(entry) + 2;
    }

    public static int chunkOf(long position) {
        return (int) (position / CHUNK_ENTRIES);
    }

    public static int entryOf(long position) {
        return (int) (position % CHUNK_ENTRIES);
    }

    public static long position(long chunk, int entry) {
        return chunk * CHUNK_ENTRIES + entry;
    }

    // ---- index

    /** Which child of a branch. Branches take the lower bits of a hash, places in a leaf the upper ones. */
    public static int child(int hash, int shift) {
        return hash >>> shift & (CHILDREN - 1);
    }

    /** Where probing starts in a leaf of so many cells. */
    public static int place(int hash, int cells) {
        return (int) (((hash & 0xFFFF_FFFFL) * cells) >>> Integer.SIZE);
    }

    public static long indexWord(int hash, long position) {
        return (long) hash << Integer.SIZE | (position + 1);
    }

    public static int hashOf(long indexWord) {
        return (int) (indexWord >>> Integer.SIZE);
    }

    /** Negative for a removed word and for nonsense. */
    public static int positionOf(long indexWord) {
        return (int) indexWord - 1;
    }

    public static long leafSize(int used, int removed) {
        return (long) used << Integer.SIZE | removed;
    }

    public static int used(long leafSize) {
        return (int) (leafSize >>> Integer.SIZE);
    }

    public static int removed(long leafSize) {
        return (int) leafSize;
    }

    /** Most words in use, removed ones included, of a leaf of so many cells. */
    public static int leafLimit(int cells) {
        return (int) (cells * 2L / 3);
    }

    /** Cells of a leaf that has room for so many words. Body and header fill a block. */
    public static int leafCells(int words) {
        int cells = LEAST_LEAF_CELLS;
        while (leafLimit(cells) < words) {
            cells = 2 * (cells + FIRST) - FIRST;
        }
        return cells;
    }
}

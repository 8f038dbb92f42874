// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Replaces a part of a large list by other elements, as part of the running transaction: gives new bodies to the chunks
 * from the first that changes on, up to the last one if elements change their places.
 */
final class ListSplice {
    private final Mutator mutator;
    private final long list;
    private final long directory;
    private final Tail tail;
    private final long[] buffer = new long[ListChunk.CELLS];

    // The part that is replaced.
    private long start;
    private long deleted;
    private long[] cells = {};
    private int count;

    ListSplice(Mutator mutator, long list, long directory, Tail tail) {
        this.mutator = mutator;
        this.list = list;
        this.directory = directory;
        this.tail = tail;
    }

    /** Puts the first {@code count} cells in the place of the deleted elements, which are there. */
    void replace(long from, long deleteCount, long[] newCells, int newCount) {
        start = from;
        deleted = deleteCount;
        cells = newCells;
        count = newCount;
        long oldSize = tail.size();
        long newSize = oldSize - deleted + count;
        ListTree.checkSize(newSize);
        long changedEnd = deleted == count ? start + count : Math.max(oldSize, newSize);
        if (changedEnd > start) {
            rewrite((int) (start >> ListChunk.SHIFT), (int) ((changedEnd - 1) >> ListChunk.SHIFT), newSize);
        }
    }

    private void rewrite(int first, int last, long newSize) {
        try (NewBodies bodies = new NewBodies(mutator, last - first + 1)) {
            for (int number = first; number <= last; number++) {
                bodies.make(number - first, list, number, countOf(number, newSize));
            }
            Directory.ensure(mutator, directory, last + 2, (from, number) -> ListChunk.create(from, list, number, 0));
            // Elements move towards the end or the start: none is overwritten before it has been read.
            boolean up = count > deleted;
            for (int i = 0; i <= last - first; i++) {
                int number = up ? last - i : first + i;
                read(number, countOf(number, newSize));
                bodies.fill(number - first, buffer, 0, countOf(number, newSize));
                bodies.install(number - first, Tail.chunk(mutator.memory(), directory, number));
            }
        }
    }

    private static int countOf(int number, long size) {
        return Math.clamp(size - ((long) number << ListChunk.SHIFT), 0, ListChunk.CELLS);
    }

    /** Reads what chunk {@code number} is going to hold. */
    private void read(int number, int elements) {
        long base = (long) number << ListChunk.SHIFT;
        int at = readOld(base, 0, Math.clamp(start - base, 0, elements));
        int inserted = Math.clamp(start + count - base - at, 0, elements - at);
        System.arraycopy(cells, (int) (inserted == 0 ? 0 : base + at - start), buffer, at, inserted);
        at += inserted;
        readOld(base + at - count + deleted, at, elements - at);
    }

    /** Reads elements as they were, from one chunk or two. */
    private int readOld(long index, int to, int elements) {
        int atFirst = Math.min(elements, ListChunk.CELLS - ((int) index & ListChunk.MASK));
        if (atFirst > 0) {
            ListTree.loadCells(mutator, directory, index, buffer, to, atFirst);
        }
        if (elements > atFirst) {
            ListTree.loadCells(mutator, directory, index + atFirst, buffer, to + atFirst, elements - atFirst);
        }
        return to + elements;
    }
}

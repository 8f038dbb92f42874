// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import static org.sharedobjects.heap.dicttree.TreeLayout.CHUNK_ENTRIES;
import static org.sharedobjects.heap.dicttree.TreeLayout.FIRST;
import static org.sharedobjects.heap.dicttree.TreeLayout.SIZE;

import java.util.Arrays;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.value.Cell;

/**
 * The entries of a tree in the order of insertion. Those before the tail are full chunks, which may hold removed entries;
 * those behind it are empty, and there always is one that is not full: so whoever reads up to the end has the chunk in its
 * read set that the next entry will change.
 */
final class EntryLog {
    private final Words words;
    private final long directory;
    private final long tail;

    EntryLog(Words words, long directory, long tail) {
        this.words = words;
        this.directory = directory;
        this.tail = tail;
    }

    /** A chunk that nobody can see yet; its body comes with its first entry. */
    static long emptyChunk(Allocator allocator, long owner) {
        return Parts.create(allocator, TreeLayout.ENTRIES, owner);
    }

    /** A body for so many cells, whose entries are still to come. */
    private long body(long chunk, int cells) {
        int capacity = TreeLayout.capacity(cells);
        long body = Bodies.createBody(words.allocator(), 0, TreeLayout.ENTRIES, capacity, 0);
        words.memory().putPlain(Bodies.at(body, TreeLayout.OWNER), owner(chunk));
        return body;
    }

    private long owner(long chunk) {
        return words.load(chunk, TreeLayout.OWNER);
    }

    private long chunk(long number) {
        long chunk = number > TreeLayout.chunkOf(TreeLayout.MAX_POSITION)
                ? Directory.NONE
                : Directory.child(words.memory(), directory, (int) number);
        if (chunk == Directory.NONE) {
            throw new HeapCorruptException(
                    "dict lacks a chunk of entries: directory=%d, chunk=%d".formatted(directory, number));
        }
        return chunk;
    }

    private long chunkOf(long position) {
        return chunk(TreeLayout.chunkOf(position));
    }

    /** Entries used of a chunk, removed ones included. */
    private int used(long chunk) {
        long header = words.load(chunk, ObjectLayout.HEADER_WORD);
        long used = words.load(chunk, SIZE);
        boolean fits = used >= 0
                && used <= CHUNK_ENTRIES
                && used * TreeLayout.ENTRY_WORDS <= TreeLayout.cells(header)
                && ObjectLayout.kind(header) == TreeLayout.ENTRIES;
        if (!fits) {
            throw new HeapCorruptException(
                    "chunk of entries makes no sense: object=%d, header=%#x, used=%d".formatted(chunk, header, used));
        }
        return (int) used;
    }

    /** Key at a position that may be outdated; {@link Cell#EMPTY} where no entry is, a tombstone where one was. */
    long key(long position) {
        long chunk = Directory.child(words.memory(), directory, TreeLayout.chunkOf(position));
        int entry = TreeLayout.entryOf(position);
        boolean there = chunk != Directory.NONE && entry < used(chunk);
        return there ? words.load(chunk, TreeLayout.keyWord(entry)) : Cell.EMPTY;
    }

    long value(long position) {
        return words.load(chunkOf(position), TreeLayout.valueWord(TreeLayout.entryOf(position)));
    }

    void setValue(long position, long value) {
        words.store(chunkOf(position), TreeLayout.valueWord(TreeLayout.entryOf(position)), value);
    }

    int hash(long position) {
        return (int) words.load(chunkOf(position), TreeLayout.hashWord(TreeLayout.entryOf(position)));
    }

    /** Adds an entry and returns its position. */
    long append(long key, int hash, long value) {
        long number = tailNumber();
        long chunk = chunk(number);
        int used = used(chunk);
        if (used == CHUNK_ENTRIES) {
            throw new HeapCorruptException("tail of a dict is full: directory=%d".formatted(directory));
        }
        long position = TreeLayout.position(number, used);
        if (position > TreeLayout.MAX_POSITION) {
            throw new HeapLimitException("dict is too large: entries=" + position);
        }
        if (used == 0) {
            makeRoom(chunk);
        }
        if (used == CHUNK_ENTRIES - 1) {
            words.ensureChunks(directory, (int) number + 2, owner(chunk));
            words.store(tail, SIZE, number + 1);
        }
        words.store(chunk, TreeLayout.keyWord(used), key);
        words.store(chunk, TreeLayout.valueWord(used), value);
        words.store(chunk, TreeLayout.hashWord(used), hash);
        words.store(chunk, SIZE, used + 1L);
        return position;
    }

    private void makeRoom(long chunk) {
        int cells = TreeLayout.cells(words.load(chunk, ObjectLayout.HEADER_WORD));
        if (cells < TreeLayout.CHUNK_CELLS) {
            words.replaceBody(chunk, body(chunk, TreeLayout.CHUNK_CELLS));
        }
    }

    private long tailNumber() {
        long number = words.load(tail, SIZE);
        if (number < 0) {
            throw new HeapCorruptException("tail of a dict is out of range: chunk=" + number);
        }
        return number;
    }

    /** Number of entries used, removed ones included, if the next one starts a chunk; else 0. */
    long usedIfAtBoundary() {
        long number = tailNumber();
        return number > 0 && used(chunk(number)) == 0 ? number * CHUNK_ENTRIES : 0;
    }

    /** The entry keeps its place. */
    void remove(long position) {
        long chunk = chunkOf(position);
        words.store(chunk, TreeLayout.keyWord(TreeLayout.entryOf(position)), Cell.TOMBSTONE);
        words.store(chunk, TreeLayout.valueWord(TreeLayout.entryOf(position)), Cell.EMPTY);
    }

    /** Position of the last entry there is; -1 if there is none. */
    long last() {
        for (long number = tailNumber(); number >= 0; number--) {
            long chunk = chunk(number);
            int entry = present(chunk, used(chunk)) - 1;
            if (entry >= 0) {
                return TreeLayout.position(number, entry);
            }
        }
        return -1;
    }

    /** Number of the first entries of a chunk, of so many, up to the last one that is not removed. */
    private int present(long chunk, int used) {
        int present = used;
        while (present > 0 && words.load(chunk, TreeLayout.keyWord(present - 1)) == Cell.TOMBSTONE) {
            present--;
        }
        return present;
    }

    /** Position of the last entry there is, with those behind it that are removed cut off; -1 if there is none. */
    long cutToLast() {
        long end = tailNumber();
        for (long number = end; number >= 0; number--) {
            long chunk = chunk(number);
            int used = used(chunk);
            int keep = present(chunk, used);
            if (keep != used) {
                words.store(chunk, SIZE, keep);
            }
            if (number != end && keep != CHUNK_ENTRIES) {
                words.store(tail, SIZE, number);
            }
            if (keep > 0) {
                return TreeLayout.position(number, keep - 1);
            }
        }
        return -1;
    }

    /** Takes the last entry, whose position {@link #cutToLast} gave, away. */
    void cut(long position) {
        long number = TreeLayout.chunkOf(position);
        long chunk = chunk(number);
        int entry = TreeLayout.entryOf(position);
        words.store(chunk, TreeLayout.keyWord(entry), Cell.EMPTY);
        words.store(chunk, TreeLayout.valueWord(entry), Cell.EMPTY);
        words.store(chunk, SIZE, entry);
        if (words.load(tail, SIZE) != number) {
            words.store(tail, SIZE, number);
        }
    }

    /** The first position at or behind this one where an entry is; -1 if there is none. */
    long next(long position) {
        long from = Math.max(0, position);
        if (Directory.child(words.memory(), directory, TreeLayout.chunkOf(from)) == Directory.NONE) {
            return -1;
        }
        for (long number = TreeLayout.chunkOf(from), used = CHUNK_ENTRIES; used == CHUNK_ENTRIES; number++) {
            long chunk = chunk(number);
            used = used(chunk);
            int first = number == TreeLayout.chunkOf(from) ? TreeLayout.entryOf(from) : 0;
            for (int entry = first; entry < used; entry++) {
                if (words.load(chunk, TreeLayout.keyWord(entry)) != Cell.TOMBSTONE) {
                    return TreeLayout.position(number, entry);
                }
            }
        }
        return -1;
    }

    void clear() {
        for (long number = 0, used = CHUNK_ENTRIES; used == CHUNK_ENTRIES; number++) {
            long chunk = chunk(number);
            used = used(chunk);
            if (used > 0) {
                words.replaceBody(chunk, body(chunk, 0));
            }
        }
        words.store(tail, SIZE, 0);
    }

    /** All entries there are, {@link TreeLayout#ENTRY_WORDS} words each. */
    long[] entries() {
        long[] found = new long[TreeLayout.CHUNK_CELLS];
        long[] cells = new long[TreeLayout.CHUNK_CELLS];
        int count = 0;
        for (long number = 0, used = CHUNK_ENTRIES; used == CHUNK_ENTRIES; number++) {
            long chunk = chunk(number);
            used = used(chunk);
            int length = (int) used * TreeLayout.ENTRY_WORDS;
            words.loadRange(chunk, FIRST, cells, length);
            found = withRoom(found, (long) count + length);
            for (int i = 0; i < length; i += TreeLayout.ENTRY_WORDS) {
                if (cells[i] != Cell.TOMBSTONE) {
                    System.arraycopy(cells, i, found, count, TreeLayout.ENTRY_WORDS);
                    count += TreeLayout.ENTRY_WORDS;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private long[] withRoom(long[] found, long length) {
        if (length * Long.BYTES > words.memory().sizeBytes()) {
            throw new HeapCorruptException("dict has more entries than fit into the heap: directory=" + directory);
        }
        if (length > Integer.MAX_VALUE / 2) {
            throw new HeapLimitException("dict is too large to be copied: words=" + length);
        }
        return length <= found.length
                ? found
                : Arrays.copyOf(found, (int) Math.max(length, Math.min(2L * found.length, Integer.MAX_VALUE / 2)));
    }
}

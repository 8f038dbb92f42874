// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import java.util.function.LongConsumer;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.chunk.OwnTransaction;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Large lists: {@code root [header][-1][directory]}, never changed again once that is there. What the elements are is said
 * by the chunks alone:
 *
 * <ul>
 *   <li>Chunk {@code k} holds the elements from {@code k * CELLS} on, as many as its count says; cells behind are empty.
 *   <li>At every moment the chunks are full up to one that may be partly filled, and empty behind it. So the size of the
 *       list follows from its last chunk with elements. A partly filled one says by itself that it is the last, and an
 *       operation that leaves it partly filled, or makes it full or empty, needs no other. Whoever puts elements into an
 *       empty chunk, or takes some from a full one, has read the one before or behind it in the same transaction.
 *   <li>Behind a chunk with elements there is another: it was attached before those were committed. So whoever has to know
 *       that a full chunk is the last one has a chunk to read.
 * </ul>
 *
 * Emptied chunks stay, with the smallest body.
 */
public final class ListTree {
    /** Size word of the root of a tree. */
    public static final long MARK = -1;

    /** Most elements of a flat list: its body has 4 KiB. */
    public static final int MOST_FLAT = 510;

    private static final int MAX_CHUNKS = Integer.MAX_VALUE >> ListChunk.SHIFT;
    /** Most elements. */
    public static final int MAX_SIZE = MAX_CHUNKS << ListChunk.SHIFT;

    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    private static final int ROOT_CAPACITY = 1;
    /** Runs that lose against writers before an operation becomes a transaction, which can get priority. */
    private static final int PLAIN_RUNS = 64;

    private ListTree() {}

    private static int chunksOf(long elements) {
        return (int) ((elements + ListChunk.CELLS - 1) >> ListChunk.SHIFT);
    }

    // ---- lists that nobody can see yet

    /** An empty one with room for this many elements. */
    public static long create(Allocator allocator, int shape, int listKind, int elements) {
        int chunks = chunksOf(elements);
        long list = Bodies.createObject(allocator, shape, listKind, ROOT_CAPACITY);
        long directory;
        try {
            directory = Directory.create(
                    allocator,
                    chunks + 1,
                    (from, number) -> ListChunk.create(from, list, number, number < chunks ? ListChunk.CELLS : 0));
        } catch (RuntimeException | Error e) {
            allocator.releaseOrLose(list);
            throw e;
        }
        putRoot(allocator.memory(), list + ObjectLayout.INLINE_BODY, directory);
        return list;
    }

    private static void putRoot(Memory memory, long body, long directory) {
        memory.putPlain(Bodies.at(body, FIRST), Cell.ofRef(directory));
        memory.putPlain(Bodies.at(body, SIZE), MARK);
    }

    /** Fills one that was made with room for at least that many elements. */
    public static void fillFresh(Memory memory, long list, long[] cells, int count) {
        long directory = ListTreeSteps.directory(memory, list);
        for (int from = 0; from < count; from += ListChunk.CELLS) {
            int length = Math.min(ListChunk.CELLS, count - from);
            long body = Tail.chunk(memory, directory, from >> ListChunk.SHIFT) + ObjectLayout.INLINE_BODY;
            memory.copyIn(cells, from, Bodies.at(body, FIRST), length);
            memory.putPlain(Bodies.at(body, SIZE), length);
        }
    }

    /** Gives the blocks of a list that nobody can see yet, but for its root. */
    public static void blocks(Memory memory, long list, LongConsumer block) {
        long directory = ListTreeSteps.directory(memory, list);
        if (directory != Directory.NONE) {
            Directory.blocks(memory, directory, block);
        }
    }

    // ---- from flat to tree

    /**
     * Makes a tree of a flat list; that changes none of its elements. The chunks that elements of a flat list can come to
     * lie in all get new versions, so that no older snapshot takes them for what the list was then.
     */
    public static void grow(Mutator mutator, long list) {
        OwnTransaction.joinOrRun(mutator, () -> {
            long size = mutator.load(list, SIZE);
            if (size != MARK) {
                long directory = emptyDirectory(mutator.allocator(), list);
                Directory.blocks(mutator.memory(), directory, mutator::born);
                convert(mutator, list, size, directory);
            }
            return 0;
        });
    }

    private static long emptyDirectory(Allocator allocator, long list) {
        return Directory.create(
                allocator, chunksOf(MOST_FLAT) + 1, (from, number) -> ListChunk.create(from, list, number, 0));
    }

    private static void convert(Mutator mutator, long list, long size, long directory) {
        if (size < 0 || size > MOST_FLAT) {
            throw new HeapCorruptException("list is longer than its body: object=%d, size=%d".formatted(list, size));
        }
        long[] cells = new long[(int) size];
        mutator.loadRange(list, FIRST, cells, 0, cells.length);
        long header = mutator.load(list, ObjectLayout.HEADER_WORD);
        int chunks = chunksOf(MOST_FLAT);
        try (NewBodies bodies = new NewBodies(mutator, chunks + 1)) {
            for (int i = 0; i < chunks; i++) {
                int from = i << ListChunk.SHIFT;
                int count = Math.clamp(cells.length - (long) from, 0, ListChunk.CELLS);
                bodies.make(i, list, i, count);
                bodies.fill(i, cells, Math.min(from, cells.length), count);
            }
            int kind = ObjectLayout.kind(header);
            int shape = ObjectLayout.shape(header);
            bodies.put(chunks, Bodies.createBody(mutator.allocator(), shape, kind, ROOT_CAPACITY, 0));
            putRoot(mutator.memory(), bodies.get(chunks), directory);
            for (int i = 0; i < chunks; i++) {
                bodies.install(i, Directory.child(mutator.memory(), directory, i));
            }
            bodies.install(chunks, list);
        }
    }

    // ---- operations, each one step or part of the running transaction

    private static long directory(Mutator mutator, long list) {
        long cell = mutator.peek(list, FIRST);
        if (!Cell.isRef(cell)) {
            throw new HeapCorruptException("list has no directory: object=%d, cell=%#x".formatted(list, cell));
        }
        return Cell.offset(cell);
    }

    private static Tail tail(Mutator mutator, long directory) {
        Tail tail = Tail.load(mutator, directory);
        if (tail.size() > Math.min(MAX_SIZE, mutator.memory().sizeBytes() / Long.BYTES)) {
            throw new HeapCorruptException(
                    "list is longer than its heap: directory=%d, size=%d".formatted(directory, tail.size()));
        }
        return tail;
    }

    public static int size(Mutator mutator, long list) {
        int size = mutator.active() ? -1 : ListTreeSteps.trySize(mutator.memory(), list);
        return size >= 0
                ? size
                : (int) OwnTransaction.joinOrRun(
                        mutator, () -> tail(mutator, directory(mutator, list)).size());
    }

    /** Element, or {@link Cell#OUT_OF_RANGE}. */
    public static long get(Mutator mutator, long list, long index) {
        if (!mutator.active()) {
            long cell = ListTreeSteps.tryGet(mutator.memory(), list, index);
            if (cell != Cell.MISS_SLOW) {
                return cell;
            }
        }
        return at(mutator, list, index, (chunk, word) -> mutator.load(chunk, word));
    }

    /** Stores an element and returns the one before, or {@link Cell#OUT_OF_RANGE}. */
    public static long set(Mutator mutator, long list, long index, long cell) {
        return at(mutator, list, index, (chunk, word) -> {
            long before = mutator.load(chunk, word);
            mutator.store(chunk, word, cell);
            return before;
        });
    }

    @FunctionalInterface
    private interface AtWord {
        long run(long chunk, int word);
    }

    private static long at(Mutator mutator, long list, long index, AtWord action) {
        return OwnTransaction.joinOrRun(mutator, () -> {
            long directory = directory(mutator, list);
            long at = index;
            long chunk = index >= 0 && index < MAX_SIZE
                    ? Directory.child(mutator.memory(), directory, (int) (index >> ListChunk.SHIFT))
                    : Directory.NONE;
            if (chunk == Directory.NONE) {
                long size = tail(mutator, directory).size();
                at = index < 0 ? index + size : index;
                if (at < 0 || at >= size) {
                    return Cell.OUT_OF_RANGE;
                }
                chunk = Tail.chunk(mutator.memory(), directory, (int) (at >> ListChunk.SHIFT));
            }
            int within = (int) at & ListChunk.MASK;
            return within < Tail.loadCount(mutator, chunk) ? action.run(chunk, FIRST + within) : Cell.OUT_OF_RANGE;
        });
    }

    public static void append(Mutator mutator, long list, long cell) {
        if (!mutator.active() && appended(mutator, list, cell)) {
            return;
        }
        OwnTransaction.joinOrRun(mutator, () -> {
            long directory = directory(mutator, list);
            Tail tail = tail(mutator, directory);
            if (tail.count() > 0 && tail.count() < ListChunk.CELLS) {
                mutator.store(tail.chunk(), FIRST + tail.count(), cell);
                mutator.store(tail.chunk(), SIZE, tail.count() + 1L);
            } else {
                new ListSplice(mutator, list, directory, tail).replace(tail.size(), 0, new long[] {cell}, 1);
            }
            return 0;
        });
    }

    /** Appends without reading the list, as long as the last chunk is partly filled; false when nothing was done. */
    public static boolean appendBlindly(Mutator mutator, long list, long cell) {
        long directory = directory(mutator, list);
        long chunk = Tail.chunk(mutator.memory(), directory, Tail.search(mutator, directory));
        long count = mutator.peek(chunk, SIZE);
        return count > 0
                && count < ListChunk.CELLS
                && mutator.peek(chunk, FIRST + (int) count) == Cell.EMPTY
                && mutator.append(chunk, cell);
    }

    /** Without a transaction, as long as the last chunk is partly filled. */
    private static boolean appended(Mutator mutator, long list, long cell) {
        long directory = directory(mutator, list);
        for (int run = 0; run < PLAIN_RUNS; run++) {
            long chunk = Tail.chunk(mutator.memory(), directory, Tail.search(mutator, directory));
            mutator.settle(chunk);
            if (ListTreeSteps.tryAppendTo(mutator, chunk, cell)) {
                return true;
            }
            long count = mutator.peek(chunk, SIZE);
            if (count <= 0 || count >= ListChunk.CELLS) {
                return false;
            }
        }
        return false;
    }

    /** Removes an element and returns it, or {@link Cell#OUT_OF_RANGE}. */
    public static long remove(Mutator mutator, long list, long index) {
        if (index == -1 && !mutator.active()) {
            long cell = ListTreeSteps.tryPop(mutator, list);
            if (cell != Cell.MISS_SLOW) {
                return cell;
            }
        }
        return OwnTransaction.joinOrRun(mutator, () -> {
            long directory = directory(mutator, list);
            Tail tail = tail(mutator, directory);
            long at = index < 0 ? index + tail.size() : index;
            if (at < 0 || at >= tail.size()) {
                return Cell.OUT_OF_RANGE;
            }
            long chunk = Tail.chunk(mutator.memory(), directory, (int) (at >> ListChunk.SHIFT));
            long cell = mutator.load(chunk, FIRST + ((int) at & ListChunk.MASK));
            if (at == tail.size() - 1 && tail.count() > 1) {
                mutator.store(chunk, FIRST + tail.count() - 1, Cell.EMPTY);
                mutator.store(chunk, SIZE, tail.count() - 1L);
            } else {
                new ListSplice(mutator, list, directory, tail).replace(at, 1, new long[0], 0);
            }
            return cell;
        });
    }

    /** As that of flat lists. */
    public static void splice(Mutator mutator, long list, long from, long deleteCount, long[] cells, int count) {
        OwnTransaction.joinOrRun(mutator, () -> {
            long directory = directory(mutator, list);
            Tail tail = tail(mutator, directory);
            long size = tail.size();
            long start = Math.clamp(from < 0 ? from + size : from, 0, size);
            long deleted = Math.clamp(deleteCount, 0, size - start);
            new ListSplice(mutator, list, directory, tail).replace(start, deleted, cells, count);
            return 0;
        });
    }

    /** At most {@code most} elements from {@code from} on, as they were at one moment. */
    public static long[] copy(Mutator mutator, long list, int from, int most) {
        long[][] result = {{}};
        OwnTransaction.joinOrRun(mutator, () -> {
            long directory = directory(mutator, list);
            int size = (int) tail(mutator, directory).size();
            int start = Math.min(from, size);
            long[] cells = new long[Math.min(most, size - start)];
            for (int done = 0; done < cells.length; ) {
                int index = start + done;
                int count = Math.min(ListChunk.CELLS - (index & ListChunk.MASK), cells.length - done);
                loadCells(mutator, directory, index, cells, done, count);
                done += count;
            }
            result[0] = cells;
            return 0;
        });
        return result[0];
    }

    /** Elements that lie in one chunk and are there. */
    static void loadCells(Mutator mutator, long directory, long index, long[] target, int to, int count) {
        long chunk = Tail.chunk(mutator.memory(), directory, (int) (index >> ListChunk.SHIFT));
        int within = (int) index & ListChunk.MASK;
        if (Tail.loadCount(mutator, chunk) < within + count) {
            throw new HeapCorruptException(
                    "chunk lacks elements: object=%d, needed=%d".formatted(chunk, within + count));
        }
        mutator.loadRange(chunk, FIRST + within, target, to, count);
    }

    static void checkSize(long size) {
        if (size > MAX_SIZE) {
            throw new HeapLimitException("list is too large: elements=" + size + " limit=" + MAX_SIZE);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.alloc.BlockLookup;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.alloc.MarkBits;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.LongStack;

/**
 * Marks what is reached from the blocks it is given. All it reads may change meanwhile, or be garbage: whatever is no
 * start of a block that is live now, or was in the snapshot, is ignored, and nothing beyond the end of a block is looked at.
 * So it never fails, and a wrong look marks too much but nothing too little.
 *
 * <p>A block is visited once as an object and once as a value, so that a wrong look at it, by a dangling reference, never stands
 * for the right one. It need not be visited again for what comes into it later: nobody has references any more that do not
 * come from what is marked, shaded or born.
 */
final class Marker {
    /** Words to look at between two signs of progress. */
    private static final int STRIDE = 1 << 16;
    /** Blocks that are visited together. */
    private static final int BATCH = 16;

    private final Memory memory;
    private final BlockLookup present;
    private final BlockLookup snapshot;
    private final MarkBits marked;
    private final MarkBits visitedObjects;
    private final MarkBits visitedValues;
    /** Cells of what is still to be visited. */
    private final LongStack open = new LongStack();
    /** Some of those that are being visited, and their first words that lead on. */
    private final long[] cells = new long[BATCH];

    private final long[] words = new long[BATCH];

    private Runnable progress = () -> {};
    private int untilProgress = STRIDE;
    private long blocks;
    private long bytes;

    Marker(Segment segment, LiveBlocks snapshot) {
        Geometry geometry = segment.geometry();
        this.memory = segment.memory();
        this.present = new Blocks(memory, geometry);
        this.snapshot = snapshot;
        this.marked = new MarkBits(geometry);
        this.visitedObjects = new MarkBits(geometry);
        this.visitedValues = new MarkBits(geometry);
    }

    /** Marks a mutable object, to be visited. False when it has been, or is no block. */
    boolean object(long ref) {
        return visit(visitedObjects, ref, Cell.ofRef(ref));
    }

    /** Marks an immutable block, to be visited. False when it has been, or is no block. */
    boolean value(long block) {
        return visit(visitedValues, block, Cell.ofImmutable(block));
    }

    private boolean visit(MarkBits visited, long block, long cell) {
        long bytes = bytesAt(block);
        boolean fresh = bytes != BlockLookup.NONE && visited.add(block);
        if (fresh) {
            mark(block, bytes);
            open.push(cell);
        }
        return fresh;
    }

    /** Marks a block, to be visited whatever it is; ignored if it is none any more. */
    void anything(long block) {
        if (body(block)) {
            object(block);
            value(block);
            visitBody(block, bytesAt(block));
        }
    }

    /** Marks a block that is not visited. False when it is none. */
    boolean body(long block) {
        long bytes = bytesAt(block);
        if (bytes != BlockLookup.NONE) {
            mark(block, bytes);
        }
        return bytes != BlockLookup.NONE;
    }

    private void mark(long block, long size) {
        if (marked.add(block)) {
            blocks++;
            bytes += size;
        }
    }

    /** Number of blocks marked so far. */
    long blocks() {
        return blocks;
    }

    /** Bytes of those. */
    long bytes() {
        return bytes;
    }

    /** Marks what a word refers to, if it is a reference. */
    void cell(long word) {
        if (Cell.isRef(word)) {
            object(Cell.offset(word));
        } else if (Cell.isImmutable(word)) {
            value(Cell.offset(word));
        }
    }

    /** Whether this block has been marked as anything. */
    boolean isMarked(long block) {
        return marked.contains(block);
    }

    /**
     * Visits what is to be visited, and so on; shows {@code progress} now and then, which may end it by an exception. Loads the first
     * words of some blocks before it uses any, so that the processor waits for all of them at once (after Cher, Hosking and
     * Vitek, "Software prefetching for mark-sweep garbage collection", 2004).
     */
    void run(Runnable progress) {
        this.progress = progress;
        while (!open.isEmpty()) {
            int count = open.pop(cells);
            for (int i = 0; i < count; i++) {
                words[i] = memory.getGuess(firstWord(cells[i]));
            }
            for (int i = 0; i < count; i++) {
                step();
                visit(cells[i], words[i]);
            }
        }
    }

    private static long firstWord(long cell) {
        return Cell.isRef(cell) ? Cell.offset(cell) + ObjectLayout.BODY : Cell.offset(cell);
    }

    private void visit(long cell, long word) {
        if (Cell.isRef(cell)) {
            visitObject(Cell.offset(cell), word);
        } else {
            visitValue(Cell.offset(cell), word);
        }
    }

    private void step() {
        if (--untilProgress == 0) {
            untilProgress = STRIDE;
            progress.run();
        }
    }

    private void visitObject(long ref, long body) {
        if (body == ref + ObjectLayout.INLINE_BODY) {
            visitBody(body, bytesAt(ref) - ObjectLayout.INLINE_BODY);
        } else if (body(body)) {
            visitBody(body, bytesAt(body));
        }
    }

    private void visitBody(long body, long bytes) {
        int capacity = ObjectLayout.capacity(memory.getGuess(body));
        visitCells(body + ObjectLayout.BODY_HEADER_BYTES, capacity, bytes - ObjectLayout.BODY_HEADER_BYTES);
    }

    private void visitValue(long block, long header) {
        int count = Immutables.cells(header);
        visitCells(block + Immutables.HEADER_BYTES, count, bytesAt(block) - Immutables.HEADER_BYTES);
    }

    private void visitCells(long from, int count, long bytes) {
        long most = Math.min(count, bytes / Long.BYTES);
        for (long i = 0; i < most; i++) {
            step();
            cell(memory.getGuess(from + i * Long.BYTES));
        }
    }

    /** A block of the snapshot counts also if it is none now, or a different one. */
    private long bytesAt(long offset) {
        long bytes = present.bytesAt(offset);
        return bytes != BlockLookup.NONE ? bytes : snapshot.bytesAt(offset);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;

/** A large list: that its chunks are its own and in their places, full up to one, and empty behind it; and the cells of any list. */
final class ListTreeCheck {
    private static final int MOST_LOOKS = 100;

    private final ObjectReader reader;
    private final Reach reach;
    private final Problems problems;

    ListTreeCheck(ObjectReader reader, Reach reach, Problems problems) {
        this.reader = reader;
        this.reach = reach;
        this.problems = problems;
    }

    void root(Body root, CellRule rule) {
        long cell = root.capacity() == 0 ? Cell.EMPTY : root.cell(0);
        boolean sound = Cell.isRef(cell) && reach.cell(cell, root.ref(), 0);
        Body directory = sound ? reader.read(Cell.offset(cell)) : Body.NONE;
        if (directory.kind() != Kind.DIRECTORY || directory.size() < 0 || directory.size() > directory.cells()) {
            problems.add("large list without a directory: object=%d, cell=%#x", root.ref(), cell);
            return;
        }
        chunks(root.ref(), directory, rule);
    }

    /** Whether the cells of a list or chunk are what its rule asks for. */
    void cells(Body body, int count, boolean last, CellRule rule) {
        for (int i = 0; i < count; i++) {
            if (!rule.accepts(body.cell(i), last && i == count - 1)) {
                problems.add("array has a cell that is no element: object=%d, place=%d", body.ref(), i);
                return;
            }
        }
    }

    private void chunks(long list, Body directory, CellRule rule) {
        Body before = Body.NONE;
        for (int number = 0; number < directory.size(); number++) {
            Body chunk = chunk(list, directory, number);
            if (chunk.isNone()) {
                return;
            }
            if (!before.isNone() && isGap(before, chunk, rule) && isStillGap(before.ref(), chunk.ref(), rule)) {
                problems.add("large list has a gap: object=%d, chunk=%d", list, number);
            }
            cells(chunk, count(chunk), true, rule);
            before = chunk;
        }
        // In use, the directory has grown before that chunk was filled.
        if ((before.isNone() || before.size() != 0) && reader.isStill(directory)) {
            problems.add("large list has no empty chunk at its end: object=%d, chunks=%d", list, directory.size());
        }
    }

    /** The chunk of that number, {@link Body#NONE} after a problem with it. */
    private Body chunk(long list, Body directory, int number) {
        long cell = directory.cell(number);
        boolean sound = Cell.isRef(cell) && reach.cell(cell, directory.ref(), number);
        Body chunk = sound ? reader.read(Cell.offset(cell)) : Body.NONE;
        boolean own = chunk.kind() == Kind.LIST_CHUNK
                && chunk.shape() == number
                && chunk.capacity() > 0
                && chunk.capacity() <= chunk.cells()
                && ListChunk.owner(chunk.words(), chunk.capacity()) == Cell.ofRef(list);
        if (!own) {
            problems.add("chunk of a large list is not its own: object=%d, chunk=%d, cell=%#x", list, number, cell);
        }
        return own ? chunk : Body.NONE;
    }

    private static boolean isGap(Body before, Body chunk, CellRule rule) {
        int count = count(before);
        boolean full = count == ListChunk.CELLS && rule.accepts(before.cell(count - 1), false);
        return !full && chunk.size() > 0;
    }

    private static int count(Body chunk) {
        return Math.clamp(chunk.size(), 0, Math.max(0, ListChunk.mostElements(chunk.capacity())));
    }

    /** Others may have appended between the looks at the two. */
    private boolean isStillGap(long before, long chunk, CellRule rule) {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Body first = reader.read(before);
            if (!isGap(first, reader.read(chunk), rule)) {
                return false;
            }
            if (reader.isStill(first)) {
                return true;
            }
        }
        return false;
    }

    /** The directory by itself. */
    void directory(Body directory) {
        if (directory.size() < 0 || directory.size() > directory.capacity()) {
            problems.add(
                    "directory is longer than its body: object=%d, size=%d, capacity=%d",
                    directory.ref(), directory.size(), directory.capacity());
            return;
        }
        for (int i = 0; i < directory.size(); i++) {
            if (!Cell.isRef(directory.cell(i))) {
                problems.add("directory lacks a child: object=%d, place=%d", directory.ref(), i);
            } else {
                reach.cell(directory.cell(i), directory.ref(), i);
            }
        }
        requireEmpty(directory, (int) directory.size(), directory.capacity());
    }

    /** A chunk by itself. */
    void chunk(Body chunk) {
        int most = ListChunk.mostElements(chunk.capacity());
        if (most < 0 || most > ListChunk.CELLS || chunk.size() < 0 || chunk.size() > most) {
            problems.add(
                    "chunk is longer than its body: object=%d, size=%d, capacity=%d",
                    chunk.ref(), chunk.size(), chunk.capacity());
            return;
        }
        for (int i = 0; i < chunk.size(); i++) {
            reach.cell(chunk.cell(i), chunk.ref(), i);
        }
        requireEmpty(chunk, (int) chunk.size(), most);
    }

    private void requireEmpty(Body body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body.cell(i) != Cell.EMPTY) {
                problems.add("cell behind the last one is in use: object=%d, place=%d", body.ref(), i);
                return;
            }
        }
    }
}

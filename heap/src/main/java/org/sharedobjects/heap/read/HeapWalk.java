// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.alloc.MarkBits;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.value.Cell;

/**
 * Visits what is reached, each block once, nearest first. Others may go on: each object is as it was at some moment, all of
 * them together never were. Every look is bounded by a block that was live just before, and the walk by the size of the heap.
 *
 * <p>What is visited carries a word, its context, which the parts of a container have from the container.
 */
public abstract class HeapWalk {
    private final Memory memory;
    private final Blocks blocks;
    private final ObjectReader reader;
    private final MarkBits objects;
    private final MarkBits values;
    private final LongQueue open = new LongQueue();
    private final Problems problems = new Problems();
    private final long mostBlocks;
    private long visited;

    protected HeapWalk(Segment segment) {
        Geometry geometry = segment.geometry();
        this.memory = segment.memory();
        this.blocks = new Blocks(memory, geometry);
        this.reader = new ObjectReader(memory, blocks, problems);
        this.objects = new MarkBits(geometry);
        this.values = new MarkBits(geometry);
        this.mostBlocks = geometry.sizeBytes() / ObjectLayout.GRANULE;
    }

    /** An object that is met first; returns the context of what it refers to. */
    protected abstract long object(long cell, Body body, long bytes, long context, boolean part);

    /** An immutable block that is met first; returns the context of what it refers to. */
    protected abstract long value(long cell, long bytes, long context, boolean part);

    /** A reference from something with this context; false when it is not to be followed. */
    protected boolean follows(long cell, long step, long context) {
        return true;
    }

    /** Whether there is no need to go on. */
    protected boolean isDone() {
        return false;
    }

    protected final Memory memory() {
        return memory;
    }

    /** Kind of the object behind a reference, 0 when there is none. */
    protected final int kind(long cell) {
        boolean live = Cell.isRef(cell) && blocks.bytesAt(Cell.offset(cell)) != Blocks.NONE;
        return live ? reader.kind(Cell.offset(cell)) : 0;
    }

    /** How many objects could not be read as they are: locked or changed all the time, or damaged. */
    public final long problems() {
        return problems.count();
    }

    /** Visits what is reached from there. */
    public final void from(long cell, long step, long context) {
        open(cell, step, context, false);
        while (!open.isEmpty() && !isDone() && visited < mostBlocks) {
            long next = open.remove();
            long nextContext = open.remove();
            visit(next, nextContext, open.remove() != 0);
            visited++;
        }
    }

    private void open(long cell, long step, long context, boolean part) {
        if ((part || follows(cell, step, context)) && isFresh(cell)) {
            open.add(cell);
            open.add(context);
            open.add(part ? 1 : 0);
        }
    }

    private boolean isFresh(long cell) {
        long block = Cell.offset(cell);
        boolean live = blocks.bytesAt(block) != Blocks.NONE;
        return live && (Cell.isRef(cell) ? objects : values).add(block);
    }

    private void visit(long cell, long context, boolean part) {
        try {
            if (Cell.isRef(cell)) {
                visitObject(cell, context, part);
            } else {
                visitValue(cell, context, part);
            }
        } catch (HeapCorruptException | InternalError damaged) {
            problems.add("cannot be read: offset=%d", Cell.offset(cell));
        }
    }

    private void visitObject(long cell, long context, boolean part) {
        long ref = Cell.offset(cell);
        long bytes = blocks.bytesAt(ref);
        Body body = bytes == Blocks.NONE ? Body.NONE : reader.read(ref);
        if (!body.isNone()) {
            boolean owned = part || References.isPart(body.kind());
            long own = object(cell, body, body.isInline() ? bytes : bytes + body.blockBytes(), context, owned);
            references(own).ofObject(body);
        }
    }

    private void visitValue(long cell, long context, boolean part) {
        long bytes = blocks.bytesAt(Cell.offset(cell));
        if (bytes != Blocks.NONE) {
            long own = value(cell, bytes, context, part);
            references(own).ofValue(Cell.offset(cell), bytes, part);
        }
    }

    private References references(long context) {
        return new References(memory, blocks, (cell, step, part) -> open(cell, step, context, part));
    }
}

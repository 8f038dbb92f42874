// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.LongStack;

/**
 * What has been reached so far and what is still to be looked at. Objects and values stay where they are, but a block
 * that was the body of an object may have become something else since.
 */
final class Reach {
    private final Memory memory;
    private final Blocks blocks;
    private final ObjectReader reader;
    private final Problems problems;
    private final Claims claims;
    private final LongStack open = new LongStack();
    private long objects;
    private long values;
    private long bytes;

    Reach(Memory memory, Geometry geometry, Blocks blocks, ObjectReader reader, Problems problems) {
        this.memory = memory;
        this.blocks = blocks;
        this.reader = reader;
        this.problems = problems;
        this.claims = new Claims(geometry);
    }

    /** A reference to look at, or {@link Cell#EMPTY} at the end. */
    long next() {
        return open.isEmpty() ? Cell.EMPTY : open.pop();
    }

    /**
     * Looks at one cell that should hold a value.
     *
     * @param holder offset of what the cell lies in
     * @param place number of the cell therein
     * @return false when there is a problem with it
     */
    boolean cell(long cell, long holder, int place) {
        String fault = CellForm.fault(cell);
        if (fault != null) {
            problems.add("cell holds %s: in=%d, place=%d, cell=%#x", fault, holder, place, cell);
            return false;
        }
        return !(Cell.isRef(cell) || Cell.isImmutable(cell)) || reference(cell, holder, place);
    }

    private boolean reference(long cell, long holder, int place) {
        long offset = Cell.offset(cell);
        int use = Cell.isRef(cell) ? Claims.OBJECT : Claims.VALUE;
        long size = blocks.bytesAt(offset);
        if (size == Blocks.NONE) {
            problems.add("%s is no live block: offset=%d, in=%d, place=%d", Claims.name(use), offset, holder, place);
            return false;
        }
        int before = presentUse(offset);
        if (before == Claims.NOTHING) {
            claims.set(offset, use);
            count(use, size);
            open.push(cell);
        } else if (before != use) {
            problems.add(
                    "block is used as %s and as %s: offset=%d, in=%d, place=%d",
                    Claims.name(before), Claims.name(use), offset, holder, place);
            return false;
        }
        return true;
    }

    private void count(int use, long size) {
        objects += use == Claims.OBJECT ? 1 : 0;
        values += use == Claims.VALUE ? 1 : 0;
        bytes += size;
    }

    /** A block that was the body of an object is nothing again when that has another body by now. */
    private int presentUse(long block) {
        int use = claims.use(block);
        boolean outdated = use == Claims.BODY && !reader.hasBody(claims.owner(block), block);
        return outdated ? Claims.NOTHING : use;
    }

    /** The block of a body that has moved out belongs to its object alone. */
    void body(Body body) {
        long block = body.offset();
        int before = presentUse(block);
        long owner = claims.owner(block);
        if (before == Claims.NOTHING) {
            bytes += body.blockBytes();
            claims.setBody(block, body.ref());
        } else if (before != Claims.BODY) {
            problems.add(
                    "block is used as %s and as body: offset=%d, object=%d", Claims.name(before), block, body.ref());
        } else if (owner != body.ref()) {
            problems.add("block is the body of two objects: offset=%d, objects=%d and %d", block, owner, body.ref());
        }
    }

    /** A block of handles of a process. */
    void handles(long block, long size) {
        if (claims.use(block) == Claims.NOTHING) {
            bytes += size;
            claims.setBody(block, 0);
        }
    }

    Memory memory() {
        return memory;
    }

    HeapReport report(long liveBlocks) {
        long unreached = Math.max(0, liveBlocks - claims.blocks());
        return new HeapReport(problems.lines(), objects, values, bytes, liveBlocks, unreached);
    }
}

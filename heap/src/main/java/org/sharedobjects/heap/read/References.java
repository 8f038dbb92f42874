// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;

/**
 * The references in one object or immutable block, each with the step that leads to it in terms of the container as a whole:
 * those in a chunk of a large list are numbered through the list.
 */
public final class References {
    /** Step to what is a key of a dict itself, or an element of a set. */
    public static final long KEY = Cell.TOMBSTONE;

    /** Told of each reference. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A reference to a live block.
         *
         * @param step number of an element, cell of a dict's key, or {@link #attribute}
         * @param part whether that is no element, but a part of which a container is made
         */
        void reference(long cell, long step, boolean part);
    }

    private static final int ATTRIBUTE_BITS = 16;

    private final Memory memory;
    private final Blocks blocks;
    private final Visitor visitor;

    public References(Memory memory, Blocks blocks, Visitor visitor) {
        this.memory = memory;
        this.blocks = blocks;
        this.visitor = visitor;
    }

    /** Step to an attribute of an instance. */
    static long attribute(int shape, int place) {
        return Cell.ofInt((long) shape << ATTRIBUTE_BITS | place);
    }

    public static int shapeOf(long attributeStep) {
        return (int) (Cell.asInt(attributeStep) >>> ATTRIBUTE_BITS);
    }

    public static int placeOf(long attributeStep) {
        return (int) Cell.asInt(attributeStep) & ((1 << ATTRIBUTE_BITS) - 1);
    }

    /** Whether objects of this kind are parts of a container. */
    public static boolean isPart(int kind) {
        return kind == Kind.DIRECTORY || kind == Kind.LIST_CHUNK || TreeLayout.isPart(kind);
    }

    /** Of a mutable object. */
    public void ofObject(Body body) {
        switch (body.kind()) {
            case Kind.LIST, Kind.ARRAY -> elements(body, 0, body.size() == ListTree.MARK);
            case Kind.LIST_CHUNK -> elements(body, (long) body.shape() << ListChunk.SHIFT, false);
            case Kind.DICT, Kind.SET -> dict(body);
            case TreeLayout.ENTRIES -> entries(body);
            case Kind.RECORD -> attributes(body);
            case Kind.DIRECTORY, TreeLayout.BRANCH -> parts(body);
            default -> {}
        }
    }

    private void elements(Body body, long first, boolean tree) {
        if (tree) {
            parts(body);
            return;
        }
        int count = Math.clamp(body.size(), 0, body.cells());
        for (int i = 0; i < count; i++) {
            give(body.cell(i), Cell.ofInt(first + i), false);
        }
    }

    private void dict(Body body) {
        if (TreeLayout.isRoot(body.header())) {
            parts(body);
            return;
        }
        DictBody dict = new DictBody(body);
        for (int entry = 0; dict.hasRoom() && entry < dict.used(); entry++) {
            entry(dict.key(entry), dict.value(entry));
        }
    }

    private void entries(Body chunk) {
        for (int entry = 0; entry < DictContent.usedOf(chunk); entry++) {
            entry(chunk.words()[TreeLayout.keyWord(entry)], chunk.words()[TreeLayout.valueWord(entry)]);
        }
    }

    private void entry(long key, long value) {
        if (key != Cell.TOMBSTONE) {
            give(key, KEY, false);
            give(value, key, false);
        }
    }

    private void attributes(Body body) {
        int count = Math.clamp(body.size(), 0, body.cells());
        for (int i = 0; i < count; i++) {
            give(body.cell(i), attribute(body.shape(), i), false);
        }
    }

    private void parts(Body body) {
        for (int i = 0; i < body.cells(); i++) {
            give(body.cell(i), Cell.EMPTY, true);
        }
    }

    /** Of the immutable block of that size. */
    public void ofValue(long block, long bytes, boolean part) {
        int count = Immutables.cells(memory.getGuess(block));
        long most = Math.min(count, (bytes - Immutables.HEADER_BYTES) / Long.BYTES);
        for (long i = 0; i < most; i++) {
            give(memory.getGuess(block + Immutables.HEADER_BYTES + i * Long.BYTES), Cell.ofInt(i), part);
        }
    }

    private void give(long cell, long step, boolean part) {
        boolean reference = Cell.isRef(cell) || Cell.isImmutable(cell);
        if (reference && blocks.bytesAt(Cell.offset(cell)) != Blocks.NONE) {
            visitor.reference(cell, step, part);
        }
    }
}

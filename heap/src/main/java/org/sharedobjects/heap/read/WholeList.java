// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;

/** The elements of a list, be it one body or a tree, as far as they can be read. They are of one moment if all is still. */
public final class WholeList {
    private final List<Body> bodies;
    private final long[] cells;

    private WholeList(List<Body> bodies) {
        this.bodies = bodies;
        this.cells = bodies.stream()
                .filter(Body::hasHeader)
                .flatMapToLong(body -> Arrays.stream(body.words(), Body.FIRST, Body.FIRST + sizeOf(body)))
                .toArray();
    }

    private static int sizeOf(Body body) {
        return Math.clamp(body.size(), 0, body.cells());
    }

    public static WholeList read(ObjectReader reader, Blocks blocks, Body root) {
        if (!root.hasHeader() || root.size() != ListTree.MARK) {
            return new WholeList(List.of(root));
        }
        List<Body> chunks = new ArrayList<>();
        Body directory = child(reader, blocks, root, 0, Kind.DIRECTORY);
        for (int i = 0; i < (directory.isNone() ? 0 : sizeOf(directory)); i++) {
            Body chunk = child(reader, blocks, directory, i, Kind.LIST_CHUNK);
            if (chunk.isNone() || chunk.shape() != i) {
                break;
            }
            chunks.add(chunk);
        }
        return new WholeList(chunks);
    }

    private static Body child(ObjectReader reader, Blocks blocks, Body parent, int place, int kind) {
        long cell = place < parent.cells() ? parent.cell(place) : Cell.EMPTY;
        boolean live = Cell.isRef(cell) && blocks.bytesAt(Cell.offset(cell)) != Blocks.NONE;
        Body child = live ? reader.read(Cell.offset(cell)) : Body.NONE;
        return child.kind() == kind ? child : Body.NONE;
    }

    public int size() {
        return cells.length;
    }

    public long cell(int index) {
        return cells[index];
    }

    public boolean isStill(ObjectReader reader) {
        return bodies.stream().allMatch(reader::isStill);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.util.Arrays;
import java.util.BitSet;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.ShapeWord;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.value.Cell;

/** The shapes by number. A parent is older than its children, so one pass finds all, and there can be no cycle. */
final class ShapeTree {
    static final ShapeTree EMPTY = new ShapeTree();
    private static final int NONE = -1;

    private final int[] attributes;
    private final BitSet dictModes = new BitSet();

    private ShapeTree() {
        attributes = new int[0];
    }

    ShapeTree(TypeTable shapes, int classes, int symbols, Problems problems) {
        attributes = new int[shapes.size() + Shapes.FIRST_ID];
        Arrays.fill(attributes, NONE);
        for (int id = Shapes.FIRST_ID; id < attributes.length; id++) {
            long cell = shapes.cell(id - Shapes.FIRST_ID);
            long word = Cell.asInt(cell);
            if (!Cell.isInt(cell)) {
                problems.add("shape is no int: shape=%d, cell=%#x", id, cell);
            } else if (ShapeWord.isRoot(word)) {
                addRoot(id, word, classes, problems);
            } else {
                addChild(id, word, symbols, problems);
            }
        }
    }

    private void addRoot(int id, long word, int classes, Problems problems) {
        int classId = ShapeWord.classId(word);
        if (classId < 0 || classId >= classes) {
            problems.add("class of a shape is not registered: shape=%d, class=%d, classes=%d", id, classId, classes);
        }
        attributes[id] = 0;
        dictModes.set(id, ShapeWord.dictMode(word));
    }

    private void addChild(int id, long word, int symbols, Problems problems) {
        long parent = ShapeWord.parent(word);
        if (parent < Shapes.FIRST_ID || parent >= id || attributes((int) parent) == NONE || isDictMode((int) parent)) {
            problems.add("parent of a shape is none: shape=%d, parent=%d", id, parent);
            return;
        }
        if (ShapeWord.symbol(word) >= symbols) {
            problems.add(
                    "symbol of a shape is not registered: shape=%d, symbol=%d, symbols=%d",
                    id, ShapeWord.symbol(word), symbols);
        }
        attributes[id] = attributes[(int) parent] + 1;
        if (attributes[id] > Shapes.MAX_ATTRIBUTES) {
            problems.add("shape has too many attributes: shape=%d, attributes=%d", id, attributes[id]);
        }
    }

    /** Number of attributes, or -1 if there is no such shape. */
    int attributes(int shapeId) {
        return shapeId > 0 && shapeId < attributes.length ? attributes[shapeId] : NONE;
    }

    boolean isDictMode(int shapeId) {
        return dictModes.get(shapeId);
    }
}

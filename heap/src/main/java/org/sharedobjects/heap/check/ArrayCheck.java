// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.value.Cell;

/** What sets an array apart from a list: that it has a type, and each of its cells elements of it. */
final class ArrayCheck {
    private final Reach reach;
    private final Problems problems;

    ArrayCheck(Reach reach, Problems problems) {
        this.reach = reach;
        this.problems = problems;
    }

    /** What the cells of this array must be; null when it is none. */
    @Nullable
    CellRule rule(Body array) {
        ElementType type = ElementType.of(array.shape());
        if (type == null) {
            problems.add("array of no known type: object=%d, type=%d", array.ref(), array.shape());
            return null;
        }
        return type.isPacked()
                ? (cell, last) -> isPacked(type, cell, last)
                : (cell, last) -> isElement(type, cell, array.ref());
    }

    private static boolean isPacked(ElementType type, long cell, boolean last) {
        int count = ArrayCells.count(cell);
        int unused = Integer.SIZE - count * type.bytes * Byte.SIZE;
        return count >= (last ? 1 : type.perCell())
                && count <= type.perCell()
                && (unused == 0 || (int) Cell.asInt(cell) >>> (Integer.SIZE - unused) == 0);
    }

    private boolean isElement(ElementType type, long cell, long array) {
        Memory memory = reach.memory();
        try {
            boolean sound = !Cell.isImmutable(cell) || reach.cell(cell, array, 0);
            return sound && ArrayCells.isElement(memory, type, cell);
        } catch (HeapCorruptException damaged) {
            return false;
        }
    }
}

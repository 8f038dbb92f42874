// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.ShortBytes;
import org.sharedobjects.heap.value.ShortText;

/** Is a cell the one form of the value it stands for? */
final class CellForm {
    private CellForm() {}

    /** What is wrong with a cell that should hold a value, or null. References are not followed. */
    static @Nullable String fault(long cell) {
        if (Cell.isDouble(cell)) {
            return Cell.ofDouble(Cell.asDouble(cell)) == cell ? null : "a NaN of another form";
        }
        if (Cell.isShortText(cell)) {
            return isText(cell) ? null : "a short text that is none";
        }
        if (Cell.isShortBytes(cell)) {
            return isBytes(cell) ? null : "short bytes that are none";
        }
        boolean known = Cell.isInt(cell) || Cell.isRef(cell) || Cell.isImmutable(cell);
        return known || (!Cell.isId(cell) && cell <= Cell.ELLIPSIS && Cell.isValue(cell)) ? null : "no value";
    }

    private static boolean isText(long cell) {
        return ShortText.of(ShortText.toString(cell)) == cell;
    }

    private static boolean isBytes(long cell) {
        byte[] bytes = ShortBytes.toArray(cell);
        return ShortBytes.of(bytes, 0, bytes.length) == cell;
    }
}

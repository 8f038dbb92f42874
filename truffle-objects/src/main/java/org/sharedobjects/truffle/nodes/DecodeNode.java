// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.GenerateUncached;
import com.oracle.truffle.api.dsl.ImportStatic;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * The Python value of a validated cell, if compiled code can tell it without a call. Null for others: then the full operation
 * must read the cell again, since it may be overtaken by a pass on the way there.
 */
@GenerateUncached
@GenerateInline(false)
@ImportStatic(Cell.class)
public abstract class DecodeNode extends Node {
    public abstract @Nullable Object execute(AttachedHeap home, long cell);

    static boolean isSmallInt(long cell) {
        return Cell.isInt(cell) && Cell.asInt(cell) == (int) cell;
    }

    @Specialization(guards = "isSmallInt(cell)")
    static int smallInt(@SuppressWarnings("unused") AttachedHeap home, long cell) {
        return (int) cell;
    }

    @Specialization(guards = "isInt(cell)", replaces = "smallInt")
    static Object anyInt(@SuppressWarnings("unused") AttachedHeap home, long cell) {
        long value = Cell.asInt(cell);
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    @Specialization(guards = "isDouble(cell)")
    static double floating(@SuppressWarnings("unused") AttachedHeap home, long cell) {
        return Cell.asDouble(cell);
    }

    @Specialization(guards = "isBoolean(cell)")
    static boolean truth(@SuppressWarnings("unused") AttachedHeap home, long cell) {
        return Cell.asBoolean(cell);
    }

    @Specialization(guards = "isNone(cell)")
    static Object none(@SuppressWarnings("unused") AttachedHeap home, @SuppressWarnings("unused") long cell) {
        return PNone.NONE;
    }

    @Specialization(guards = "isRef(cell)")
    static @Nullable Object wrapper(AttachedHeap home, long cell) {
        return home.findWrapper(Cell.offset(cell));
    }

    @Specialization(guards = {"!isInt(cell)", "!isDouble(cell)", "!isBoolean(cell)", "!isNone(cell)", "!isRef(cell)"})
    static @Nullable Object value(AttachedHeap home, long cell) {
        return home.values.find(cell);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.GenerateUncached;
import com.oracle.truffle.api.dsl.ImportStatic;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.Decoder;

/** The Python value of a validated cell; what compiled code reads most is done without a call. */
@GenerateUncached
@GenerateInline(false)
@ImportStatic(Cell.class)
public abstract class DecodeNode extends Node {
    public abstract Object execute(AttachedHeap home, long cell);

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
    static Object wrapper(AttachedHeap home, long cell, @Bind Node node) {
        SharedObject known = home.findWrapper(Cell.offset(cell));
        return known != null ? known : decode(node, home, cell);
    }

    @Specialization(guards = {"!isInt(cell)", "!isDouble(cell)", "!isBoolean(cell)", "!isNone(cell)", "!isRef(cell)"})
    static Object value(AttachedHeap home, long cell, @Bind Node node) {
        Object known = home.values.find(cell);
        return known != null ? known : decode(node, home, cell);
    }

    @TruffleBoundary
    private static Object decode(Node node, AttachedHeap home, long cell) {
        return Guard.run(node, home, () -> Decoder.decode(home, cell));
    }
}

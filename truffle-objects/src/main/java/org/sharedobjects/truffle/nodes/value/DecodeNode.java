// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.value;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.GenerateUncached;
import com.oracle.truffle.api.dsl.ImportStatic;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Passage;

/**
 * The Python value of a validated cell, if compiled code can tell it without a call. Null for others: then the full operation
 * must read the cell again, since it may be overtaken by a pass on the way there. The cell was read after {@code passes} was.
 */
@GenerateUncached
@GenerateInline(false)
@ImportStatic(Cell.class)
public abstract class DecodeNode extends Node {
    public abstract @Nullable Object execute(AttachedHeap home, long cell, int passes);

    static boolean isSmallInt(long cell) {
        return Cell.isInt(cell) && Cell.asInt(cell) == (int) cell;
    }

    @Specialization(guards = "isSmallInt(cell)")
    static int smallInt(
            @SuppressWarnings("unused") AttachedHeap home, long cell, @SuppressWarnings("unused") int passes) {
        return (int) cell;
    }

    @Specialization(guards = "isInt(cell)", replaces = "smallInt")
    static Object anyInt(
            @SuppressWarnings("unused") AttachedHeap home, long cell, @SuppressWarnings("unused") int passes) {
        long value = Cell.asInt(cell);
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    @Specialization(guards = "isDouble(cell)")
    static double floating(
            @SuppressWarnings("unused") AttachedHeap home, long cell, @SuppressWarnings("unused") int passes) {
        return Cell.asDouble(cell);
    }

    @Specialization(guards = "isBoolean(cell)")
    static boolean truth(
            @SuppressWarnings("unused") AttachedHeap home, long cell, @SuppressWarnings("unused") int passes) {
        return Cell.asBoolean(cell);
    }

    @Specialization(guards = "isNone(cell)")
    static Object none(
            @SuppressWarnings("unused") AttachedHeap home,
            @SuppressWarnings("unused") long cell,
            @SuppressWarnings("unused") int passes) {
        return PNone.NONE;
    }

    @Specialization(guards = "isRef(cell)")
    static @Nullable Object wrapper(AttachedHeap home, long cell, int passes) {
        SharedObject known = home.findWrapper(Cell.offset(cell));
        return known != null ? known : newWrapper(home, Cell.offset(cell), passes);
    }

    /** If the interpreter has not passed when the operation has begun, nothing is released before it ends. */
    private static @Nullable Object newWrapper(AttachedHeap home, long ref, int passes) {
        Passage passage = home.passage;
        passage.enter();
        try {
            return passage.unchangedSince(passes) ? home.interpreter.classes().tryWrapper(home, ref) : null;
        } catch (HeapException e) {
            return null;
        } finally {
            passage.leave();
        }
    }

    @Specialization(guards = {"!isInt(cell)", "!isDouble(cell)", "!isBoolean(cell)", "!isNone(cell)", "!isRef(cell)"})
    static @Nullable Object value(AttachedHeap home, long cell, int passes, @Cached DecodeBlockNode block) {
        Object known = home.values.find(cell);
        if (known != null) {
            return known;
        }
        if (Cell.isShortText(cell)) {
            return DecodeBlockNode.text(home, cell);
        }
        return Cell.isImmutable(cell) ? block.execute(home, cell, passes) : null;
    }
}

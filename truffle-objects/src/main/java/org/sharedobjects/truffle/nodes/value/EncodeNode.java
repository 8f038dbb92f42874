// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.value;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.ImportStatic;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.TextKeys;

/**
 * The cell of a value that needs no block of its own: no container, and no text that nobody has stored yet. {@link Cell#EMPTY} for all
 * others, which the full operation stores.
 */
@GenerateInline(false)
@ImportStatic(Cell.class)
public abstract class EncodeNode extends Node {
    public abstract long execute(AttachedHeap home, Object value);

    @Specialization
    static long integer(@SuppressWarnings("unused") AttachedHeap home, int value) {
        return Cell.ofInt(value);
    }

    @Specialization(guards = "fitsInt(value)")
    static long longInteger(@SuppressWarnings("unused") AttachedHeap home, long value) {
        return Cell.ofInt(value);
    }

    @Specialization
    static long floating(@SuppressWarnings("unused") AttachedHeap home, double value) {
        return Cell.ofDouble(value);
    }

    @Specialization
    static long truth(@SuppressWarnings("unused") AttachedHeap home, boolean value) {
        return Cell.ofBoolean(value);
    }

    @Specialization(guards = "isNoneValue(value)")
    static long none(@SuppressWarnings("unused") AttachedHeap home, @SuppressWarnings("unused") PNone value) {
        return Cell.NONE;
    }

    @Specialization(guards = "value.home() == home")
    static long shared(@SuppressWarnings("unused") AttachedHeap home, SharedObject value) {
        return Cell.ofRef(value.ref());
    }

    @Specialization(guards = "isShort(value)")
    static long text(AttachedHeap home, TruffleString value, @Cached KeyNode keys) {
        return keys.execute(home, value);
    }

    @Fallback
    static long other(@SuppressWarnings("unused") AttachedHeap home, @SuppressWarnings("unused") Object value) {
        return Cell.EMPTY;
    }

    /** Longer ones never have a cell yet. */
    static boolean isShort(TruffleString value) {
        return value.byteLength(PythonUtils.TS_ENCODING) <= TextKeys.MOST_BYTES;
    }

    static boolean isNoneValue(PNone value) {
        return value == PNone.NONE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageSetItem;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.ellipsis.PEllipsis;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.ByteStrings;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Complexes;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.heap.value.Texts;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.text.PythonTexts;

/** Python values from validated cells. Immutable values are ordinary objects of the interpreter. */
public final class Decoder {
    private static final int MAX_CACHED_LENGTH = 1 << 12;

    private final AttachedHeap home;
    private final PythonLanguage language;
    /** Tuples whose elements are still missing: nests of any depth. */
    private final Deque<Open> open = new ArrayDeque<>();

    private Decoder(AttachedHeap home) {
        this.home = home;
        this.language = PythonLanguage.get(null);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Open(long[] cells, Object[] elements) {}

    @TruffleBoundary
    public static Object decode(AttachedHeap home, long cell) {
        if (Cell.isRef(cell)) {
            return home.interpreter.classes().wrapper(home, Cell.offset(cell));
        }
        Object known = home.values.find(cell);
        if (known != null) {
            return known;
        }
        Object simple = inline(cell);
        if (simple != null) {
            return simple;
        }
        Object value =
                Texts.isText(home.memory, cell) ? PythonTexts.decode(home.memory, cell) : new Decoder(home).run(cell);
        if (isWorthKeeping(home.memory, cell)) {
            home.values.put(cell, value);
        }
        return value;
    }

    /** All these, in this order. */
    @TruffleBoundary
    public static Object[] decodeAll(AttachedHeap home, long[] cells) {
        Object[] values = new Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = decode(home, cells[i]);
        }
        return values;
    }

    private static @Nullable Object inline(long cell) {
        if (Cell.isInt(cell)) {
            long value = Cell.asInt(cell);
            if (value == (int) value) {
                return (int) value;
            }
            return value;
        }
        if (Cell.isDouble(cell)) {
            return Cell.asDouble(cell);
        }
        if (Cell.isBoolean(cell)) {
            return Cell.asBoolean(cell);
        }
        if (cell == Cell.NONE) {
            return PNone.NONE;
        }
        return cell == Cell.ELLIPSIS ? PEllipsis.INSTANCE : null;
    }

    private Object run(long root) {
        Object result = value(root);
        while (!open.isEmpty()) {
            Open tuple = open.pop();
            for (int i = 0; i < tuple.cells.length; i++) {
                tuple.elements[i] = value(tuple.cells[i]);
            }
        }
        return result;
    }

    private Object value(long cell) {
        if (Cell.isRef(cell)) {
            return home.interpreter.classes().wrapper(home, Cell.offset(cell));
        }
        Object simple = inline(cell);
        if (simple != null) {
            return simple;
        }
        Memory memory = home.memory;
        if (Cell.isShortText(cell)) {
            return PythonTexts.decode(memory, cell);
        }
        if (Cell.isShortBytes(cell)) {
            return PFactory.createBytes(language, ByteStrings.toArray(memory, cell));
        }
        return switch (Immutables.kindOrZero(memory, cell)) {
            case Immutables.INT -> integer(cell);
            case Immutables.LATIN1, Immutables.UCS2, Immutables.UCS4 -> PythonTexts.decode(memory, cell);
            case Immutables.BYTES -> PFactory.createBytes(language, ByteStrings.toArray(memory, cell));
            case Immutables.TUPLE -> tuple(cell);
            case Immutables.FROZENSET -> frozenSet(cell);
            case Immutables.BY_VALUE -> ByValueObjects.object(home, cell);
            case Immutables.COMPLEX ->
                PFactory.createComplex(language, Complexes.real(memory, cell), Complexes.imaginary(memory, cell));
            default -> throw new HeapCorruptException("not a value: cell=" + Long.toHexString(cell));
        };
    }

    private Object integer(long cell) {
        return Ints.fitsLong(home.memory, cell)
                ? (Object) Ints.toLong(home.memory, cell)
                : PFactory.createInt(language, Ints.toBigInteger(home.memory, cell));
    }

    private Object tuple(long cell) {
        long[] cells = Tuples.toArray(home.memory, cell);
        Object[] elements = new Object[cells.length];
        open.push(new Open(cells, elements));
        return PFactory.createTuple(language, elements);
    }

    private Object frozenSet(long cell) {
        HashingStorage storage = PDict.createNewStorage(Tuples.length(home.memory, cell));
        for (long element : FrozenSets.toArray(home.memory, cell)) {
            storage = HashingStorageSetItem.executeUncached(storage, decode(home, element), PNone.NO_VALUE);
        }
        return PFactory.createFrozenSet(language, storage);
    }

    /** Values that hold wrappers would keep them alive; large ones would keep much memory. */
    private static boolean isWorthKeeping(Memory memory, long cell) {
        return !Immutables.hasRefs(memory, cell)
                && (Texts.isText(memory, cell)
                        ? Texts.length(memory, cell) <= MAX_CACHED_LENGTH
                        : Cell.isShortBytes(cell) || ByValues.isByValue(memory, cell));
    }
}

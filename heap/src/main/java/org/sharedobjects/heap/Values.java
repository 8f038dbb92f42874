// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.math.BigInteger;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapNotShareableException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.ByteStrings;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Complexes;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.heap.value.ShortBytes;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Texts;

/** Cells as Java objects, in the middle of an operation. */
final class Values {
    private final SharedHeap heap;
    private final Views views;

    Values(SharedHeap heap, Views views) {
        this.heap = heap;
        this.views = views;
    }

    /** What Java sees for a cell: a copy of an immutable value, a view of a container or instance. */
    @Nullable
    Object toJava(long cell) {
        if (Cell.isInt(cell)) {
            return Cell.asInt(cell);
        }
        if (Cell.isDouble(cell)) {
            return Cell.asDouble(cell);
        }
        if (Cell.isShortText(cell)) {
            return ShortText.toString(cell);
        }
        if (Cell.isRef(cell)) {
            return view(cell);
        }
        if (Cell.isImmutable(cell)) {
            return immutable(cell);
        }
        return Cell.isShortBytes(cell) ? ShortBytes.toArray(cell) : singleton(cell);
    }

    /** The view that Java sees for a cell, if it is one that has to be made. */
    private @Nullable Object viewOrNull(long cell) {
        int kind = Immutables.kindOrZero(heap.memory(), cell);
        boolean viewed = Cell.isRef(cell)
                || kind == Immutables.TUPLE
                || kind == Immutables.FROZENSET
                || kind == Immutables.BY_VALUE;
        return viewed ? toJava(cell) : null;
    }

    /**
     * Runs a change that gives out what was there before: when there is no room for the view of that, nothing is changed.
     *
     * @param peek shows what is there now
     * @param result of the change as Java sees it; not asked for a view that has been made
     */
    @Nullable
    Object exchange(LongSupplier peek, LongSupplier change, LongFunction<@Nullable Object> result) {
        Seen seen = new Seen();
        long before = heap.withRoom(() -> {
            seen.cell = peek.getAsLong();
            seen.view = viewOrNull(seen.cell);
            return change.getAsLong();
        });
        return seen.view != null && seen.cell == before ? seen.view : result.apply(before);
    }

    private static final class Seen {
        private long cell;
        private @Nullable Object view;
    }

    @Nullable
    Object[] toJava(long[] cells) {
        @Nullable Object[] values = new @Nullable Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = toJava(cells[i]);
        }
        return values;
    }

    private static @Nullable Object singleton(long cell) {
        if (Cell.isBoolean(cell)) {
            return Cell.asBoolean(cell);
        }
        if (cell == Cell.NONE) {
            return null;
        }
        if (cell == Cell.ELLIPSIS) {
            return Ellipsis.ELLIPSIS;
        }
        throw new HeapCorruptException("a cell that is no value: cell=" + Long.toHexString(cell));
    }

    /** The view of a mutable object. */
    Object view(long cell) {
        Object known = views.find(cell);
        return known != null ? known : views.add(cell, newView(Cell.offset(cell)));
    }

    private Object newView(long ref) {
        int kind = Kind.of(heap.memory(), ref);
        return switch (kind) {
            case Kind.LIST -> new SharedList(heap, ref);
            case Kind.DICT -> new SharedMap(heap, ref);
            case Kind.RECORD -> new SharedInstance(heap, ref);
            case Kind.SET -> new SharedSet(heap, ref);
            case Kind.COUNTER -> new SharedCounter(heap, ref);
            case Kind.ARRAY -> new SharedArray(heap, ref);
            default -> throw new HeapCorruptException("object of no known kind: kind=" + kind);
        };
    }

    private Object immutable(long cell) {
        Memory memory = heap.memory();
        int kind = Immutables.kind(memory, cell);
        return switch (kind) {
            case Immutables.INT -> number(memory, cell);
            case Immutables.LATIN1, Immutables.UCS2, Immutables.UCS4 -> Texts.toString(memory, cell);
            case Immutables.BYTES -> ByteStrings.toArray(memory, cell);
            case Immutables.TUPLE, Immutables.FROZENSET -> elements(kind, cell);
            case Immutables.COMPLEX -> new Complex(Complexes.real(memory, cell), Complexes.imaginary(memory, cell));
            case Immutables.BY_VALUE -> byValue(cell);
            default -> throw new HeapCorruptException("value of no known kind: kind=" + kind);
        };
    }

    /** An object of the JDK that says the same, or else a view. */
    private Object byValue(long cell) {
        Object known = views.find(cell);
        if (known != null) {
            return known;
        }
        Object object = JavaValues.object(ByValues.type(heap.memory(), cell), parts(cell, true));
        return object != null ? object : views.add(cell, new SharedValue(heap, cell));
    }

    /** What an object by value is made from. A time has a zone, and no zone is made from another object by value. */
    private @Nullable Object[] parts(long cell, boolean outer) {
        Memory memory = heap.memory();
        long[] cells = ByValues.content(memory, cell);
        @Nullable Object[] parts = new @Nullable Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            if (!ByValues.isByValue(memory, cells[i])) {
                parts[i] = toJava(cells[i]);
            } else {
                Object part = outer ? JavaValues.object(ByValues.type(memory, cells[i]), parts(cells[i], false)) : null;
                parts[i] = part != null ? part : JavaValues.OTHER;
            }
        }
        return parts;
    }

    private Object elements(int kind, long cell) {
        Object known = views.find(cell);
        if (known != null) {
            return known;
        }
        return views.add(
                cell, kind == Immutables.TUPLE ? new SharedTuple(heap, cell) : new SharedFrozenSet(heap, cell));
    }

    private static Object number(Memory memory, long cell) {
        return Ints.fitsLong(memory, cell) ? (Object) Ints.toLong(memory, cell) : Ints.toBigInteger(memory, cell);
    }

    /** Cell of what needs no block, or {@link Cell#EMPTY}. */
    static long inline(@Nullable Object value) {
        return switch (value) {
            case null -> Cell.NONE;
            case Boolean bool -> Cell.ofBoolean(bool);
            case Long number -> Cell.fitsInt(number) ? Cell.ofInt(number) : Cell.EMPTY;
            case Integer number -> Cell.ofInt(number);
            case Short number -> Cell.ofInt(number);
            case Byte number -> Cell.ofInt(number);
            case Double number -> Cell.ofDouble(number);
            case Float number -> Cell.ofDouble(number);
            case BigInteger number ->
                number.bitLength() < Cell.PAYLOAD_BITS ? Cell.ofInt(number.longValue()) : Cell.EMPTY;
            case String text -> ShortText.of(text);
            case Ellipsis ellipsis -> Cell.ELLIPSIS;
            default -> Cell.EMPTY;
        };
    }

    /**
     * Cell of what lies in this heap already, or {@link Cell#EMPTY}.
     *
     * @throws HeapNotShareableException when it lies in another heap
     */
    long sharedCell(@Nullable Object value) {
        return switch (value) {
            case SharedObject object -> owned(object.heap(), Cell.ofRef(object.ref()));
            case SharedTuple tuple -> owned(tuple.heap(), tuple.cell());
            case SharedFrozenSet set -> owned(set.heap(), set.cell());
            case SharedValue object -> owned(object.heap(), object.cell());
            case null, default -> Cell.EMPTY;
        };
    }

    private long owned(SharedHeap owner, long cell) {
        if (owner != heap) {
            throw new HeapNotShareableException(
                    "object of another heap: its heap=" + owner.name() + " this heap=" + heap.name(), "");
        }
        return cell;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.range.PIntRange;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.graal.python.runtime.sequence.storage.DoubleSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.IntSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Cells from native lists, and back, as arrays where all elements are ints, or all are floats. */
public final class NativeLists {
    private NativeLists() {}

    public static long[] cells(PIntRange range) {
        long[] cells = new long[range.getIntLength()];
        int value = range.getIntStart();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Cell.ofInt(value);
            value += range.getIntStep();
        }
        return cells;
    }

    /** Null when there may be other elements. */
    @TruffleBoundary
    public static long @Nullable [] cells(PList list) {
        return switch (list.getSequenceStorage()) {
            case IntSequenceStorage ints -> ofInts(ints.getInternalIntArray(), ints.length());
            case DoubleSequenceStorage doubles -> ofDoubles(doubles.getInternalDoubleArray(), doubles.length());
            default -> null;
        };
    }

    private static long[] ofInts(int[] values, int count) {
        long[] cells = new long[count];
        for (int i = 0; i < count; i++) {
            cells[i] = Cell.ofInt(values[i]);
        }
        return cells;
    }

    private static long[] ofDoubles(double[] values, int count) {
        long[] cells = new long[count];
        for (int i = 0; i < count; i++) {
            cells[i] = Cell.ofDouble(values[i]);
        }
        return cells;
    }

    static PList of(AttachedHeap home, long[] cells) {
        SequenceStorage storage = ints(cells);
        if (storage == null) {
            storage = doubles(cells);
        }
        return storage != null
                ? PFactory.createList(home.interpreter.pythonLanguage(), storage)
                : PFactory.createList(home.interpreter.pythonLanguage(), Decoder.decodeAll(home, cells));
    }

    private static @Nullable SequenceStorage ints(long[] cells) {
        int[] values = new int[isSmallInt(cells, 0) ? cells.length : 0];
        for (int i = 0; i < cells.length; i++) {
            if (!isSmallInt(cells, i)) {
                return null;
            }
            values[i] = (int) Cell.asInt(cells[i]);
        }
        return new IntSequenceStorage(values);
    }

    private static boolean isSmallInt(long[] cells, int at) {
        return at < cells.length && Cell.isInt(cells[at]) && Cell.asInt(cells[at]) == (int) Cell.asInt(cells[at]);
    }

    private static @Nullable SequenceStorage doubles(long[] cells) {
        double[] values = new double[Cell.isDouble(cells[0]) ? cells.length : 0];
        for (int i = 0; i < cells.length; i++) {
            if (!Cell.isDouble(cells[i])) {
                return null;
            }
            values[i] = Cell.asDouble(cells[i]);
        }
        return new DoubleSequenceStorage(values);
    }
}

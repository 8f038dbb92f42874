// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Stores Python values: makes their cells, hands them to an operation, and takes all back when that fails. */
public final class Encoder {
    private Encoder() {}

    /**
     * Stores one value; native containers are copied in.
     *
     * @param at the key or index it gets, for error messages
     * @param operation gets the cell; may answer {@link Cell#OUT_OF_RANGE}: nothing was stored
     */
    @TruffleBoundary
    public static long store(AttachedHeap home, Object value, Object at, LongUnaryOperator operation) {
        return store(home, value, () -> NotShareable.step(at), operation);
    }

    /** The same for an element that has no index yet. */
    static long storeNew(AttachedHeap home, Object value, LongUnaryOperator operation) {
        return store(home, value, () -> "", operation);
    }

    /** The same for a field of an instance. */
    static long storeField(AttachedHeap home, Object value, TruffleString name, LongUnaryOperator operation) {
        return store(home, value, () -> "." + name, operation);
    }

    /** A copy in the heap that is stored nowhere yet. */
    static long copy(AttachedHeap home, Object value) {
        return store(home, value, () -> "", cell -> cell);
    }

    private static long store(AttachedHeap home, Object value, Supplier<String> origin, LongUnaryOperator operation) {
        Blocks blocks = new Blocks();
        boolean stored = false;
        try {
            long result = operation.applyAsLong(CopyIn.copy(home, value, blocks, origin));
            stored = result != Cell.OUT_OF_RANGE;
            return result;
        } finally {
            if (!stored) {
                blocks.takeBack(home);
            }
        }
    }

    /** Stores several values, all or none. */
    @TruffleBoundary
    static long storeAll(AttachedHeap home, Object[] values, ToLongFunction<long[]> operation) {
        Blocks blocks = new Blocks();
        boolean stored = false;
        try {
            long[] cells = new long[values.length];
            for (int i = 0; i < values.length; i++) {
                cells[i] = CopyIn.copyAt(home, values[i], blocks, i);
            }
            long result = operation.applyAsLong(cells);
            stored = true;
            return result;
        } finally {
            if (!stored) {
                blocks.takeBack(home);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;

/**
 * Python values that were built from cells lately, so that reading the same text again gives the same object. A cell
 * stands for one value only until its block is released, so the cache is emptied whenever the interpreter passes. Guarded by
 * the interpreter's lock.
 */
public final class ValueCache {
    private static final int CAPACITY = 1 << 11;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;
    private static final int SHIFT = Long.SIZE - 11;

    private final long[] cells = new long[CAPACITY];
    private final @Nullable Object[] values = new Object[CAPACITY];

    public @Nullable Object find(long cell) {
        int i = slot(cell);
        return cells[i] == cell ? values[i] : null;
    }

    public void put(long cell, Object value) {
        int i = slot(cell);
        cells[i] = cell;
        values[i] = value;
    }

    void clear() {
        Arrays.fill(cells, Cell.EMPTY);
        Arrays.fill(values, null);
    }

    private static int slot(long cell) {
        return (int) ((cell * FACTOR) >>> SHIFT);
    }
}

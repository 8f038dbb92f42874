// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.strings.TruffleString;
import org.jspecify.annotations.Nullable;

/** Cells of texts that were dict keys lately, one for each hash. Guarded by the interpreter's lock. */
public final class KeyCache {
    private static final int CAPACITY = 1 << 13;
    private static final int MASK = CAPACITY - 1;

    private final @Nullable TruffleString[] texts = new TruffleString[CAPACITY];
    private final long[] cells = new long[CAPACITY];

    /** The text remembered at this hash, which may be another one. */
    public @Nullable TruffleString text(int hash) {
        return texts[hash & MASK];
    }

    /** Cell of that text. */
    public long cell(int hash) {
        return cells[hash & MASK];
    }

    public void put(int hash, TruffleString text, long cell) {
        texts[hash & MASK] = text;
        cells[hash & MASK] = cell;
    }
}

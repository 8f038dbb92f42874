// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.strings.TruffleString;
import org.jspecify.annotations.Nullable;

/** Cells of texts that were dict keys lately, two for each hash. Guarded by the interpreter's lock. */
public final class KeyCache {
    private static final int BUCKETS = 1 << 12;
    private static final int BUCKET = 2;
    private static final int CAPACITY = BUCKET * BUCKETS;

    private final @Nullable TruffleString[] texts = new TruffleString[CAPACITY];
    private final long[] cells = new long[CAPACITY];

    /** Where a text with this hash is looked for first. */
    public static int first(int hash) {
        return BUCKET * (hash & (BUCKETS - 1));
    }

    /** Where it is looked for next. */
    public static int second(int hash) {
        return first(hash) + 1;
    }

    /** The text remembered there, which may be another one. */
    public @Nullable TruffleString text(int place) {
        return texts[place];
    }

    /** Cell of that text. */
    public long cell(int place) {
        return cells[place];
    }

    /** Remembers a text, and no longer the older one of the two at its places. */
    public void put(int hash, TruffleString text, long cell) {
        int first = first(hash);
        int second = second(hash);
        texts[second] = texts[first];
        cells[second] = cells[first];
        texts[first] = text;
        cells[first] = cell;
    }
}

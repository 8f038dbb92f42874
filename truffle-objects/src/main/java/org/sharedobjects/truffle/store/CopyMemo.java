// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;

/** What values have become in the heap, so that one that occurs twice within a store is one object there. */
final class CopyMemo {
    private final IdentityHashMap<Object, Long> cells = new IdentityHashMap<>();
    /** Values of other languages, and what they are in Python. */
    private final IdentityHashMap<Object, Object> taken = new IdentityHashMap<>();

    /** Whether a copy is under way, of which some entries are not finished. */
    boolean busy;

    /** {@link Cell#EMPTY} for a value that was not met. */
    long cell(Object value) {
        return cells.isEmpty() ? Cell.EMPTY : cells.getOrDefault(value, Cell.EMPTY);
    }

    void put(Object value, long cell) {
        cells.put(value, cell);
    }

    /** A value of another language as Python has it, or null for what is Python's own. */
    @Nullable
    Object own(Object value) {
        Object known = taken.get(value);
        Object own = known == null ? ForeignValues.own(value) : known;
        if (own != null) {
            taken.put(value, own);
        }
        return own;
    }

    /** The same for a value that may have been taken, without a question to the other language. */
    Object taken(Object value) {
        return taken.isEmpty() ? value : taken.getOrDefault(value, value);
    }

    /** After a copy that came to nothing. */
    void forget() {
        cells.clear();
        taken.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

/**
 * What an object by value equals.
 *
 * @param cell never that of another object by value
 * @param fresh whether the cell refers to a block made for the key alone
 */
record ValueKey(ValueFamily family, long cell, boolean fresh) {
    static final ValueKey GUEST = new ValueKey(ValueFamily.GUEST, Cell.NONE, false);

    /** A part of the content. */
    static ValueKey part(ValueFamily family, long cell) {
        return new ValueKey(family, cell, false);
    }

    /** A value that was made just now. */
    static ValueKey made(ValueFamily family, long cell) {
        return new ValueKey(family, cell, Cell.isImmutable(cell));
    }
}

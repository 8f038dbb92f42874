// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import org.sharedobjects.truffle.interpreter.PlaceCache;

/** A shared dict or set, which the heap keeps as the same kind of table. */
public sealed interface SharedTable extends SharedObject permits SharedDict, SharedSet {
    /** Known to be a tree, which it stays. */
    boolean isLarge();

    void setLarge();

    /** Of a large one. */
    PlaceCache places();
}

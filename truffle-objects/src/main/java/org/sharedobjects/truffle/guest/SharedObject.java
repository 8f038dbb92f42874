// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** A mutable object of a heap, as one interpreter holds it. */
public sealed interface SharedObject permits SharedSequence, SharedTable, SharedInstance, SharedCounter {
    /** The heap it lives in, as this interpreter sees it. */
    AttachedHeap home();

    /** Byte offset of the object in its heap. */
    long ref();
}

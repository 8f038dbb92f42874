// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

/** A view of a mutable object of a heap; any number of views may show one object. */
sealed interface SharedObject permits SharedMap, SharedList, SharedInstance, SharedCounter {
    SharedHeap heap();

    /** Byte offset of the object in its heap: its identity. */
    long ref();
}

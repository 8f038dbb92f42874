// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

/** A view of a mutable object of a heap. While one is held it is the only one of its object, which is not released. */
public sealed interface SharedObject
        permits SharedMap, SharedList, SharedSet, SharedArray, SharedInstance, SharedCounter {
    SharedHeap heap();

    /** Byte offset of the object in its heap: its identity. */
    long ref();
}

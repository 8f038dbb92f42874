// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.slot.HandleTable;
import org.sharedobjects.heap.value.Cell;

/** Holds the jobs of workers, which know only where they lie until they have begun. Thread-safe. */
final class JobHandles {

    private final SharedHeap heap;
    private final HandleTable table;

    JobHandles(SharedHeap heap) {
        this.heap = heap;
        this.table = heap.attachment().handles().newTable();
    }

    /** Holds an object that the caller holds meanwhile; the number is for {@link #remove}. */
    synchronized int add(long ref) {
        return table.add(Cell.ofRef(ref));
    }

    synchronized void remove(int handle) {
        if (heap.isOpen()) {
            table.remove(handle);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import org.junit.jupiter.api.AfterEach;
import org.sharedobjects.heap.anomaly.WordHeap;
import org.sharedobjects.heap.memory.FaultPoints;
import org.sharedobjects.heap.txn.Mutator;

/** A heap, its objects, and one that works on them whatever happens to others. */
abstract class Beside {
    final WordHeap heap = new WordHeap();
    final Mutator third = heap.mutator();
    final Operations operations = new Operations(heap);

    @AfterEach
    void close() {
        FaultPoints.set(null);
        third.close();
        heap.close();
    }
}

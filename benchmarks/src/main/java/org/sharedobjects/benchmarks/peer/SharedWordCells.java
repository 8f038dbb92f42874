// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.Mutator;

/** The same lists, but transactions go for the word: what remains is the cost of transactions alone. */
final class SharedWordCells extends SharedCells {
    SharedWordCells(SharedHeap heap) {
        super(heap);
    }

    @Override
    long load(Mutator mutator, long ref) {
        return mutator.load(ref, ObjectLayout.FIRST_CELL_WORD);
    }

    @Override
    void store(Mutator mutator, long ref, long cell) {
        mutator.store(ref, ObjectLayout.FIRST_CELL_WORD, cell);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;

/** What a large dict is made of, each object for itself. */
final class DictPartCheck {
    private final Memory memory;
    private final Reach reach;
    private final Problems problems;

    DictPartCheck(Reach reach, Problems problems) {
        this.memory = reach.memory();
        this.reach = reach;
        this.problems = problems;
    }

    private void references(Body body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Cell.isRef(body.cell(i))) {
                problems.add("cell holds no reference to a part: object=%d, place=%d", body.ref(), i);
            } else {
                reach.cell(body.cell(i), body.ref(), i);
            }
        }
    }

    void branch(Body body) {
        if (TreeLayout.cells(body.header()) != TreeLayout.CHILDREN) {
            problems.add("branch has a wrong size: object=%d, capacity=%d", body.ref(), body.capacity());
            return;
        }
        references(body, TreeLayout.capacity(0), body.capacity());
    }

    void number(Body body) {
        if (body.size() < 0) {
            problems.add("number is negative: object=%d, number=%d", body.ref(), body.size());
        }
    }

    void leaf(Body body) {
        int used = 0;
        int removed = 0;
        for (int i = TreeLayout.capacity(0); i < body.capacity(); i++) {
            used += body.cell(i) != 0 ? 1 : 0;
            removed += body.cell(i) == TreeLayout.REMOVED ? 1 : 0;
        }
        boolean right = TreeLayout.leafSize(used, removed) == body.size();
        if (!right || used > TreeLayout.leafLimit(TreeLayout.cells(body.header()))) {
            problems.add(
                    "leaf counts its words wrong: object=%d, used=%d, removed=%d, counted=%#x, capacity=%d",
                    body.ref(), used, removed, body.size(), body.capacity());
        }
    }

    void entries(Body body) {
        boolean fits = body.size() >= 0
                && body.size() <= TreeLayout.CHUNK_ENTRIES
                && body.size() * TreeLayout.ENTRY_WORDS <= TreeLayout.cells(body.header());
        if (!fits) {
            problems.add(
                    "chunk of entries is longer than its body: object=%d, size=%d, capacity=%d",
                    body.ref(), body.size(), body.capacity());
            return;
        }
        for (int entry = 0; entry < body.size(); entry++) {
            entry(body, entry);
        }
    }

    private void entry(Body body, int entry) {
        long key = body.words()[TreeLayout.keyWord(entry)];
        long value = body.words()[TreeLayout.valueWord(entry)];
        if (key == Cell.TOMBSTONE) {
            if (value != Cell.EMPTY) {
                problems.add("removed entry has a value: object=%d, entry=%d, cell=%#x", body.ref(), entry, value);
            }
            return;
        }
        int place = TreeLayout.keyWord(entry) - ObjectLayout.FIRST_CELL_WORD;
        boolean sound = reach.cell(key, body.ref(), place);
        reach.cell(value, body.ref(), place + 1);
        // Where mutable objects are part of a key only the guest language knows its hash.
        boolean known = sound && !Immutables.hasRefs(memory, key);
        if (known && Hashing.fold(Immutables.hash(memory, key)) != body.words()[TreeLayout.hashWord(entry)]) {
            problems.add("entry has a wrong hash: object=%d, entry=%d", body.ref(), entry);
        }
    }
}

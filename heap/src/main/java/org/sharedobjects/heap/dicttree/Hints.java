// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;

/**
 * Looks into an index from outside of transactions, without a mutator and without waiting. A position found is only a hint:
 * what it leads to is looked at on its own.
 */
final class Hints {
    /** At some moment of the call there was no such hash. */
    static final long ABSENT = -1;

    static final long UNDECIDED = -2;
    /** No dict is a tree without them. */
    static final long NO_PARTS = 0;

    private Hints() {}

    /** Cell of the parts of a tree, which never change; {@link #NO_PARTS} when this is none, as seen now. */
    static long parts(Memory memory, long root) {
        long lock = memory.getAcquire(root);
        long body = memory.getGuess(root + ObjectLayout.BODY);
        boolean tree = TreeLayout.isRoot(memory.getGuess(body));
        long cell = memory.getGuess(Bodies.at(body, TreeLayout.PARTS_WORD));
        boolean believed = !Locks.isLocked(lock) && Locks.unchanged(memory, root, lock);
        return tree && believed && Cell.isImmutable(cell) ? cell : NO_PARTS;
    }

    static long part(Memory memory, long parts, int number) {
        return Cell.offset(memory.getGuess(Cell.offset(parts) + Immutables.HEADER_BYTES + (long) number * Long.BYTES));
    }

    /** Position of an entry of that hash, {@link #ABSENT} or {@link #UNDECIDED}. */
    static long find(Memory memory, long parts, int hash) {
        long node = part(memory, parts, TreeLayout.INDEX);
        for (int shift = 0; shift <= TreeLayout.LAST_SHIFT; shift += TreeLayout.BRANCH_BITS) {
            long lock = memory.getAcquire(node);
            long body = memory.getGuess(node + ObjectLayout.BODY);
            long header = memory.getGuess(body);
            boolean leaf = ObjectLayout.kind(header) == TreeLayout.LEAF;
            long found = leaf
                    ? inLeaf(memory, body, TreeLayout.cells(header), hash)
                    : memory.getGuess(Bodies.at(body, TreeLayout.FIRST + TreeLayout.child(hash, shift)));
            if (Locks.isLocked(lock) || !Locks.unchanged(memory, node, lock)) {
                return UNDECIDED;
            }
            if (leaf) {
                return found;
            }
            if (!Cell.isRef(found)) {
                return UNDECIDED;
            }
            node = Cell.offset(found);
        }
        return UNDECIDED;
    }

    private static long inLeaf(Memory memory, long body, int cells, int hash) {
        int place = TreeLayout.place(hash, cells);
        for (int probes = 0; probes < cells; probes++) {
            long word = memory.getGuess(Bodies.at(body, TreeLayout.FIRST + place));
            if (word == 0) {
                return ABSENT;
            }
            if (TreeLayout.hashOf(word) == hash && TreeLayout.positionOf(word) >= 0) {
                return TreeLayout.positionOf(word);
            }
            place = place + 1 == cells ? 0 : place + 1;
        }
        return cells == 0 ? ABSENT : UNDECIDED;
    }
}

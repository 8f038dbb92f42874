// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Number of entries of a dict, or elements of a set. */
public final class TableSize {
    private static final int UNKNOWN = -1;

    private TableSize() {}

    public static int of(Node node, SharedTable table, InlinedConditionProfile inTransaction) {
        AttachedHeap home = table.home();
        int passes = home.passage.count();
        int size = TransactionalSteps.isInside(node, home, inTransaction)
                ? TransactionalSteps.size(node, table)
                : load(node, home, table, passes);
        return size >= 0 && home.passage.unchangedSince(passes) ? size : DictOperations.size(node, table);
    }

    private static int load(Node node, AttachedHeap home, SharedTable table, int passes) {
        try {
            return Dicts.trySize(home.memory, table.ref());
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return UNKNOWN;
        }
    }
}

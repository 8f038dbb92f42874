// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Number of elements, or {@link #UNKNOWN} when the full operation must look. */
@GenerateInline(false)
public abstract class ListSizeNode extends Node {
    public static final int UNKNOWN = -1;

    public abstract int execute(SharedList list);

    @Specialization
    static int size(SharedList list, @Bind Node node, @Cached InlinedConditionProfile inTransaction) {
        AttachedHeap home = list.home;
        int passes = home.passage.count();
        int size = TransactionalSteps.isInside(node, home, inTransaction)
                ? loadInTransaction(node, list)
                : load(node, home, list, passes);
        return home.passage.unchangedSince(passes) ? size : UNKNOWN;
    }

    private static int loadInTransaction(Node node, SharedList list) {
        return list.large ? UNKNOWN : TransactionalSteps.size(node, list);
    }

    private static int load(Node node, AttachedHeap home, SharedList list, int passes) {
        try {
            return list.large ? ListTreeSteps.trySize(home.memory, list.ref) : ListCells.trySize(home.memory, list.ref);
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return UNKNOWN;
        }
    }
}

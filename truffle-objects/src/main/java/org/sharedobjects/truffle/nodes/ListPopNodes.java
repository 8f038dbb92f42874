// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.access.ListOperations;
import org.sharedobjects.truffle.nodes.access.TransactionalSteps;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/** Taking elements out of a shared list. */
public final class ListPopNodes {
    private ListPopNodes() {}

    /** {@code list_pop(list, index)} */
    @Builtin(name = "list_pop", minNumOfPositionalArgs = 1, maxNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Pop extends PythonBinaryBuiltinNode {
        @Specialization(guards = {"!self.large", "index == LAST"})
        static Object last(
                SharedList self,
                int index,
                @Bind Node node,
                @Cached DecodeNode decode,
                @Cached InlinedBranchProfile slow,
                @Cached InlinedConditionProfile inTransaction) {
            AttachedHeap home = self.home;
            home.passage.enter();
            try {
                Object value = TransactionalSteps.isInside(node, home, inTransaction)
                        ? null
                        : tryPop(node, home, self, decode);
                if (value != null) {
                    return value;
                }
            } finally {
                home.passage.leave();
            }
            slow.enter(node);
            return ListOperations.pop(node, self, index);
        }

        /** The value is made first: what cannot be made here stays. */
        private static @Nullable Object tryPop(Node node, AttachedHeap home, SharedList list, DecodeNode decode) {
            try {
                long lock = home.memory.getAcquire(list.ref);
                long cell = ListCells.last(home.memory, list.ref, lock);
                Object value = cell == Cell.MISS_SLOW ? null : decode.execute(home, cell, home.passage.count());
                return value != null && ListCells.tryRemoveLast(home.mutator(), list.ref, lock) ? value : null;
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        @InliningCutoff
        @Specialization(replaces = "last")
        static Object any(Object self, Object index, @Bind Node node) {
            return ListOperations.pop(node, ListOperations.self(node, self, "pop"), index);
        }

        static final int LAST = -1;
    }
}

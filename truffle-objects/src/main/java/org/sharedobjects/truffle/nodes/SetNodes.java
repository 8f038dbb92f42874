// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotLen.LenBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSqContains.SqContainsBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.nodes.access.FindEntryNode;
import org.sharedobjects.truffle.nodes.access.PutEntryNode;
import org.sharedobjects.truffle.nodes.access.SetOperations;
import org.sharedobjects.truffle.nodes.access.TableSize;
import org.sharedobjects.truffle.nodes.iteration.BeginIterationNode;

/** The slots of a shared set. */
public final class SetNodes {
    private SetNodes() {}

    /** {@code len(s)} */
    @GenerateNodeFactory
    public abstract static class Len extends LenBuiltinNode {
        @Specialization
        static int length(SharedSet self, @Bind Node node, @Cached InlinedConditionProfile inTransaction) {
            return TableSize.of(node, self, inTransaction);
        }

        @InliningCutoff
        @Specialization(replaces = "length")
        static int any(Object self, @Bind Node node) {
            return DictOperations.size(node, SetOperations.self(node, self, "__len__"));
        }
    }

    /** {@code x in s} */
    @GenerateNodeFactory
    public abstract static class Contains extends SqContainsBuiltinNode {
        @Specialization
        static boolean element(
                SharedSet self,
                Object element,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached InlinedBranchProfile slow) {
            long cell = find.execute(self, element, self.home.passage.count());
            if (cell != Cell.MISS_SLOW) {
                return cell != Cell.EMPTY;
            }
            slow.enter(node);
            return SetOperations.contains(node, self, element);
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static boolean any(Object self, Object element, @Bind Node node) {
            return SetOperations.contains(node, SetOperations.self(node, self, "__contains__"), element);
        }
    }

    /** {@code iter(s)} */
    @GenerateNodeFactory
    public abstract static class Iter extends PythonUnaryBuiltinNode {
        @Specialization
        static Object any(Object self, @Bind Node node, @Cached BeginIterationNode begin) {
            return begin.execute(SetOperations.self(node, self, "__iter__"), SharedIterator.Kind.ELEMENTS);
        }
    }

    /** {@code s.add(x)} */
    @Builtin(name = "add", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Add extends PythonBinaryBuiltinNode {
        @Specialization
        static Object element(
                SharedSet self,
                Object element,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached PutEntryNode put,
                @Cached InlinedBranchProfile slow) {
            Passage passage = self.home.passage;
            passage.enter();
            try {
                long cell = find.execute(self, element, passage.count());
                boolean done = cell == Sets.MEMBER || (cell == Cell.EMPTY && put.execute(self, element, Sets.MEMBER));
                if (!done) {
                    slow.enter(node);
                    SetOperations.add(node, self, element);
                }
            } finally {
                passage.leave();
            }
            return PNone.NONE;
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static Object any(Object self, Object element, @Bind Node node) {
            SetOperations.add(node, SetOperations.self(node, self, "add"), element);
            return PNone.NONE;
        }
    }
}

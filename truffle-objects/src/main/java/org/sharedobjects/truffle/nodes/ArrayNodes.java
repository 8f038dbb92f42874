// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.MpSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotLen.LenBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotMpAssSubscript.MpAssSubscriptBuiltinNode;
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
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.struct.ArraySteps;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.access.ArrayOperations;
import org.sharedobjects.truffle.nodes.access.LoadArrayElementNode;
import org.sharedobjects.truffle.nodes.access.StoreArrayElementNode;
import org.sharedobjects.truffle.nodes.access.TransactionalSteps;

/** The slots of a shared array. */
public final class ArrayNodes {
    private ArrayNodes() {}

    /** {@code a[i]} */
    @GenerateNodeFactory
    public abstract static class GetItem extends MpSubscriptBuiltinNode {
        @Specialization
        static Object element(
                SharedArray self,
                int index,
                @Bind Node node,
                @Cached LoadArrayElementNode load,
                @Cached InlinedBranchProfile slow) {
            Object value = load.execute(self, index);
            if (value != null) {
                return value;
            }
            slow.enter(node);
            return ArrayOperations.get(node, self, index);
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static Object any(Object self, Object index, @Bind Node node) {
            return ArrayOperations.getItem(node, self, index);
        }
    }

    /** {@code a[i] = v} and {@code del a[i]} */
    @GenerateNodeFactory
    public abstract static class SetItem extends MpAssSubscriptBuiltinNode {
        @Specialization(guards = "!isNoValue(value)")
        static void element(
                SharedArray self,
                int index,
                Object value,
                @Bind Node node,
                @Cached StoreArrayElementNode store,
                @Cached InlinedBranchProfile slow) {
            if (!store.execute(self, index, value)) {
                slow.enter(node);
                ArrayOperations.set(node, self, index, value);
            }
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static void any(Object self, Object index, Object value, @Bind Node node) {
            ArrayOperations.setItem(node, self, index, value);
        }

        static boolean isNoValue(Object value) {
            return value == PNone.NO_VALUE;
        }
    }

    /** {@code len(a)} */
    @GenerateNodeFactory
    public abstract static class Len extends LenBuiltinNode {
        @Specialization
        static int length(SharedArray self, @Bind Node node) {
            AttachedHeap home = self.home;
            int passes = home.passage.count();
            int size = home.transaction() == null ? load(node, home, self, passes) : -1;
            return size >= 0 && home.passage.unchangedSince(passes) ? size : ArrayOperations.size(node, self);
        }

        private static int load(Node node, AttachedHeap home, SharedArray self, int passes) {
            try {
                return ArraySteps.trySize(home.memory, self.ref, self.type);
            } catch (HeapException e) {
                Guard.throwUnlessPassed(node, home, passes, e);
                return -1;
            }
        }

        @InliningCutoff
        @Specialization(replaces = "length")
        static int any(Object self, @Bind Node node) {
            return ArrayOperations.size(node, ArrayOperations.self(node, self, "__len__"));
        }
    }

    /** {@code iter(a)} */
    @GenerateNodeFactory
    public abstract static class Iter extends PythonUnaryBuiltinNode {
        @Specialization
        static Object any(Object self, @Bind Node node) {
            SharedArray array = ArrayOperations.self(node, self, "__iter__");
            return array.home.interpreter.classes().iterator(SharedIterator.Kind.ARRAY, array, 0);
        }
    }

    /** {@code a.append(v)} */
    @Builtin(name = "append", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Append extends PythonBinaryBuiltinNode {
        @Specialization
        static Object element(
                SharedArray self,
                Object value,
                @Bind Node node,
                @Cached InlinedBranchProfile slow,
                @Cached InlinedConditionProfile inTransaction) {
            AttachedHeap home = self.home;
            home.passage.enter();
            try {
                long cell = ArrayOperations.cell(self, value);
                if (cell == Cell.EMPTY || !append(node, home, self, cell, inTransaction)) {
                    slow.enter(node);
                    ArrayOperations.append(node, self, value);
                }
            } finally {
                home.passage.leave();
            }
            return PNone.NONE;
        }

        private static boolean append(
                Node node, AttachedHeap home, SharedArray self, long cell, InlinedConditionProfile inTransaction) {
            long part = self.large ? self.lastChunk : self.ref;
            try {
                return part != Directory.NONE
                        && !TransactionalSteps.isInside(node, home, inTransaction)
                        && append(home.mutator(), self, part, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        private static boolean append(Mutator mutator, SharedArray self, long part, long cell) {
            if (self.type.isPacked()) {
                return ArraySteps.tryAppendPacked(mutator, part, self.large, self.type, (int) Cell.asInt(cell));
            }
            return self.large
                    ? ListTreeSteps.tryAppendTo(mutator, part, cell)
                    : ListCells.tryAppend(mutator, part, cell);
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static Object any(Object self, Object value, @Bind Node node) {
            ArrayOperations.append(node, ArrayOperations.self(node, self, "append"), value);
            return PNone.NONE;
        }
    }
}

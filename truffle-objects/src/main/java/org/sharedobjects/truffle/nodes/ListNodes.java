// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.MpSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotLen.LenBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotMpAssSubscript.MpAssSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSqContains.SqContainsBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.access.ListOperations;
import org.sharedobjects.truffle.nodes.access.ListSizeNode;
import org.sharedobjects.truffle.nodes.access.LoadElementNode;
import org.sharedobjects.truffle.nodes.access.StoreElementNode;
import org.sharedobjects.truffle.nodes.access.TransactionalSteps;
import org.sharedobjects.truffle.nodes.iteration.BeginIterationNode;
import org.sharedobjects.truffle.nodes.value.CopyInNode;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/** The slots of a shared list. */
public final class ListNodes {
    private ListNodes() {}

    /** {@code l[i]} */
    @GenerateNodeFactory
    public abstract static class GetItem extends MpSubscriptBuiltinNode {
        @Specialization
        static Object element(
                SharedList self,
                int index,
                @Bind Node node,
                @Cached LoadElementNode load,
                @Cached DecodeNode decode,
                @Cached InlinedBranchProfile slow) {
            AttachedHeap home = self.home;
            int passes = home.passage.count();
            long cell = load.execute(self, index, index, passes);
            if (cell != Cell.MISS_SLOW) {
                Object value = decode.execute(home, cell, passes);
                if (value != null && home.passage.unchangedSince(passes)) {
                    return value;
                }
            }
            slow.enter(node);
            return ListOperations.get(node, self, index);
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static Object any(Object self, Object index, @Bind Node node) {
            return ListOperations.getItem(node, self, index);
        }
    }

    /** {@code l[i] = v} and {@code del l[i]} */
    @GenerateNodeFactory
    public abstract static class SetItem extends MpAssSubscriptBuiltinNode {
        @Specialization(guards = "!isNoValue(value)")
        static void element(
                SharedList self,
                int index,
                Object value,
                @Bind Node node,
                @Cached CopyInNode encode,
                @Cached StoreElementNode store,
                @Cached InlinedBranchProfile slow) {
            AttachedHeap home = self.home;
            boolean stored;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                stored = cell != Cell.EMPTY && store.execute(self, index, cell);
            } finally {
                home.passage.leave();
            }
            if (!stored) {
                slow.enter(node);
                ListOperations.set(node, self, index, value);
            }
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static void any(Object self, Object index, Object value, @Bind Node node) {
            ListOperations.setItem(node, self, index, value);
        }

        static boolean isNoValue(Object value) {
            return value == PNone.NO_VALUE;
        }
    }

    /** {@code len(l)} */
    @GenerateNodeFactory
    public abstract static class Len extends LenBuiltinNode {
        @Specialization
        static int length(SharedList self, @Bind Node node, @Cached ListSizeNode getSize) {
            int size = getSize.execute(self);
            return size != ListSizeNode.UNKNOWN ? size : ListOperations.size(node, self);
        }

        @InliningCutoff
        @Specialization(replaces = "length")
        static int any(Object self, @Bind Node node) {
            return ListOperations.size(node, ListOperations.self(node, self, "__len__"));
        }
    }

    /** {@code v in l} */
    @GenerateNodeFactory
    public abstract static class Contains extends SqContainsBuiltinNode {
        @InliningCutoff
        @Specialization
        static boolean any(Object self, Object value, @Bind Node node) {
            return ListOperations.contains(node, self, value);
        }
    }

    /** {@code iter(l)} */
    @GenerateNodeFactory
    public abstract static class Iter extends PythonUnaryBuiltinNode {
        @Specialization
        static Object any(Object self, @Bind Node node, @Cached BeginIterationNode begin) {
            return begin.execute(ListOperations.self(node, self, "__iter__"), SharedIterator.Kind.LIST);
        }
    }

    /** {@code l.append(v)} */
    @Builtin(name = "append", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Append extends PythonBinaryBuiltinNode {
        @Specialization(guards = "!self.large")
        static Object flat(
                SharedList self,
                Object value,
                @Bind Node node,
                @Cached @Shared CopyInNode encode,
                @Cached @Shared InlinedBranchProfile slow,
                @Cached @Shared InlinedConditionProfile inTransaction) {
            AttachedHeap home = self.home;
            boolean appended;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                appended = cell != Cell.EMPTY && append(node, home, self, cell, inTransaction);
            } finally {
                home.passage.leave();
            }
            if (!appended) {
                slow.enter(node);
                ListOperations.append(node, self, value);
            }
            return PNone.NONE;
        }

        private static boolean append(
                Node node, AttachedHeap home, SharedList self, long cell, InlinedConditionProfile inTransaction) {
            try {
                return !TransactionalSteps.isInside(node, home, inTransaction)
                        && ListCells.tryAppend(home.mutator(), self.ref, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        /** To the chunk where the list was last seen to end: if that has elements and room, it ends there. */
        @Specialization(guards = "self.large")
        static Object toChunk(
                SharedList self,
                Object value,
                @Bind Node node,
                @Cached @Shared CopyInNode encode,
                @Cached @Shared InlinedBranchProfile slow,
                @Cached @Shared InlinedConditionProfile inTransaction) {
            AttachedHeap home = self.home;
            boolean appended;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                appended = cell != Cell.EMPTY && appendToChunk(node, home, self, cell, inTransaction);
            } finally {
                home.passage.leave();
            }
            if (!appended) {
                slow.enter(node);
                ListOperations.append(node, self, value);
            }
            return PNone.NONE;
        }

        private static boolean appendToChunk(
                Node node, AttachedHeap home, SharedList self, long cell, InlinedConditionProfile inTransaction) {
            long chunk = self.lastChunk;
            try {
                return chunk != Directory.NONE
                        && !TransactionalSteps.isInside(node, home, inTransaction)
                        && ListTreeSteps.tryAppendTo(home.mutator(), chunk, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        @InliningCutoff
        @Specialization(replaces = {"flat", "toChunk"})
        static Object any(VirtualFrame frame, Object self, Object value, @Bind Node node) {
            ListOperations.append(node, ListOperations.self(node, self, "append"), value);
            return PNone.NONE;
        }
    }
}

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
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** The slots of a shared list. */
public final class ListNodes {
    private ListNodes() {}

    /** {@code l[i]} */
    @GenerateNodeFactory
    public abstract static class GetItem extends MpSubscriptBuiltinNode {
        /** An int index outside of transactions: three loads and a recheck. */
        @Specialization
        static Object element(SharedList self, int index, @Bind Node node, @Cached DecodeNode decode) {
            AttachedHeap home = self.home;
            int passes = home.passage.count();
            long cell = load(node, home, self, index, passes);
            if (cell != Cell.MISS_SLOW && cell != Cell.OUT_OF_RANGE) {
                Object value = decode.execute(home, cell);
                if (value != null && home.passage.unchangedSince(passes)) {
                    return value;
                }
            }
            return ListOperations.get(node, self, index);
        }

        private static long load(Node node, AttachedHeap home, SharedList self, int index, int passes) {
            try {
                return home.transaction() == null
                        ? Lists.tryGet(home.memory, self.ref, index)
                        : TransactionalSteps.element(node, self, index);
            } catch (HeapException e) {
                if (!home.passage.unchangedSince(passes)) {
                    return Cell.MISS_SLOW;
                }
                throw Guard.translate(node, home, e);
            }
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
        static void element(SharedList self, int index, Object value, @Bind Node node, @Cached EncodeNode encode) {
            AttachedHeap home = self.home;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                if (cell == Cell.EMPTY || !store(node, home, self, index, cell)) {
                    ListOperations.set(node, self, index, cell, value);
                }
            } finally {
                home.passage.leave();
            }
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static void any(Object self, Object index, Object value, @Bind Node node) {
            ListOperations.setItem(node, self, index, value);
        }

        private static boolean store(Node node, AttachedHeap home, SharedList self, int index, long cell) {
            try {
                return home.transaction() == null
                        ? Lists.trySet(home.mutator(), self.ref, index, cell)
                        : TransactionalSteps.setElement(node, self, index, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        static boolean isNoValue(Object value) {
            return value == PNone.NO_VALUE;
        }
    }

    /** {@code len(l)} */
    @GenerateNodeFactory
    public abstract static class Len extends LenBuiltinNode {
        @Specialization
        static int length(SharedList self, @Bind Node node) {
            AttachedHeap home = self.home;
            int passes = home.passage.count();
            int size = home.transaction() == null ? load(node, home, self, passes) : -1;
            return size >= 0 && home.passage.unchangedSince(passes) ? size : ListOperations.size(node, self);
        }

        private static int load(Node node, AttachedHeap home, SharedList self, int passes) {
            try {
                return Lists.trySize(home.memory, self.ref);
            } catch (HeapException e) {
                if (!home.passage.unchangedSince(passes)) {
                    return -1;
                }
                throw Guard.translate(node, home, e);
            }
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
        static Object any(Object self, @Bind Node node) {
            SharedList list = ListOperations.self(node, self, "__iter__");
            return list.home.interpreter.classes().iterator(list, 0);
        }
    }

    /** {@code l.append(v)} */
    @Builtin(name = "append", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Append extends PythonBinaryBuiltinNode {
        @Specialization
        static Object element(SharedList self, Object value, @Bind Node node, @Cached EncodeNode encode) {
            AttachedHeap home = self.home;
            home.passage.enter();
            try {
                long cell = encode.execute(home, value);
                if (cell == Cell.EMPTY || !append(node, home, self, cell)) {
                    ListOperations.append(node, self, cell, value);
                }
            } finally {
                home.passage.leave();
            }
            return PNone.NONE;
        }

        private static boolean append(Node node, AttachedHeap home, SharedList self, long cell) {
            try {
                return home.transaction() == null && Lists.tryAppend(home.mutator(), self.ref, cell);
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        @InliningCutoff
        @Specialization(replaces = "element")
        static Object any(VirtualFrame frame, Object self, Object value, @Bind Node node) {
            ListOperations.append(node, ListOperations.self(node, self, "append"), Cell.EMPTY, value);
            return PNone.NONE;
        }
    }
}

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
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedIterator;

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
        @InliningCutoff
        @Specialization
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
        @InliningCutoff
        @Specialization
        static Object any(Object self, Object value, @Bind Node node) {
            ArrayOperations.append(node, ArrayOperations.self(node, self, "append"), value);
            return PNone.NONE;
        }
    }
}

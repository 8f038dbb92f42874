// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.list.ListBuiltins;
import com.oracle.graal.python.builtins.objects.type.TpSlots;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.CallSlotBinaryFuncNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.SqConcatBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotRichCompare.CallSlotRichCmpNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotRichCompare.RichCmpBuiltinNode;
import com.oracle.graal.python.lib.PyObjectCallMethodObjArgs;
import com.oracle.graal.python.lib.RichCmpOp;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.PythonText;

/**
 * What GraalPy's list does with two lists. It takes a shared one, whose class is a subclass of its own, for one with elements where
 * its own have them: here it gets a native list of the elements instead.
 */
public final class NativeListNodes {
    private static final TpSlots SLOTS = ListBuiltins.SLOTS;

    private NativeListNodes() {}

    private static Object plain(Object value) {
        return value instanceof SharedList ? copied(value) : value;
    }

    @TruffleBoundary
    private static Object copied(Object list) {
        return PyObjectCallMethodObjArgs.executeUncached(list, PythonText.of("copy"));
    }

    /** The six comparisons. */
    @GenerateNodeFactory
    public abstract static class Compare extends RichCmpBuiltinNode {
        @Specialization
        static Object compare(
                VirtualFrame frame,
                Object left,
                Object right,
                RichCmpOp operator,
                @Bind Node node,
                @Cached CallSlotRichCmpNode call) {
            return call.execute(frame, node, SLOTS.tp_richcmp(), plain(left), plain(right), operator);
        }
    }

    /** {@code __add__} */
    @GenerateNodeFactory
    public abstract static class Concat extends SqConcatBuiltinNode {
        @Specialization
        static Object concat(
                VirtualFrame frame, Object left, Object right, @Bind Node node, @Cached CallSlotBinaryFuncNode call) {
            return call.execute(frame, node, SLOTS.sq_concat(), plain(left), plain(right));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.iteration;

import com.oracle.graal.python.builtins.modules.BuiltinFunctions.SumFunctionNode;
import com.oracle.graal.python.builtins.objects.common.HashingCollectionNodes.GetClonedHashingStorageNode;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes.ExtendNode;
import com.oracle.graal.python.builtins.objects.list.ListBuiltins.ListInitNode;
import com.oracle.graal.python.builtins.objects.set.SetNodes.ConstructSetNode;
import com.oracle.graal.python.builtins.objects.str.StringNodes.JoinInternalNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotUnaryFuncFactory.CallSlotUnaryNodeGen;
import com.oracle.graal.python.lib.PyObjectGetIter;
import com.oracle.graal.python.nodes.argument.positional.ExecutePositionalStarargsNode;
import com.oracle.graal.python.nodes.builtins.ListNodes.ConstructListNode;
import com.oracle.graal.python.nodes.builtins.TupleNodes.ConstructTupleNode;
import com.oracle.graal.python.nodes.bytecode.UnpackExNode;
import com.oracle.graal.python.nodes.bytecode.UnpackSequenceNode;
import com.oracle.graal.python.nodes.function.builtins.BuiltinCallNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of Python takes all elements of an iterable at once and shows its iterator to nobody: {@code list(x)}, {@code tuple(x)},
 * {@code sorted(x)}, {@code set(x)}, {@code sum(x)}, {@code s.join(x)}, {@code l.extend(x)}, {@code f(*x)}. It may be given the iterator of a
 * native list instead, of which most of them copy the array. GraalPy does not say who asks for an iterator; the tree of nodes does.
 */
final class Consumers {
    private static final List<Class<?>> ALL = List.of(
            ListInitNode.class,
            ConstructListNode.class,
            ConstructTupleNode.class,
            ExtendNode.class,
            GetClonedHashingStorageNode.class,
            ConstructSetNode.class,
            JoinInternalNode.class,
            SumFunctionNode.class,
            ExecutePositionalStarargsNode.class,
            UnpackSequenceNode.class,
            UnpackExNode.class);

    private static final List<Class<?>> ASKING = List.of(PyObjectGetIter.class, CallSlotUnaryNodeGen.class);

    private static final Object NONE = new Object();

    private Consumers() {}

    /** The one whose iterator the node of a slot makes. */
    static @Nullable Node thatOwns(Node node) {
        @Nullable Node each = node;
        while (each != null && !(each instanceof PythonUnaryBuiltinNode)) {
            each = each.getParent();
        }
        return each == null ? null : firstBehind(each);
    }

    /** Passes no other nodes than those that ask for an iterator: further up there are builtins in which this one is inlined, and which may go on while its iterator is kept. */
    private static @Nullable Node firstBehind(Node node) {
        @Nullable Node each = node.getParent();
        while (each != null && isOneOf(ASKING, each)) {
            each = each.getParent();
        }
        return each != null && isOneOf(ALL, each) ? each : null;
    }

    /** Of those that are inlined by Truffle's DSL only data are in the tree, of a class within theirs. */
    private static boolean isOneOf(List<Class<?>> types, Node node) {
        for (Class<?> type = node.getClass(); type != null; type = type.getEnclosingClass()) {
            for (Class<?> each : types) {
                if (each.isAssignableFrom(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a slot's node has been put into no other tree, but is called. */
    static boolean mayCallSlotOf(Node node) {
        Node each = node;
        while (!(each instanceof PythonUnaryBuiltinNode)) {
            each = each.getParent();
        }
        return each.getParent() instanceof BuiltinCallNode;
    }

    /** The one that has called the function that runs, which takes some microseconds to find out. */
    @TruffleBoundary
    static @Nullable Node thatCalls() {
        Object found = Truffle.getRuntime().iterateFrames(Consumers::around, 1);
        return found instanceof Node consumer ? consumer : null;
    }

    /** The consumer or {@link #NONE}; null would look further. */
    private static Object around(FrameInstance caller) {
        Node call = caller.getCallNode();
        Node consumer = call == null ? null : firstBehind(call);
        return consumer == null ? NONE : consumer;
    }
}

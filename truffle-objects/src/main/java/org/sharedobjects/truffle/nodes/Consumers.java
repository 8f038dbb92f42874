// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.modules.BuiltinFunctions.SumFunctionNode;
import com.oracle.graal.python.builtins.objects.common.HashingCollectionNodes.GetClonedHashingStorageNode;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes.ExtendNode;
import com.oracle.graal.python.builtins.objects.list.ListBuiltins.ListInitNode;
import com.oracle.graal.python.builtins.objects.set.SetNodes.ConstructSetNode;
import com.oracle.graal.python.builtins.objects.str.StringNodes.JoinInternalNode;
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
    private static final List<Class<? extends Node>> ALL = List.of(
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

    private static final Object NONE = new Object();

    private Consumers() {}

    /** The one that this node is a part of. */
    static @Nullable Node around(Node node) {
        @Nullable Node each = node;
        while (each != null && !isOne(each)) {
            each = each.getParent();
        }
        return each;
    }

    /** Of those that are inlined by Truffle's DSL only data are in the tree, of a class within theirs. */
    private static boolean isOne(Node node) {
        @Nullable Class<?> type = node.getClass();
        while (type != null && !isOne(type)) {
            type = type.getEnclosingClass();
        }
        return type != null;
    }

    private static boolean isOne(Class<?> type) {
        return ALL.stream().anyMatch(each -> each.isAssignableFrom(type));
    }

    /** Whether a slot's node has been put into no other tree, but is called. */
    static boolean mayCallSlotOf(Node node) {
        Node each = node;
        while (!(each instanceof PythonUnaryBuiltinNode)) {
            each = each.getParent();
        }
        return each.getParent() instanceof BuiltinCallNode;
    }

    /** The one that has called the function that runs, which takes about a microsecond to find out. */
    @TruffleBoundary
    static @Nullable Node thatCalls() {
        Object found = Truffle.getRuntime().iterateFrames(Consumers::around, 1);
        return found instanceof Node consumer ? consumer : null;
    }

    /** The consumer or {@link #NONE}; null would look further. */
    private static Object around(FrameInstance caller) {
        Node call = caller.getCallNode();
        Node consumer = call == null ? null : around(call);
        return consumer == null ? NONE : consumer;
    }
}

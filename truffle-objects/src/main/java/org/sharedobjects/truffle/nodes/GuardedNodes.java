// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.builtins.objects.set.PSet;
import com.oracle.graal.python.lib.PyObjectCallMethodObjArgs;
import com.oracle.graal.python.nodes.function.PythonBuiltinBaseNode;
import com.oracle.graal.python.nodes.function.PythonBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.NodeFactory;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.interpreter.PythonText;

/** Nodes of methods of GraalPy's sets, in front of each one that looks at the receiver. */
public final class GuardedNodes {
    private GuardedNodes() {}

    /**
     * What a method must be called on.
     *
     * @param own GraalPy's sets of that type
     * @param positional number of arguments that are always there, the receiver included
     */
    public record Receiver(Class<?> own, String type, String method, int positional) {
        boolean accepts(Object self) {
            return own.isInstance(self);
        }

        /** For a shared set its own method of that name; else TypeError. */
        @TruffleBoundary
        Object otherwise(Node node, Object self, Object... arguments) {
            if (self instanceof SharedSet && own == PSet.class) {
                return PyObjectCallMethodObjArgs.executeUncached(self, PythonText.of(method), arguments);
            }
            throw PythonErrors.typeError(
                    node,
                    "descriptor '" + method + "' for '" + type + "' objects doesn't apply to a '"
                            + PythonErrors.className(self) + "' object");
        }
    }

    /** Makes guarded nodes of what this one makes; null when they have another number of arguments. */
    public static @Nullable NodeFactory<? extends PythonBuiltinBaseNode> factory(
            NodeFactory<? extends PythonBuiltinBaseNode> originals, Receiver receiver) {
        Class<? extends PythonBuiltinBaseNode> node = originals.getNodeClass();
        if (PythonUnaryBuiltinNode.class.isAssignableFrom(node)) {
            return new Factory(
                    Unary.class,
                    arguments -> new Unary((PythonUnaryBuiltinNode) originals.createNode(arguments), receiver));
        }
        if (PythonBinaryBuiltinNode.class.isAssignableFrom(node)) {
            return new Factory(
                    Binary.class,
                    arguments -> new Binary((PythonBinaryBuiltinNode) originals.createNode(arguments), receiver));
        }
        if (PythonBuiltinNode.class.isAssignableFrom(node)) {
            return new Factory(
                    Any.class, arguments -> new Any((PythonBuiltinNode) originals.createNode(arguments), receiver));
        }
        return null;
    }

    private record Factory(
            Class<? extends PythonBuiltinBaseNode> nodeClass, Function<Object[], PythonBuiltinBaseNode> nodes)
            implements NodeFactory<PythonBuiltinBaseNode> {
        @Override
        public PythonBuiltinBaseNode createNode(Object... arguments) {
            return nodes.apply(arguments);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<PythonBuiltinBaseNode> getNodeClass() {
            return (Class<PythonBuiltinBaseNode>) nodeClass;
        }

        @Override
        public List<List<Class<?>>> getNodeSignatures() {
            return List.of();
        }

        @Override
        public List<Class<? extends Node>> getExecutionSignature() {
            return List.of();
        }
    }

    static final class Unary extends PythonUnaryBuiltinNode {
        @Child
        private PythonUnaryBuiltinNode original;

        private final Receiver receiver;

        Unary(PythonUnaryBuiltinNode original, Receiver receiver) {
            this.original = original;
            this.receiver = receiver;
        }

        @Override
        public Object execute(VirtualFrame frame, Object self) {
            return receiver.accepts(self) ? original.execute(frame, self) : receiver.otherwise(this, self);
        }
    }

    static final class Binary extends PythonBinaryBuiltinNode {
        @Child
        private PythonBinaryBuiltinNode original;

        private final Receiver receiver;

        Binary(PythonBinaryBuiltinNode original, Receiver receiver) {
            this.original = original;
            this.receiver = receiver;
        }

        @Override
        public Object execute(VirtualFrame frame, Object self, Object argument) {
            return receiver.accepts(self)
                    ? original.execute(frame, self, argument)
                    : receiver.otherwise(this, self, argument);
        }
    }

    /** Reads its arguments itself. */
    static final class Any extends PythonBuiltinNode {
        @Child
        private PythonBuiltinNode original;

        private final Receiver receiver;

        Any(PythonBuiltinNode original, Receiver receiver) {
            this.original = original;
            this.receiver = receiver;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            Object self = PArguments.getArgument(frame, 0);
            return receiver.accepts(self)
                    ? original.execute(frame)
                    : receiver.otherwise(this, self, arguments(frame.getArguments(), receiver.positional));
        }

        @TruffleBoundary
        private static Object[] arguments(Object[] frameArguments, int positional) {
            Object[] more = PArguments.getVariableArguments(frameArguments);
            int given = positional - 1;
            Object[] arguments = Arrays.copyOf(more, given + more.length);
            System.arraycopy(more, 0, arguments, given, more.length);
            for (int i = 0; i < given; i++) {
                arguments[i] = PArguments.getArgument(frameArguments, i + 1);
            }
            return arguments;
        }
    }
}

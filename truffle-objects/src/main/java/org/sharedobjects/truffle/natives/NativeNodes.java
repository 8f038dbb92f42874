// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.nodes.function.PythonBuiltinBaseNode;
import com.oracle.graal.python.nodes.function.PythonBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonQuaternaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonTernaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.NodeFactory;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** One node class for each signature that native functions have; the annotations carry the arity. */
final class NativeNodes {
    private NativeNodes() {}

    @TruffleBoundary
    private static Object call(Node node, NativeBody body, Object... arguments) {
        if (body instanceof EarlyBody early) {
            return early.run(arguments);
        }
        var interpreter = SharedObjectsLanguage.interpreter(null);
        AttachedHeap closed = closedHeap(arguments);
        return closed == null
                ? Guard.run(node, interpreter, () -> body.run(interpreter, arguments))
                : Guard.run(node, closed, () -> body.run(interpreter, arguments));
    }

    /** Of the object that the function is about: what is read of it looks damaged. */
    private static @Nullable AttachedHeap closedHeap(Object[] arguments) {
        return arguments.length > 0
                        && arguments[0] instanceof SharedObject object
                        && object.home().isDetached()
                ? object.home()
                : null;
    }

    /** The signature whose node takes this many arguments, the last of which may be left out. */
    static Class<? extends PythonBuiltinBaseNode> signature(int arguments, int optional) {
        return switch (arguments * 2 + optional) {
            case 0 -> None.class;
            case 2 -> One.class;
            case 3 -> OneOptional.class;
            case 4 -> Two.class;
            case 5 -> TwoOptional.class;
            case 6 -> Three.class;
            case 7 -> ThreeOptional.class;
            case 8 -> Four.class;
            default -> throw new IllegalArgumentException("no such signature: " + arguments + "/" + optional);
        };
    }

    static PythonBuiltinBaseNode create(Class<? extends PythonBuiltinBaseNode> signature, NativeBody body) {
        return CREATORS.stream()
                .filter(creator -> creator.signature == signature)
                .findFirst()
                .orElseThrow()
                .create
                .apply(body);
    }

    private record Creator(
            Class<? extends PythonBuiltinBaseNode> signature, Function<NativeBody, PythonBuiltinBaseNode> create) {}

    private static final List<Creator> CREATORS = List.of(
            new Creator(None.class, None::new),
            new Creator(One.class, One::new),
            new Creator(OneOptional.class, OneOptional::new),
            new Creator(Two.class, Two::new),
            new Creator(TwoOptional.class, TwoOptional::new),
            new Creator(Three.class, Three::new),
            new Creator(ThreeOptional.class, ThreeOptional::new),
            new Creator(Four.class, Four::new));

    @Builtin(name = "native")
    static final class None extends PythonBuiltinNode {
        private final NativeBody body;

        None(NativeBody body) {
            this.body = body;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return call(this, body);
        }
    }

    abstract static class Unary extends PythonUnaryBuiltinNode {
        private final NativeBody body;

        Unary(NativeBody body) {
            this.body = body;
        }

        @Override
        public final Object execute(VirtualFrame frame, Object a) {
            return call(this, body, a);
        }
    }

    @Builtin(name = "native", minNumOfPositionalArgs = 1)
    static final class One extends Unary {
        One(NativeBody body) {
            super(body);
        }
    }

    @Builtin(name = "native", maxNumOfPositionalArgs = 1)
    static final class OneOptional extends Unary {
        OneOptional(NativeBody body) {
            super(body);
        }
    }

    abstract static class Binary extends PythonBinaryBuiltinNode {
        private final NativeBody body;

        Binary(NativeBody body) {
            this.body = body;
        }

        @Override
        public final Object execute(VirtualFrame frame, Object a, Object b) {
            return call(this, body, a, b);
        }
    }

    @Builtin(name = "native", minNumOfPositionalArgs = 2)
    static final class Two extends Binary {
        Two(NativeBody body) {
            super(body);
        }
    }

    @Builtin(name = "native", minNumOfPositionalArgs = 1, maxNumOfPositionalArgs = 2)
    static final class TwoOptional extends Binary {
        TwoOptional(NativeBody body) {
            super(body);
        }
    }

    abstract static class Ternary extends PythonTernaryBuiltinNode {
        private final NativeBody body;

        Ternary(NativeBody body) {
            this.body = body;
        }

        @Override
        public final Object execute(VirtualFrame frame, Object a, Object b, Object c) {
            return call(this, body, a, b, c);
        }
    }

    @Builtin(name = "native", minNumOfPositionalArgs = 3)
    static final class Three extends Ternary {
        Three(NativeBody body) {
            super(body);
        }
    }

    @Builtin(name = "native", minNumOfPositionalArgs = 2, maxNumOfPositionalArgs = 3)
    static final class ThreeOptional extends Ternary {
        ThreeOptional(NativeBody body) {
            super(body);
        }
    }

    @Builtin(name = "native", minNumOfPositionalArgs = 4)
    static final class Four extends PythonQuaternaryBuiltinNode {
        private final NativeBody body;

        Four(NativeBody body) {
            this.body = body;
        }

        @Override
        public Object execute(VirtualFrame frame, Object a, Object b, Object c, Object d) {
            return call(this, body, a, b, c, d);
        }
    }

    /** Makes the nodes of one native function for GraalPy. */
    record Factory(Class<? extends PythonBuiltinBaseNode> signature, NativeBody body)
            implements NodeFactory<PythonBuiltinBaseNode> {
        @Override
        public PythonBuiltinBaseNode createNode(Object... arguments) {
            return create(signature, body);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<PythonBuiltinBaseNode> getNodeClass() {
            return (Class<PythonBuiltinBaseNode>) signature;
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
}

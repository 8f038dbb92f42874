// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.error;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.type.TypeNodes;
import com.oracle.graal.python.nodes.PRaiseNode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Builds ordinary Python exceptions, with CPython's wording where CPython has one. */
public final class PythonErrors {
    private PythonErrors() {}

    @TruffleBoundary
    public static PException of(@Nullable Node node, PythonBuiltinClassType type, String message) {
        return PRaiseNode.raiseStatic(node, type, PythonUtils.toTruffleStringUncached(message));
    }

    /** An instance of a Python class, called with these arguments. */
    @TruffleBoundary
    public static PException instance(@Nullable Node node, Object pythonClass, Object... arguments) {
        return PException.fromObject(CallNode.executeUncached(pythonClass, arguments), node, false);
    }

    public static PException typeError(@Nullable Node node, String message) {
        return of(node, PythonBuiltinClassType.TypeError, message);
    }

    public static PException valueError(@Nullable Node node, String message) {
        return of(node, PythonBuiltinClassType.ValueError, message);
    }

    public static PException runtimeError(@Nullable Node node, String message) {
        return of(node, PythonBuiltinClassType.RuntimeError, message);
    }

    public static PException indexError(@Nullable Node node, String message) {
        return of(node, PythonBuiltinClassType.IndexError, message);
    }

    @TruffleBoundary
    public static PException keyError(@Nullable Node node, Object key) {
        return PRaiseNode.raiseStatic(node, PythonBuiltinClassType.KeyError, new Object[] {key});
    }

    @TruffleBoundary
    public static PException unhashable(@Nullable Node node, Object value) {
        return typeError(node, "unhashable type: '" + className(value) + "'");
    }

    @TruffleBoundary
    public static PException wrongSelf(@Nullable Node node, String method, String wanted, Object got) {
        return typeError(
                node,
                "descriptor '" + method + "' requires a shared '" + wanted + "' object but received a '"
                        + className(got) + "'");
    }

    @TruffleBoundary
    public static PException noAttribute(@Nullable Node node, Object object, Object name) {
        return PRaiseNode.raiseAttributeErrorStatic(node, object, name);
    }

    /** Name of the value's class as error messages have it. */
    @TruffleBoundary
    public static String className(Object value) {
        return TypeNodes.GetNameNode.executeUncached(GetClassNode.executeUncached(value))
                .toJavaStringUncached();
    }
}

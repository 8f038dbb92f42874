// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.slots;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.PythonBuiltins;
import com.oracle.graal.python.builtins.objects.function.PBuiltinFunction;
import com.oracle.graal.python.lib.PyObjectSetAttr;
import com.oracle.graal.python.nodes.function.BuiltinFunctionRootNode;
import com.oracle.graal.python.nodes.function.PythonBuiltinBaseNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.dsl.NodeFactory;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.truffle.interpreter.PythonText;

/** Builtin methods for Python classes. */
final class Methods {
    private Methods() {}

    static void install(
            PythonContext python, Object pythonClass, NodeFactory<? extends PythonBuiltinBaseNode> factory) {
        Builtin builtin = factory.getNodeClass().getAnnotation(Builtin.class);
        PythonLanguage language = python.getLanguage();
        RootCallTarget callTarget = language.createCachedCallTarget(
                owner -> new BuiltinFunctionRootNode(owner, builtin, factory, true),
                factory.getNodeClass(),
                builtin.name());
        TruffleString name = PythonText.of(builtin.name());
        PBuiltinFunction function = PFactory.createBuiltinFunction(
                language,
                name,
                pythonClass,
                PythonBuiltins.numDefaults(builtin),
                PBuiltinFunction.getFlags(builtin, callTarget),
                callTarget);
        PyObjectSetAttr.executeUncached(pythonClass, name, function);
    }
}

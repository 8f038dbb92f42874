// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.PythonBuiltins;
import com.oracle.graal.python.builtins.objects.function.PBuiltinFunction;
import com.oracle.graal.python.builtins.objects.module.PythonModule;
import com.oracle.graal.python.nodes.function.BuiltinFunctionRootNode;
import com.oracle.graal.python.nodes.function.PythonBuiltinBaseNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.dsl.NodeFactory;
import com.oracle.truffle.api.strings.TruffleString;

/** Builds the Python module of native functions for one interpreter. */
public final class NativeModule {
    static final String NAME = "_shared_objects";

    private final PythonLanguage language;
    private final PythonModule module;

    private NativeModule(PythonLanguage language) {
        this.language = language;
        this.module = PFactory.createPythonModule(language, PythonUtils.toTruffleStringUncached(NAME));
    }

    public static PythonModule create(PythonLanguage language) {
        NativeModule builder = new NativeModule(language);
        SetupNatives.add(builder);
        ListNatives.add(builder);
        ArrayNatives.add(builder);
        DictNatives.add(builder);
        SetNatives.add(builder);
        IteratorNatives.add(builder);
        CounterNatives.add(builder);
        ObjectNatives.add(builder);
        TransactionNatives.add(builder);
        ConflictNatives.add(builder);
        HeapNatives.add(builder);
        GarbageNatives.add(builder);
        InterpreterNatives.add(builder);
        return builder.module;
    }

    /** A function of exactly this many arguments. */
    NativeModule add(String name, int arguments, NativeBody body) {
        return add(name, arguments, 0, body);
    }

    /** A function whose last argument may be left out. */
    NativeModule addOptional(String name, int arguments, NativeBody body) {
        return add(name, arguments, 1, body);
    }

    /** A function whose node carries its own signature and compiles by itself. */
    NativeModule addNode(NodeFactory<? extends PythonBuiltinBaseNode> factory) {
        Class<? extends PythonBuiltinBaseNode> node = factory.getNodeClass();
        Builtin builtin = node.getAnnotation(Builtin.class);
        return add(builtin.name(), builtin, factory, node);
    }

    private NativeModule add(String name, int arguments, int optional, NativeBody body) {
        var signature = NativeNodes.signature(arguments, optional);
        return add(name, signature.getAnnotation(Builtin.class), new NativeNodes.Factory(signature, body), signature);
    }

    private NativeModule add(
            String name,
            Builtin builtin,
            NodeFactory<? extends PythonBuiltinBaseNode> factory,
            Class<? extends PythonBuiltinBaseNode> node) {
        // The key must not depend on the interpreter: all interpreters of an engine share the call target.
        RootCallTarget callTarget = language.createCachedCallTarget(
                owner -> new BuiltinFunctionRootNode(owner, builtin, factory, false), node, name);
        TruffleString pythonName = PythonUtils.toTruffleStringUncached(name);
        PBuiltinFunction function = PFactory.createBuiltinFunction(
                language,
                pythonName,
                null,
                PythonBuiltins.numDefaults(builtin),
                PBuiltinFunction.getFlags(builtin, callTarget),
                callTarget);
        module.setAttribute(pythonName, PFactory.createBuiltinMethod(language, module, function));
        return this;
    }
}

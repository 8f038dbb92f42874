// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.slots;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.function.PBuiltinFunction;
import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.graal.python.builtins.objects.set.PBaseSet;
import com.oracle.graal.python.builtins.objects.set.PFrozenSet;
import com.oracle.graal.python.builtins.objects.set.PSet;
import com.oracle.graal.python.builtins.objects.type.PythonBuiltinClass;
import com.oracle.graal.python.nodes.function.BuiltinFunctionRootNode;
import com.oracle.graal.python.nodes.function.PythonBuiltinBaseNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.dsl.NodeFactory;
import com.oracle.truffle.api.object.DynamicObjectLibrary;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.nodes.GuardedNodes;
import org.sharedobjects.truffle.nodes.GuardedNodes.Receiver;

/**
 * Makes the methods of {@code builtins.set} and {@code frozenset} look at what they are called on. GraalPy's do not: called
 * unbound on anything but a set of its own they end in a Java error that no {@code except} catches. A shared set answers with
 * its own method of that name, so that {@code set.union(*sets)} works; all else raises TypeError, as it should.
 */
final class GuardedMethods {
    /** These take anything. */
    private static final List<String> UNTOUCHED = List.of(
            "__new__", "__init__", "__class_getitem__", "__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__");

    /** Slots of subclasses that were there before hold the original method weakly. */
    private static final HiddenKey ORIGINAL = new HiddenKey("original method");

    private GuardedMethods() {}

    static void install(PythonContext python) {
        install(python, PythonBuiltinClassType.PSet, PSet.class);
        install(python, PythonBuiltinClassType.PFrozenSet, PFrozenSet.class);
    }

    private static void install(PythonContext python, PythonBuiltinClassType type, Class<? extends PBaseSet> own) {
        PythonBuiltinClass builtin = python.lookupType(type);
        DynamicObjectLibrary attributes = DynamicObjectLibrary.getUncached();
        for (Object key : attributes.getKeyArray(builtin)) {
            if (key instanceof TruffleString name
                    && attributes.getOrDefault(builtin, key, null) instanceof PBuiltinFunction function) {
                PBuiltinFunction guarded =
                        guarded(python.getLanguage(), type, own, name.toJavaStringUncached(), function);
                if (guarded != null) {
                    replace(builtin, name, guarded);
                }
            }
        }
    }

    /** Replaces a method of a builtin class. Not by assignment: the slots of the class stay as they are. */
    static void replace(PythonBuiltinClass builtin, TruffleString name, PythonObject method) {
        DynamicObjectLibrary attributes = DynamicObjectLibrary.getUncached();
        Object original = attributes.getOrDefault(builtin, name, PNone.NO_VALUE);
        attributes.put(builtin, name, method);
        attributes.put(method, ORIGINAL, original);
    }

    private static @Nullable PBuiltinFunction guarded(
            PythonLanguage language,
            PythonBuiltinClassType type,
            Class<? extends PBaseSet> own,
            String name,
            PBuiltinFunction function) {
        if (UNTOUCHED.contains(name) || !(function.getFunctionRootNode() instanceof BuiltinFunctionRootNode root)) {
            return null;
        }
        String typeName = type.getName().toJavaStringUncached();
        Receiver receiver = new Receiver(own, typeName, name, root.getBuiltin().minNumOfPositionalArgs());
        NodeFactory<? extends PythonBuiltinBaseNode> factory = GuardedNodes.factory(root.getFactory(), receiver);
        if (factory == null) {
            return null;
        }
        RootCallTarget callTarget = language.createCachedCallTarget(
                holder -> new BuiltinFunctionRootNode(holder, root.getBuiltin(), factory, true),
                factory.getNodeClass(),
                typeName + "." + name);
        TruffleString pythonName = PythonText.of(name);
        Object owner = function.getEnclosingType();
        return function.getSlot() == null
                ? PFactory.createBuiltinFunction(
                        language,
                        pythonName,
                        owner,
                        function.getDefaults(),
                        function.getKwDefaults(),
                        function.getFlags(),
                        callTarget)
                : PFactory.createWrapperDescriptor(
                        language,
                        pythonName,
                        owner,
                        function.getDefaults(),
                        function.getKwDefaults(),
                        function.getFlags(),
                        callTarget,
                        function.getSlot(),
                        function.getSlotWrapper());
    }
}

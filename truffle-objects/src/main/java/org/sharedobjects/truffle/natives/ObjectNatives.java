// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.builtins.objects.type.PythonAbstractClass;
import com.oracle.graal.python.builtins.objects.type.PythonClass;
import com.oracle.graal.python.builtins.objects.type.TpSlots;
import com.oracle.graal.python.nodes.SpecialMethodNames;
import com.oracle.graal.python.nodes.attributes.LookupAttributeInMRONode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.struct.ClassEdition;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.interpreter.StackRoom;
import org.sharedobjects.truffle.nodes.access.DataDescriptors;
import org.sharedobjects.truffle.store.InstanceAccess;

/** Instances of shared classes. */
final class ObjectNatives {
    private ObjectNatives() {}

    static void add(NativeModule module) {
        module.add("register_class", 2, (interpreter, arguments) -> {
                    int classId = Math.toIntExact(Arguments.integer(arguments[1]));
                    interpreter.classes().register(interpreter.currentHeap(), arguments[0], classId);
                    return PNone.NONE;
                })
                .add(
                        "class_table",
                        1,
                        (interpreter, arguments) ->
                                interpreter.currentHeap().pythonClasses(() -> CallNode.executeUncached(arguments[0])))
                .add("announcing", 1, (EarlyBody) arguments -> announcing(arguments[0]))
                .add("edition", 0, (interpreter, arguments) -> ClassEdition.get(interpreter.currentHeap().memory))
                .add("expect_edition", 0, (interpreter, arguments) -> {
                    interpreter.currentHeap().expectNewTexts();
                    return PNone.NONE;
                })
                .add("take_new_texts", 0, (EarlyBody) arguments ->
                        SharedObjectsLanguage.interpreter(null).currentHeap().takeNewTexts())
                .add("at_once", 1, (EarlyBody) arguments -> atOnce(arguments[0]))
                .add("class_number", 1, (interpreter, arguments) -> number(interpreter, Arguments.text(arguments[0])))
                .add("object_new", 1, (EarlyBody) arguments -> create(arguments[0]))
                .add(
                        "object_fields",
                        1,
                        (interpreter, arguments) -> InstanceAccess.fields(Arguments.instance(arguments[0])))
                .add("object_store", 3, (interpreter, arguments) -> {
                    TruffleString name = PythonText.of(Arguments.text(arguments[1]));
                    return InstanceAccess.set(Arguments.instance(arguments[0]), name, arguments[2]);
                })
                .add("object_remove", 2, (interpreter, arguments) -> {
                    TruffleString name = PythonText.of(Arguments.text(arguments[1]));
                    return InstanceAccess.delete(Arguments.instance(arguments[0]), name);
                })
                .add("adopt", 2, (EarlyBody) arguments -> adopt(arguments[0], arguments[1]))
                .add("shadow", 1, (EarlyBody) arguments -> {
                    DataDescriptors.shadow(PythonText.of(Arguments.text(arguments[0])));
                    return PNone.NONE;
                })
                .add("object_at", 1, (interpreter, arguments) -> at(interpreter, arguments[0]))
                .add(
                        "object_class_id",
                        1,
                        (interpreter, arguments) -> InstanceAccess.classId(Arguments.instance(arguments[0])));
    }

    /**
     * Gives a class as written these bases, {@code Object} among them. The ordinary way refuses them, since instances that
     * exist would have another layout; there are none yet.
     */
    private static Object adopt(Object pythonClass, Object bases) {
        PythonClass adopted = (PythonClass) pythonClass;
        Object[] given = SequenceStorageNodes.ToArrayNode.executeUncached(((PTuple) bases).getSequenceStorage());
        PythonAbstractClass[] classes = new PythonAbstractClass[given.length];
        for (int i = 0; i < given.length; i++) {
            classes[i] = given[i] instanceof PythonBuiltinClassType builtin
                    ? PythonContext.get(null).lookupType(builtin)
                    : (PythonAbstractClass) given[i];
        }
        adopted.setBases(null, classes[classes.length - 1], classes);
        adopted.setHasSlotsButNoDictFlag();
        TpSlots.updateAllSlots(adopted);
        return PNone.NONE;
    }

    /**
     * Calls a function that does not block. No other thread of the interpreter, handler of a signal or callback comes in between: all
     * of them come at safepoints.
     */
    private static Object atOnce(Object function) {
        StackRoom.ensure();
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        try {
            return CallNode.executeUncached(function);
        } finally {
            safepoint.setAllowSideEffects(before);
        }
    }

    /** What the heap's registry calls a class of this key. */
    private static Object number(InterpreterState interpreter, String key) {
        return interpreter.currentHeap().heap.registry().classes().id(key);
    }

    /** A new instance; None when a text that has just come has a {@code __new__}, which is to be called. */
    private static Object create(Object pythonClass) {
        InterpreterState interpreter = SharedObjectsLanguage.interpreter(null);
        AttachedHeap home = interpreter.currentHeap();
        if (home.areClassesOld() && bringsNew(interpreter, home, pythonClass)) {
            return PNone.NONE;
        }
        return Guard.run(
                null,
                interpreter,
                () -> InstanceAccess.create(home, interpreter.classes().idOf(home, pythonClass)));
    }

    /** A {@code __new__} of the class that calls us goes on as it was. */
    private static boolean bringsNew(InterpreterState interpreter, AttachedHeap home, Object pythonClass) {
        Object before = method(pythonClass);
        return home.takeNewTexts()
                && before.equals(method(interpreter.bindings().objectClass))
                && !before.equals(method(pythonClass));
    }

    private static Object method(Object pythonClass) {
        return LookupAttributeInMRONode.Dynamic.getUncached().execute(pythonClass, SpecialMethodNames.T___NEW__);
    }

    /**
     * Calls a function that may store a new text, and tells false if it has not. Everybody is told of a text, however the call ends:
     * nothing of Python runs when the interpreter is cancelled.
     */
    private static Object announcing(Object function) {
        InterpreterState interpreter = SharedObjectsLanguage.interpreter(null);
        AttachedHeap home = interpreter.currentHeap();
        boolean stored = true;
        try {
            Object result = CallNode.executeUncached(function);
            stored = !Boolean.FALSE.equals(result);
            return result;
        } finally {
            if (stored && !home.isDetached()) {
                ClassEdition.raise(home.memory);
            }
        }
    }

    private static Object at(InterpreterState interpreter, Object offset) {
        return interpreter.classes().wrapper(interpreter.currentHeap(), Arguments.integer(offset));
    }
}

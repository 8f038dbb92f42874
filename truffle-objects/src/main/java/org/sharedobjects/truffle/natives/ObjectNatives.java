// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.builtins.objects.type.PythonAbstractClass;
import com.oracle.graal.python.builtins.objects.type.PythonClass;
import com.oracle.graal.python.builtins.objects.type.TpSlots;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.struct.ClassEdition;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.interpreter.StackRoom;
import org.sharedobjects.truffle.nodes.DataDescriptors;
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
                .add("new_edition", 0, (interpreter, arguments) -> {
                    ClassEdition.raise(interpreter.currentHeap().memory);
                    return PNone.NONE;
                })
                .add("edition", 0, (interpreter, arguments) -> ClassEdition.get(interpreter.currentHeap().memory))
                .add("expect_edition", 0, (interpreter, arguments) -> {
                    interpreter.currentHeap().expectNewTexts();
                    return PNone.NONE;
                })
                .add("at_once", 1, (EarlyBody) arguments -> atOnce(arguments[0]))
                .add("class_number", 1, (interpreter, arguments) -> number(interpreter, Arguments.text(arguments[0])))
                .add("object_new", 1, (interpreter, arguments) -> create(interpreter, arguments[0]))
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

    private static Object create(InterpreterState interpreter, Object pythonClass) {
        AttachedHeap home = interpreter.currentHeap();
        home.takeNewTexts();
        return InstanceAccess.create(home, interpreter.classes().idOf(home, pythonClass));
    }

    private static Object at(InterpreterState interpreter, Object offset) {
        return interpreter.classes().wrapper(interpreter.currentHeap(), Arguments.integer(offset));
    }
}

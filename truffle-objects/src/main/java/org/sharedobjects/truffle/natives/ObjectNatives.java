// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.InterpreterState;
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
                .add("class_number", 1, (interpreter, arguments) -> number(interpreter, Arguments.text(arguments[0])))
                .add("object_new", 1, (interpreter, arguments) -> create(interpreter, arguments[0]))
                .add(
                        "object_fields",
                        1,
                        (interpreter, arguments) -> InstanceAccess.fields(Arguments.instance(arguments[0])))
                .add("object_at", 1, (interpreter, arguments) -> at(interpreter, arguments[0]))
                .add(
                        "object_class_id",
                        1,
                        (interpreter, arguments) -> InstanceAccess.classId(Arguments.instance(arguments[0])));
    }

    /** What the heap's registry calls a class of this key. */
    private static Object number(InterpreterState interpreter, String key) {
        return interpreter.currentHeap().heap.registry().classes().id(key);
    }

    private static Object create(InterpreterState interpreter, Object pythonClass) {
        AttachedHeap home = interpreter.currentHeap();
        return InstanceAccess.create(home, interpreter.classes().idOf(home, pythonClass));
    }

    private static Object at(InterpreterState interpreter, Object offset) {
        return interpreter.classes().wrapper(interpreter.currentHeap(), Arguments.integer(offset));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.DictAccess;
import org.sharedobjects.truffle.store.SetAccess;

/** Shared sets; each function is one step. */
final class SetNatives {
    private SetNatives() {}

    /** What is done with several elements. */
    private interface Change {
        void apply(SharedSet set, Object[] elements);
    }

    static void add(NativeModule module) {
        module.add("set_new", 0, (interpreter, arguments) -> SetAccess.create(interpreter.currentHeap()))
                .add("set_snapshot", 1, (interpreter, arguments) -> SetAccess.snapshot(Arguments.set(arguments[0])))
                .add("set_pop", 1, (interpreter, arguments) -> pop(arguments[0]))
                .add("set_clear", 1, (interpreter, arguments) -> {
                    DictAccess.clear(Arguments.set(arguments[0]));
                    return PNone.NONE;
                })
                .add("set_discard", 2, (interpreter, arguments) -> {
                    Object element = SetAccess.asElement(arguments[1]);
                    return DictAccess.delete(Arguments.set(arguments[0]), element);
                })
                .add(
                        "set_has_all",
                        2,
                        (interpreter, arguments) ->
                                SetAccess.containsAll(Arguments.set(arguments[0]), Arguments.elements(arguments[1])))
                .add(
                        "set_has_any",
                        2,
                        (interpreter, arguments) ->
                                SetAccess.containsAny(Arguments.set(arguments[0]), Arguments.elements(arguments[1])));
        addChange(module, "set_add_all", SetAccess::addAll);
        addChange(module, "set_discard_all", SetAccess::discardAll);
        addChange(module, "set_toggle_all", SetAccess::toggleAll);
    }

    private static void addChange(NativeModule module, String name, Change change) {
        module.add(name, 2, (interpreter, arguments) -> {
            change.apply(Arguments.set(arguments[0]), Arguments.elements(arguments[1]));
            return PNone.NONE;
        });
    }

    private static Object pop(Object set) {
        Object popped = SetAccess.pop(Arguments.set(set));
        if (popped == null) {
            throw PythonErrors.keyError(null, PythonText.of("pop from an empty set"));
        }
        return popped;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.PythonManagedClass;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.object.PFactory;
import java.util.Arrays;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.Bindings;
import org.sharedobjects.truffle.nodes.ShareNodesFactory;
import org.sharedobjects.truffle.slots.Slots;
import org.sharedobjects.truffle.store.CopyOut;
import org.sharedobjects.truffle.store.ForeignValues;
import org.sharedobjects.truffle.store.Snapshots;

/** Set-up, and what holds for values of every kind. */
final class SetupNatives {
    private SetupNatives() {}

    static void add(NativeModule module) {
        module.add("bind", 1, (EarlyBody) arguments -> bind(arguments[0]))
                .addNode(ShareNodesFactory.ShareFactory.getInstance())
                .add("copy_out", 1, (interpreter, arguments) -> CopyOut.copy(interpreter, arguments[0]))
                .add("is_shared", 1, (interpreter, arguments) -> arguments[0] instanceof SharedObject)
                .add(
                        "snapshots",
                        2,
                        (interpreter, arguments) -> PFactory.createTuple(
                                interpreter.pythonLanguage(),
                                Snapshots.ofBoth(Arguments.shared(arguments[0]), Arguments.shared(arguments[1]))))
                .add("is_of_other_context", 1, (interpreter, arguments) -> ForeignValues.isOfOtherContext(arguments[0]))
                .add(
                        "replace_foreign_class",
                        2,
                        (interpreter, arguments) -> replaceForeignClass(arguments[0], arguments[1]))
                .add(
                        "identity",
                        1,
                        (interpreter, arguments) ->
                                Arguments.shared(arguments[0]).ref());
    }

    private static Object bind(Object namespace) {
        Bindings names = Bindings.of(Arguments.nativeDict(namespace));
        PythonContext python = PythonContext.get(null);
        SharedObjectsLanguage.bind(names);
        Slots.installList(python, names.listClass);
        Slots.installDict(python, names.dictClass);
        Slots.installSet(python, names.setClass);
        Slots.installArray(python, names.arrayClass);
        Slots.installArray(python, names.bytearrayClass);
        Slots.installCounter(python, names.counterClass);
        Slots.installObject(python, names.objectClass);
        return PNone.NONE;
    }

    /** From now on objects of other languages that would be of one class are of the other, unless GraalPy has made a class of both. */
    private static Object replaceForeignClass(Object before, Object after) {
        if (!(after instanceof PythonManagedClass pythonClass)) {
            throw PythonErrors.typeError(null, "a class is needed");
        }
        Arrays.asList(PythonContext.get(null).polyglotForeignClasses)
                .replaceAll(known -> before.equals(known) ? pythonClass : known);
        return PNone.NONE;
    }
}

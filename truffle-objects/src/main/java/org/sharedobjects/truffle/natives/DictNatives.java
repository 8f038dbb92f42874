// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.nodes.DictMethodNodesFactory;
import org.sharedobjects.truffle.nodes.DictViewNodesFactory;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.store.DictAccess;
import org.sharedobjects.truffle.store.NativeDicts;

/** Shared dicts; each function is one step. */
final class DictNatives {
    private DictNatives() {}

    static void add(NativeModule module) {
        addReads(module);
        module.add(
                        "dict_new",
                        1,
                        (interpreter, arguments) ->
                                DictAccess.create(interpreter.currentHeap(), Arguments.nativeDict(arguments[0])))
                .addNode(DictMethodNodesFactory.SetDefaultFactory.getInstance())
                .addNode(DictMethodNodesFactory.PopFactory.getInstance())
                .add("dict_popitem", 1, (interpreter, arguments) -> popItem(interpreter, arguments[0]))
                .add("dict_clear", 1, (interpreter, arguments) -> {
                    DictAccess.clear(Arguments.dict(arguments[0]));
                    return PNone.NONE;
                })
                .add("dict_update", 2, (interpreter, arguments) -> {
                    DictAccess.update(Arguments.dict(arguments[0]), Arguments.nativeDict(arguments[1]));
                    return PNone.NONE;
                })
                .add("dict_replace", 2, (interpreter, arguments) -> {
                    DictAccess.replace(Arguments.dict(arguments[0]), Arguments.nativeDict(arguments[1]));
                    return PNone.NONE;
                });
    }

    private static void addReads(NativeModule module) {
        module.add(
                        "dict_snapshot",
                        1,
                        (interpreter, arguments) -> NativeDicts.of(
                                interpreter.pythonLanguage(), DictAccess.items(Arguments.dict(arguments[0]))))
                .add(
                        "dict_keys",
                        1,
                        (interpreter, arguments) ->
                                DictAccess.list(Arguments.dict(arguments[0]), SharedIterator.Kind.KEYS))
                .add(
                        "dict_values",
                        1,
                        (interpreter, arguments) ->
                                DictAccess.list(Arguments.dict(arguments[0]), SharedIterator.Kind.VALUES))
                .add(
                        "dict_items",
                        1,
                        (interpreter, arguments) ->
                                DictAccess.list(Arguments.dict(arguments[0]), SharedIterator.Kind.ITEMS))
                .addNode(DictViewNodesFactory.KeysFactory.getInstance())
                .addNode(DictViewNodesFactory.ValuesFactory.getInstance())
                .addNode(DictViewNodesFactory.ItemsFactory.getInstance())
                .add("view_dict", 1, (interpreter, arguments) -> Arguments.view(arguments[0]).dict)
                .addOptional(
                        "dict_get",
                        3,
                        (interpreter, arguments) ->
                                DictOperations.get(null, Arguments.dict(arguments[0]), arguments[1], arguments[2]));
    }

    private static Object popItem(InterpreterState interpreter, Object dict) {
        Object[] entry = DictAccess.popLast(Arguments.dict(dict));
        if (entry == null) {
            throw PythonErrors.keyError(null, PythonText.of("popitem(): dictionary is empty"));
        }
        return pair(interpreter, entry[0], entry[1]);
    }

    private static Object pair(InterpreterState interpreter, Object key, Object value) {
        return PFactory.createTuple(interpreter.pythonLanguage(), new Object[] {key, value});
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.store.ListAccess;

/** Iterators over shared lists, dicts and sets, and what pickling one needs to know. */
final class IteratorNatives {
    private IteratorNatives() {}

    static void add(NativeModule module) {
        module.add("list_backwards", 1, (interpreter, arguments) -> backwards(Arguments.list(arguments[0])))
                .add(
                        "iterator_state",
                        1,
                        (interpreter, arguments) -> state(interpreter, Arguments.iterator(arguments[0])))
                .add("iterator_seek", 2, (interpreter, arguments) -> {
                    Arguments.iterator(arguments[0]).index = Arguments.integer(arguments[1]);
                    return PNone.NONE;
                })
                .add(
                        "iterator_copy",
                        1,
                        (interpreter, arguments) -> copy(interpreter, Arguments.iterator(arguments[0])));
    }

    private static Object backwards(SharedList list) {
        return list.home
                .interpreter
                .classes()
                .iterator(SharedIterator.Kind.LIST_BACKWARDS, list, ListAccess.size(list));
    }

    /** The object or None at the end, and the index. */
    private static Object state(InterpreterState interpreter, SharedIterator iterator) {
        Object target = iterator.target == null ? PNone.NONE : iterator.target;
        return PFactory.createTuple(interpreter.pythonLanguage(), new Object[] {target, iterator.index});
    }

    private static Object copy(InterpreterState interpreter, SharedIterator iterator) {
        SharedIterator copy = interpreter.classes().iterator(iterator.kind, iterator.target, iterator.expectedSize);
        copy.index = iterator.index;
        copy.remaining = iterator.remaining;
        return copy;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.runtime.object.PFactory;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.nodes.ListOperations;
import org.sharedobjects.truffle.store.Atomically;
import org.sharedobjects.truffle.store.ListAccess;

/** Shared lists; each function is one step. */
final class ListNatives {
    private ListNatives() {}

    static void add(NativeModule module) {
        module.add(
                        "list_new",
                        1,
                        (interpreter, arguments) -> ListAccess.create(interpreter.currentHeap(), items(arguments[0])))
                .add("list_snapshot", 1, (interpreter, arguments) -> ListAccess.snapshot(Arguments.list(arguments[0])))
                .add(
                        "list_snapshots",
                        2,
                        (interpreter, arguments) ->
                                snapshots(interpreter, Arguments.list(arguments[0]), Arguments.list(arguments[1])))
                .add("list_size", 1, (interpreter, arguments) -> ListAccess.size(Arguments.list(arguments[0])))
                .add("list_splice", 4, (interpreter, arguments) -> splice(arguments))
                .add("list_append", 2, (interpreter, arguments) -> {
                    ListAccess.append(Arguments.list(arguments[0]), arguments[1]);
                    return PNone.NONE;
                })
                .addOptional(
                        "list_pop",
                        2,
                        (interpreter, arguments) ->
                                ListOperations.pop(null, Arguments.list(arguments[0]), arguments[1]))
                .add("list_replace", 2, (interpreter, arguments) -> {
                    ListAccess.splice(Arguments.list(arguments[0]), 0, Long.MAX_VALUE, items(arguments[1]));
                    return PNone.NONE;
                });
    }

    /** Of two lists of one heap at one moment. */
    private static Object snapshots(InterpreterState interpreter, SharedList left, SharedList right) {
        Object[] both =
                Atomically.run(left.home, () -> new Object[] {ListAccess.snapshot(left), ListAccess.snapshot(right)});
        return PFactory.createTuple(interpreter.pythonLanguage(), both);
    }

    private static Object splice(Object[] arguments) {
        SharedList list = Arguments.list(arguments[0]);
        long start = Arguments.integer(arguments[1]);
        long deleteCount = Arguments.integer(arguments[2]);
        ListAccess.splice(list, start, deleteCount, items(arguments[3]));
        return PNone.NONE;
    }

    private static Object[] items(Object iterable) {
        PList list = ListOperations.iterated(null, iterable);
        return SequenceStorageNodes.ToArrayNode.executeUncached(list.getSequenceStorage());
    }
}

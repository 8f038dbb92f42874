// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.range.PIntRange;
import org.sharedobjects.heap.struct.Rings;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.ListPopNodesFactory;
import org.sharedobjects.truffle.nodes.QueueNodesFactory;
import org.sharedobjects.truffle.nodes.access.ListOperations;
import org.sharedobjects.truffle.store.ListAccess;
import org.sharedobjects.truffle.store.NativeLists;

/** Shared lists; each function is one step. */
final class ListNatives {
    private ListNatives() {}

    static void add(NativeModule module) {
        module.add(
                        "list_new",
                        1,
                        (interpreter, arguments) ->
                                ListAccess.create(interpreter.currentHeap(), Arguments.elements(arguments[0])))
                .addNode(QueueNodesFactory.PutFactory.getInstance())
                .addNode(QueueNodesFactory.TakeFactory.getInstance())
                .add("ring_look", 2, (EarlyBody)
                        arguments -> look(Arguments.list(arguments[0]), Arguments.truth(arguments[1])))
                .add("list_snapshot", 1, (interpreter, arguments) -> ListAccess.snapshot(Arguments.list(arguments[0])))
                .add("list_size", 1, (interpreter, arguments) -> ListAccess.size(Arguments.list(arguments[0])))
                .add("list_splice", 4, (interpreter, arguments) -> splice(arguments))
                .add("list_append", 2, (interpreter, arguments) -> {
                    ListAccess.append(Arguments.list(arguments[0]), arguments[1]);
                    return PNone.NONE;
                })
                .addNode(ListPopNodesFactory.PopFactory.getInstance())
                .add("list_replace", 2, (interpreter, arguments) -> {
                    splice(Arguments.list(arguments[0]), 0, Long.MAX_VALUE, arguments[1]);
                    return PNone.NONE;
                });
    }

    /** Looks for a while whether there is an item, or else room. Whether it is worth looking closer. */
    private static boolean look(SharedList ring, boolean item) {
        AttachedHeap home = ring.home;
        return home.isLone()
                && home.looking.await(() ->
                        item ? Rings.mayHaveItem(home.memory, ring.ref) : Rings.mayHaveRoom(home.memory, ring.ref));
    }

    private static Object splice(Object[] arguments) {
        SharedList list = Arguments.list(arguments[0]);
        long start = Arguments.integer(arguments[1]);
        long deleteCount = Arguments.integer(arguments[2]);
        splice(list, start, deleteCount, arguments[3]);
        return PNone.NONE;
    }

    private static void splice(SharedList list, long start, long deleteCount, Object iterable) {
        if (iterable instanceof PIntRange range) {
            ListAccess.splice(list, start, deleteCount, NativeLists.cells(range));
            return;
        }
        PList values = ListOperations.iterated(null, iterable);
        long[] cells = NativeLists.cells(values);
        if (cells != null) {
            ListAccess.splice(list, start, deleteCount, cells);
        } else {
            ListAccess.splice(list, start, deleteCount, Arguments.elements(values));
        }
    }
}

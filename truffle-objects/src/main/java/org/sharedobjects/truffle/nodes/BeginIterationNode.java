// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.lib.PyObjectGetIter;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.NeverDefault;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedIterator.Kind;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedTable;

/** The iterator over a shared list, dict or set: a living one, or over the elements as they are in one moment for who takes them all. */
final class BeginIterationNode extends Node {
    /** Who asks. */
    private enum Caller {
        UNKNOWN,
        /** One of {@link Consumers} with a {@link TakeStorageNode}. */
        TAKES_STORAGE,
        /** Another one of them. */
        TAKES_ALL,
        /** Who calls this as a function, which differs from call to call. */
        VARIES,
        TAKES_SOME
    }

    @CompilationFinal
    private Caller caller = Caller.UNKNOWN;

    @Child
    private PyObjectGetIter getIter = PyObjectGetIter.create();

    private final InlinedConditionProfile inTransaction = InlinedConditionProfile.getUncached();

    @NeverDefault
    static BeginIterationNode create() {
        return new BeginIterationNode();
    }

    Object execute(SharedObject target, Kind kind) {
        return switch (caller) {
            case TAKES_SOME -> living(target, kind);
            case TAKES_STORAGE -> carrying(target, kind);
            case TAKES_ALL -> getIter.executeCached(null, elements(target, kind));
            case VARIES -> varying(target, kind);
            case UNKNOWN -> first(target, kind);
        };
    }

    private Object first(SharedObject target, Kind kind) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        Node consumer = Consumers.around(this);
        if (consumer == null) {
            caller = Consumers.mayCallSlotOf(this) ? Caller.VARIES : Caller.TAKES_SOME;
            return execute(target, kind);
        }
        caller = TakeStorageNode.putInto(consumer) ? Caller.TAKES_STORAGE : Caller.TAKES_ALL;
        return ofNativeList(target, kind);
    }

    @TruffleBoundary
    private Object varying(SharedObject target, Kind kind) {
        Node consumer = Consumers.thatCalls();
        if (consumer == null) {
            return living(target, kind);
        }
        if (TakeStorageNode.isIn(consumer)) {
            return carrying(target, kind);
        }
        boolean _ = TakeStorageNode.putInto(consumer);
        return ofNativeList(target, kind);
    }

    private SharedIterator carrying(SharedObject target, Kind kind) {
        SharedIterator iterator = iterator(target, kind, 0);
        iterator.target = null;
        iterator.carried = elements(target, kind);
        return iterator;
    }

    @TruffleBoundary
    private Object ofNativeList(SharedObject target, Kind kind) {
        return PyObjectGetIter.executeUncached(elements(target, kind));
    }

    @TruffleBoundary
    private PList elements(SharedObject target, Kind kind) {
        return target instanceof SharedList list
                ? ListOperations.snapshot(this, list)
                : DictOperations.snapshot(this, (SharedTable) target, kind);
    }

    private SharedIterator living(SharedObject target, Kind kind) {
        long size = target instanceof SharedTable table ? DictNodes.Len.size(this, table, inTransaction) : 0;
        return iterator(target, kind, size);
    }

    private static SharedIterator iterator(SharedObject target, Kind kind, long size) {
        return target.home().interpreter.classes().iterator(kind, target, size);
    }
}

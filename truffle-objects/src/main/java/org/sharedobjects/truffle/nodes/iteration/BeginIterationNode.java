// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.iteration;

import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.lib.PyObjectGetIter;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.NeverDefault;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedIterator.Kind;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.ClassTable;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.nodes.access.ListOperations;
import org.sharedobjects.truffle.nodes.access.TableSize;

/** The iterator over a shared list, dict or set: a living one, or over the elements as they are in one moment for who takes them all. */
public final class BeginIterationNode extends Node {
    /** A look at the stack takes as long as going through so many elements. */
    private static final int WORTH_A_LOOK = 4_000;

    private static final int MOST_IN_VAIN = 1_000;
    private static final int CALLS_PER_LOOK = 64;

    /** Who asks. */
    private enum Caller {
        UNKNOWN,
        /** One of {@link Consumers} without a {@link TakeStorageNode}. */
        TAKES_ALL,
        /** Who calls this as a function, which differs from call to call. */
        VARIES,
        /** Who has such a node, and all others. */
        LIVING
    }

    @CompilationFinal
    private Caller caller = Caller.UNKNOWN;

    @Child
    private PyObjectGetIter getIter = PyObjectGetIter.create();

    private final InlinedConditionProfile inTransaction = InlinedConditionProfile.getUncached();

    @NeverDefault
    public static BeginIterationNode create() {
        return new BeginIterationNode();
    }

    public Object execute(SharedObject target, Kind kind) {
        return switch (caller) {
            case LIVING -> living(target, kind);
            case TAKES_ALL -> getIter.executeCached(null, allElements(target, kind));
            case VARIES -> varying(target, kind);
            case UNKNOWN -> first(target, kind);
        };
    }

    private Object first(SharedObject target, Kind kind) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        Node consumer = Consumers.thatOwns(this);
        if (consumer == null) {
            caller = Consumers.mayCallSlotOf(this) ? Caller.VARIES : Caller.LIVING;
            return execute(target, kind);
        }
        caller = TakeStorageNode.putInto(consumer) ? Caller.LIVING : Caller.TAKES_ALL;
        return getIter.executeCached(null, allElements(target, kind));
    }

    /** Who calls this needs nothing else once it has a {@link TakeStorageNode}; until then it has to be found on the stack. */
    private Object varying(SharedObject target, Kind kind) {
        SharedIterator iterator = living(target, kind);
        ClassTable classes = target.home().interpreter.classes();
        boolean isLong = (target instanceof SharedList list ? size(list) : iterator.expectedSize) >= WORTH_A_LOOK;
        return (isLong || isTimeToLook(classes)) && needsAllNow(classes)
                ? PyObjectGetIter.executeUncached(allElements(target, kind))
                : iterator;
    }

    /** Whether somebody calls who takes all and has had no node for it until now. */
    @TruffleBoundary
    private static boolean needsAllNow(ClassTable classes) {
        Node consumer = Consumers.thatCalls();
        if (consumer == null) {
            classes.looksInVain++;
            return false;
        }
        if (TakeStorageNode.isIn(consumer)) {
            return false;
        }
        boolean _ = TakeStorageNode.putInto(consumer);
        return true;
    }

    /** At each call of code that is not compiled, as long as that is not always in vain, else now and then. */
    private static boolean isTimeToLook(ClassTable classes) {
        return (CompilerDirectives.inInterpreter() && classes.looksInVain < MOST_IN_VAIN)
                || ++classes.iterationsByCall % CALLS_PER_LOOK == 0;
    }

    private long size(SharedList list) {
        return list.large ? ListOperations.size(this, list) : 0;
    }

    private PList allElements(SharedObject target, Kind kind) {
        PList elements = elements(this, target, kind);
        if (elements == null) {
            throw CompilerDirectives.shouldNotReachHere("no list, dict or set");
        }
        return elements;
    }

    /** A native list, null for what is no list, dict or set. */
    @TruffleBoundary
    static @Nullable PList elements(Node node, @Nullable SharedObject target, Kind kind) {
        if (kind == Kind.LIST && target instanceof SharedList list) {
            return ListOperations.snapshot(node, list);
        }
        return target instanceof SharedTable table ? DictOperations.snapshot(node, table, kind) : null;
    }

    private SharedIterator living(SharedObject target, Kind kind) {
        long size = target instanceof SharedTable table ? TableSize.of(this, table, inTransaction) : 0;
        return target.home().interpreter.classes().iterator(kind, target, size);
    }
}

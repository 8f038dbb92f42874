// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.slice.PSlice;
import com.oracle.graal.python.lib.PyIndexCheckNode;
import com.oracle.graal.python.lib.PyNumberAsSizeNode;
import com.oracle.graal.python.nodes.builtins.ListNodes.ConstructListNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.listtree.ListTreeSteps;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedSequence;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.ListAccess;
import org.sharedobjects.truffle.store.ListSlices;
import org.sharedobjects.truffle.store.Touching;

/** What the list nodes do when the short way fails. Errors are Python's. */
public final class ListOperations {
    private static final String OUT_OF_RANGE = "list index out of range";

    private ListOperations() {}

    public static SharedList self(Node node, Object self, String method) {
        if (self instanceof SharedList list) {
            return list;
        }
        throw PythonErrors.wrongSelf(node, method, "list", self);
    }

    /** The short way has missed: perhaps since the list has become large. */
    @TruffleBoundary
    public static void lookAtSize(@Nullable Node node, SharedSequence list) {
        if (!list.large) {
            list.large = Guard.run(node, list.home, () -> ListTreeSteps.isTree(list.home.memory, list.ref));
        }
    }

    /** The chunk of a large list in which an element lies, or {@link Directory#NONE} when the full operation must look. */
    static long chunk(Node node, SharedSequence list, long index) {
        if (index < 0) {
            return Directory.NONE;
        }
        long known = list.chunk(index);
        return known == Directory.NONE ? findChunk(node, list, index) : known;
    }

    @TruffleBoundary
    private static long findChunk(Node node, SharedSequence list, long index) {
        AttachedHeap home = list.home;
        long chunk = Guard.run(node, home, () -> ListTreeSteps.chunk(home.memory, list.ref, index));
        if (chunk != Directory.NONE) {
            list.rememberChunk(index, chunk);
        }
        return chunk;
    }

    @TruffleBoundary
    public static Object get(Node node, SharedList list, long index) {
        lookAtSize(node, list);
        Object value = Guard.run(node, list.home, () -> ListAccess.get(list, index));
        if (value == null) {
            throw PythonErrors.indexError(node, OUT_OF_RANGE);
        }
        return value;
    }

    @TruffleBoundary
    public static Object getItem(Node node, Object self, Object index) {
        SharedList list = self(node, self, "__getitem__");
        if (index instanceof PSlice slice) {
            return Guard.run(node, list.home, () -> ListSlices.get(list, slice));
        }
        return get(node, list, index(node, index));
    }

    @TruffleBoundary
    public static void set(Node node, SharedList list, long index, Object value) {
        lookAtSize(node, list);
        boolean stored = Guard.run(node, list.home, () -> {
            try {
                return ListAccess.set(list, index, value);
            } catch (ConflictException e) {
                Touching.element(list, e, index);
                throw e;
            }
        });
        if (!stored) {
            throw PythonErrors.indexError(node, "list assignment index out of range");
        }
    }

    @TruffleBoundary
    public static void setItem(Node node, Object self, Object index, Object value) {
        boolean delete = value == PNone.NO_VALUE;
        SharedList list = self(node, self, delete ? "__delitem__" : "__setitem__");
        if (index instanceof PSlice slice) {
            PSlice exact = ListSlices.exact(slice);
            PList values = delete ? null : iterated(node, value);
            Guard.run(node, list.home, () -> {
                ListSlices.set(list, exact, values);
                return PNone.NONE;
            });
        } else if (delete) {
            delete(node, list, index(node, index));
        } else {
            set(node, list, index(node, index), value);
        }
    }

    private static void delete(Node node, SharedList list, long index) {
        boolean deleted = Guard.run(node, list.home, () -> ListAccess.delete(list, index));
        if (!deleted) {
            throw PythonErrors.indexError(node, "list assignment index out of range");
        }
    }

    @TruffleBoundary
    public static int size(Node node, SharedList list) {
        lookAtSize(node, list);
        return Guard.run(node, list.home, () -> ListAccess.size(list));
    }

    @TruffleBoundary
    public static boolean contains(Node node, Object self, Object value) {
        SharedList list = self(node, self, "__contains__");
        return Guard.run(node, list.home, () -> ListAccess.contains(list, value));
    }

    @TruffleBoundary
    public static void append(Node node, SharedList list, Object value) {
        Guard.run(node, list.home, () -> {
            ListAccess.append(list, value);
            list.lastChunk = ListTreeSteps.lastChunk(list.home.memory, list.ref);
            list.large |= list.lastChunk != Directory.NONE;
            return PNone.NONE;
        });
    }

    /** Removes an element and returns it. */
    @TruffleBoundary
    public static Object pop(@Nullable Node node, SharedList list, Object index) {
        long at = index == PNone.NO_VALUE ? -1 : PyNumberAsSizeNode.executeExactUncached(index);
        Object removed = Guard.run(node, list.home, () -> ListAccess.remove(list, at));
        if (removed != null) {
            return removed;
        }
        boolean empty = Guard.run(node, list.home, () -> ListAccess.size(list)) == 0;
        throw PythonErrors.indexError(node, empty ? "pop from empty list" : "pop index out of range");
    }

    @TruffleBoundary
    static long index(@Nullable Node node, Object index) {
        if (!PyIndexCheckNode.executeUncached(index)) {
            throw PythonErrors.typeError(
                    node, "list indices must be integers or slices, not " + PythonErrors.className(index));
        }
        return PyNumberAsSizeNode.getUncached().executeExact(null, null, index, PythonBuiltinClassType.IndexError);
    }

    /** A native list of the elements as they are in one moment. */
    @TruffleBoundary
    public static PList snapshot(@Nullable Node node, SharedList list) {
        return Guard.run(node, list.home, () -> ListAccess.snapshot(list));
    }

    /** A native list of what the iterable gives. */
    @TruffleBoundary
    public static PList iterated(@Nullable Node node, Object iterable) {
        if (iterable instanceof SharedList list) {
            return snapshot(node, list);
        }
        if (iterable instanceof SharedSet set) {
            return DictOperations.snapshot(node, set, SharedIterator.Kind.ELEMENTS);
        }
        return ConstructListNode.getUncached().execute(null, iterable);
    }
}

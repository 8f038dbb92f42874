// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.dicttree.TransactionalTree;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.SmallDicts;
import org.sharedobjects.heap.struct.TransactionalDicts;
import org.sharedobjects.heap.struct.TransactionalRecords;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedSequence;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.Touching;

/** The short way through a transaction, part of compiled code. */
public final class TransactionalSteps {
    private TransactionalSteps() {}

    /**
     * Whether the running thread is in a transaction.
     *
     * @param inside whether any thread of the interpreter was
     */
    public static boolean isInside(Node node, AttachedHeap home, InlinedConditionProfile inside) {
        if (!inside.profile(node, !home.isOutside())) {
            return false;
        }
        Mutator mutator = home.transaction();
        // It has ended already where its end has let something else of this thread run.
        return mutator != null && mutator.active();
    }

    /**
     * Element, or {@link Cell#MISS_SLOW}, also for an index out of range.
     *
     * @param part the list, or the chunk in which the element is
     */
    static long element(Node node, SharedSequence list, long index, long part, long indexInPart) {
        try {
            long cell = ListCells.load(list.home.mutator(), part, indexInPart);
            return cell == Cell.OUT_OF_RANGE ? Cell.MISS_SLOW : cell;
        } catch (RuntimeException e) {
            Touching.element(list, e, index);
            throw Guard.translate(node, list.home, e);
        }
    }

    /** Stores an element; false when the full operation must do it. */
    static boolean setElement(Node node, SharedSequence list, long index, long part, long indexInPart, long cell) {
        try {
            long before = ListCells.store(list.home.mutator(), part, indexInPart, cell);
            return before != Cell.OUT_OF_RANGE && before != Cell.MISS_SLOW;
        } catch (RuntimeException e) {
            Touching.element(list, e, index);
            throw Guard.translate(node, list.home, e);
        }
    }

    /** The same with one of several elements in a cell. */
    static boolean setPacked(Node node, SharedArray array, long index, long part, long cellInPart, int value) {
        long before = element(node, array, index, part, cellInPart);
        int at = (int) index & (array.type.perCell() - 1);
        return at < ArrayCells.count(before)
                && setElement(node, array, index, part, cellInPart, ArrayCells.with(array.type, before, at, value));
    }

    /** Number of elements, or -1. */
    static int size(Node node, SharedSequence list) {
        try {
            return ListCells.loadSize(list.home.mutator(), list.ref);
        } catch (RuntimeException e) {
            throw Guard.translate(node, list.home, e);
        }
    }

    /** Number of entries, or -1. */
    static int size(Node node, SharedTable dict) {
        try {
            return TransactionalDicts.size(dict.home().mutator(), dict.ref());
        } catch (RuntimeException e) {
            throw Guard.translate(node, dict.home(), e);
        }
    }

    /** Value of a key in a dict of one body, {@link Cell#EMPTY} or {@link Cell#MISS_SLOW}. */
    static long entry(Node node, SharedTable dict, Object key, long cell, long hash) {
        try {
            return TransactionalDicts.get(dict.home().mutator(), dict.ref(), cell, hash);
        } catch (RuntimeException e) {
            throw failed(node, dict, key, e);
        }
    }

    /** The same in a chunk of a large one. */
    static long entryAt(Node node, SharedTable dict, Object key, long place, long cell) {
        try {
            return TransactionalTree.getAt(dict.home().mutator(), dict.ref(), place, cell);
        } catch (RuntimeException e) {
            throw failed(node, dict, key, e);
        }
    }

    /** Stores the value of a key; false when the full operation must do it. */
    static boolean setEntry(Node node, SharedTable dict, Object key, long cell, long hash, long value) {
        try {
            Mutator mutator = dict.home().mutator();
            return TransactionalDicts.replace(mutator, dict.ref(), cell, hash, value)
                    || put(mutator, dict.ref(), cell, hash, value);
        } catch (RuntimeException e) {
            throw failed(node, dict, key, e);
        }
    }

    @TruffleBoundary
    private static boolean put(Mutator mutator, long ref, long cell, long hash, long value) {
        return TransactionalDicts.put(mutator, ref, cell, hash, value);
    }

    /** Stores over the value in a chunk of a large one; false when the full operation must do it. */
    static boolean setEntryAt(Node node, SharedTable dict, Object key, long place, long cell, long value) {
        try {
            return TransactionalTree.putAt(dict.home().mutator(), dict.ref(), place, cell, value);
        } catch (RuntimeException e) {
            throw failed(node, dict, key, e);
        }
    }

    private static RuntimeException failed(Node node, SharedTable dict, Object key, RuntimeException thrown) {
        Touching.key(dict, thrown, key);
        return Guard.translate(node, dict.home(), thrown);
    }

    /** As {@link SmallDicts#tryNext}. */
    public static int nextEntry(Node node, SharedTable dict, int position, long size, long[] entry) {
        try {
            return TransactionalDicts.next(dict.home().mutator(), dict.ref(), position, size, entry);
        } catch (RuntimeException e) {
            throw Guard.translate(node, dict.home(), e);
        }
    }

    /** As {@link PlainTree#tryNext}, if the dict still has that size. */
    public static int nextEntryOfTree(Node node, SharedTable dict, long chunk, int position, long size, long[] entry) {
        try {
            Mutator mutator = dict.home().mutator();
            return TransactionalTree.size(mutator, dict.ref()) == size
                    ? TransactionalTree.next(mutator, chunk, position, entry)
                    : PlainTree.UNKNOWN;
        } catch (RuntimeException e) {
            throw Guard.translate(node, dict.home(), e);
        }
    }

    /** Adds an entry with a new key to a large dict; false when the full operation must do it. */
    @TruffleBoundary
    static boolean addEntry(Node node, SharedTable dict, Object key, long cell, long hash, long value) {
        try {
            return TransactionalTree.insert(dict.home().mutator(), dict.ref(), cell, hash, value);
        } catch (RuntimeException e) {
            throw failed(node, dict, key, e);
        }
    }

    /**
     * The same in a transaction of its own, which is not begun again after a conflict: then false as well. A call, since nothing else of
     * the interpreter must run while there is a transaction that it does not know of.
     */
    @TruffleBoundary
    static boolean addEntryAlone(Node node, SharedTable dict, long cell, long hash, long value) {
        Mutator mutator = dict.home().mutator();
        try {
            mutator.begin(0);
            try {
                return TransactionalTree.insert(mutator, dict.ref(), cell, hash, value) && mutator.commit();
            } finally {
                if (mutator.active()) {
                    mutator.abort();
                }
            }
        } catch (ConflictException | HeapFullException e) {
            return false;
        } catch (RuntimeException e) {
            throw Guard.translate(node, dict.home(), e);
        }
    }

    /** Cell of an attribute, or {@link Cell#MISS_SLOW}. */
    public static long field(Node node, SharedInstance object, int shapeId, int index) {
        try {
            return TransactionalRecords.get(object.home.mutator(), object.ref, shapeId, index);
        } catch (RuntimeException e) {
            Touching.field(object, e, shapeId, index);
            throw Guard.translate(node, object.home, e);
        }
    }

    /** Whether the transaction, which may have given it attributes, sees an instance of this shape. */
    public static boolean hasShape(Node node, SharedInstance object, int shapeId) {
        try {
            return TransactionalRecords.hasShape(object.home.mutator(), object.ref, shapeId);
        } catch (RuntimeException e) {
            throw Guard.translate(node, object.home, e);
        }
    }

    /** Stores an attribute; false when the full operation must do it. */
    public static boolean setField(Node node, SharedInstance object, int shapeId, int index, long cell) {
        try {
            return TransactionalRecords.set(object.home.mutator(), object.ref, shapeId, index, cell);
        } catch (RuntimeException e) {
            Touching.field(object, e, shapeId, index);
            throw Guard.translate(node, object.home, e);
        }
    }

    /** Adds an attribute; false when the full operation must do it. */
    public static boolean addField(Node node, SharedInstance object, int shapeId, int widerId, int index, long cell) {
        try {
            return TransactionalRecords.add(object.home.mutator(), object.ref, shapeId, widerId, index, cell);
        } catch (RuntimeException e) {
            Touching.field(object, e, widerId, index);
            throw Guard.translate(node, object.home, e);
        }
    }
}

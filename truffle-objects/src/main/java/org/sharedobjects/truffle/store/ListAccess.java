// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.lib.PyObjectRichCompareBool;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Operations on shared lists in terms of Python values, complete and slow. Indexes may be negative. */
public final class ListAccess {
    private ListAccess() {}

    @TruffleBoundary
    public static int size(SharedList list) {
        return Lists.size(list.home.mutator(), list.ref);
    }

    /** Null when the index is out of range. */
    @TruffleBoundary
    public static @Nullable Object get(SharedList list, long index) {
        try {
            return decoded(list, Lists.get(list.home.mutator(), list.ref, index));
        } catch (ConflictException e) {
            Touching.element(list, e, index);
            throw e;
        }
    }

    /** False when the index is out of range. */
    @TruffleBoundary
    public static boolean set(SharedList list, long index, Object value) {
        return Encoder.store(list.home, value, index, cell -> Lists.set(list.home.mutator(), list.ref, index, cell))
                != Cell.OUT_OF_RANGE;
    }

    @TruffleBoundary
    public static void append(SharedList list, Object value) {
        Encoder.storeNew(list.home, value, cell -> {
            Lists.append(list.home.mutator(), list.ref, cell);
            return cell;
        });
    }

    /** Removes an element and returns it, null when the index is out of range. */
    @TruffleBoundary
    public static @Nullable Object remove(SharedList list, long index) {
        long before = Lists.get(list.home.mutator(), list.ref, index);
        Object seen = Taking.seen(list.home, before);
        long removed = Lists.remove(list.home.mutator(), list.ref, index);
        return removed == Cell.OUT_OF_RANGE ? null : Taking.taken(list.home, removed, before, seen);
    }

    /** Removes an element; false when the index is out of range. */
    @TruffleBoundary
    public static boolean delete(SharedList list, long index) {
        return Lists.remove(list.home.mutator(), list.ref, index) != Cell.OUT_OF_RANGE;
    }

    @TruffleBoundary
    public static void splice(SharedList list, long from, long deleteCount, Object[] values) {
        Encoder.storeAll(list.home, values, cells -> {
            Lists.splice(list.home.mutator(), list.ref, from, deleteCount, cells, cells.length);
            return 0;
        });
    }

    /** The same for cells that refer to nothing. */
    @TruffleBoundary
    public static void splice(SharedList list, long from, long deleteCount, long[] cells) {
        Lists.splice(list.home.mutator(), list.ref, from, deleteCount, cells, cells.length);
    }

    @TruffleBoundary
    public static PList snapshot(SharedList list) {
        return decodedList(list, Lists.snapshot(list.home.mutator(), list.ref));
    }

    static PList decodedList(SharedList list, long[] cells) {
        return NativeLists.of(list.home, cells);
    }

    @TruffleBoundary
    public static boolean contains(SharedList list, Object value) {
        for (long cell : Lists.snapshot(list.home.mutator(), list.ref)) {
            if (PyObjectRichCompareBool.executeEqUncached(Decoder.decode(list.home, cell), value)) {
                return true;
            }
        }
        return false;
    }

    /** A new shared list of these values. */
    @TruffleBoundary
    public static SharedObject create(AttachedHeap home, Object[] values) {
        long ref = Encoder.storeAll(home, values, cells -> Lists.create(home.allocator, cells, cells.length));
        return home.interpreter.classes().wrapper(home, ref);
    }

    private static @Nullable Object decoded(SharedList list, long cell) {
        return cell == Cell.OUT_OF_RANGE ? null : Decoder.decode(list.home, cell);
    }
}

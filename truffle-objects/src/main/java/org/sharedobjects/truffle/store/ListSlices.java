// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.slice.PIntSlice;
import com.oracle.graal.python.builtins.objects.slice.PSlice;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.lib.PyIndexCheckNode;
import com.oracle.graal.python.lib.PyNumberAsSizeNode;
import com.oracle.graal.python.lib.PyNumberIndexNode;
import com.oracle.graal.python.lib.PyObjectCallMethodObjArgs;
import com.oracle.graal.python.lib.PyObjectGetItem;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.PythonText;

/** Slices of shared lists; each operation is one step. */
public final class ListSlices {
    private static final int MOST_READ_WHOLE = 1000;

    private ListSlices() {}

    /** A native list. */
    @TruffleBoundary
    public static Object get(SharedList list, PSlice slice) {
        return Lists.size(list.home.mutator(), list.ref) <= MOST_READ_WHOLE
                ? PyObjectGetItem.executeUncached(ListAccess.snapshot(list), slice)
                : Atomically.run(list.home, () -> part(list, slice));
    }

    private static Object part(SharedList list, PSlice slice) {
        Range range = Range.of(slice, Lists.size(list.home.mutator(), list.ref));
        long span = range.count == 0 ? 0 : Math.abs((long) range.step) * (range.count - 1) + 1;
        int low = range.step > 0 || range.count == 0 ? range.start : range.start + range.step * (range.count - 1);
        long[] cells = Lists.copy(list.home.mutator(), list.ref, low, (int) span);
        long[] chosen = new long[range.count];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = cells[range.start - low + i * range.step];
        }
        return ListAccess.decodedList(list, chosen);
    }

    /** Replaces the slice, or deletes it when there are no values. */
    @TruffleBoundary
    public static void set(SharedList list, PSlice slice, @Nullable PList values) {
        Object[] items = values == null ? new Object[0] : CopyIn.items(values);
        Encoder.storeAll(list.home, items, cells -> {
            Atomically.run(list.home, () -> {
                replace(list, slice, cells, values == null);
                return Boolean.TRUE;
            });
            return 0;
        });
    }

    /** The slice with what {@code __index__} of its bounds says, asked once; a bad one is told before a bad value. */
    public static PSlice exact(PSlice slice) {
        PSlice exact = slice instanceof PIntSlice ? slice : asked(slice);
        Range.of(exact, 0);
        return exact;
    }

    private static PSlice asked(PSlice slice) {
        return PFactory.createObjectSlice(
                PythonLanguage.get(null), exact(slice.getStart()), exact(slice.getStop()), exact(slice.getStep()));
    }

    private static Object exact(Object bound) {
        return PyIndexCheckNode.executeUncached(bound) ? PyNumberIndexNode.executeUncached(bound) : bound;
    }

    private static void replace(SharedList list, PSlice slice, long[] cells, boolean delete) {
        Range range = Range.of(slice, Lists.size(list.home.mutator(), list.ref));
        if (range.step == 1) {
            Lists.splice(list.home.mutator(), list.ref, range.start, range.count, cells, cells.length);
            return;
        }
        long[] all = Lists.snapshot(list.home.mutator(), list.ref);
        if (delete) {
            long[] rest = without(all, range);
            Lists.replace(list.home.mutator(), list.ref, rest, rest.length);
            return;
        }
        if (cells.length != range.count) {
            throw PythonErrors.valueError(
                    null,
                    "attempt to assign sequence of size " + cells.length + " to extended slice of size " + range.count);
        }
        for (int i = 0; i < cells.length; i++) {
            all[range.start + i * range.step] = cells[i];
        }
        Lists.replace(list.home.mutator(), list.ref, all, all.length);
    }

    private static long[] without(long[] all, Range range) {
        boolean[] gone = new boolean[all.length];
        for (int i = 0; i < range.count; i++) {
            gone[range.start + i * range.step] = true;
        }
        long[] rest = new long[all.length - range.count];
        int n = 0;
        for (int i = 0; i < all.length; i++) {
            if (!gone[i]) {
                rest[n++] = all[i];
            }
        }
        return rest;
    }

    /** What {@code slice.indices} says. */
    private record Range(int start, int count, int step) {
        static Range of(PSlice slice, int size) {
            if (slice instanceof PIntSlice ints && ints.getIntStep() != 0) {
                PSlice.SliceInfo info = ints.computeIndices(size);
                return of(info.start, info.stop, info.step);
            }
            return asked(slice, size);
        }

        private static Range asked(PSlice slice, int size) {
            Object[] indices = CopyIn.items(
                    (PTuple) PyObjectCallMethodObjArgs.executeUncached(slice, PythonText.of("indices"), size));
            int start = PyNumberAsSizeNode.executeExactUncached(indices[0]);
            int stop = PyNumberAsSizeNode.executeExactUncached(indices[1]);
            int step = PyNumberAsSizeNode.getUncached().executeLossy(null, null, indices[2]);
            return of(start, stop, step);
        }

        private static Range of(int start, int stop, int step) {
            long distance = (long) stop - start;
            int count = (int) Math.max(0, step > 0 ? (distance + step - 1) / step : (distance + step + 1) / step);
            return new Range(start, count, step);
        }
    }
}

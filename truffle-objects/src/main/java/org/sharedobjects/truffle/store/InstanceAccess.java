// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PythonText;

/** Operations on the fields of shared instances in terms of Python values, complete and slow. */
public final class InstanceAccess {
    private static final int EXPECTED_FIELDS = 4;

    private InstanceAccess() {}

    /** Null when there is no such field. */
    @TruffleBoundary
    public static @Nullable Object get(SharedInstance object, TruffleString name) {
        AttachedHeap home = object.home;
        try {
            long cell = Records.get(home.mutator(), home.heap.shapes(), object.ref, name.toJavaStringUncached());
            return cell == Cell.EMPTY ? null : Decoder.decode(home, cell);
        } catch (ConflictException e) {
            Touching.key(object, name);
            throw e;
        }
    }

    @TruffleBoundary
    public static boolean set(SharedInstance object, TruffleString name, Object value) {
        AttachedHeap home = object.home;
        try {
            Encoder.storeField(home, value, name, cell -> {
                Records.set(home.mutator(), home.heap.shapes(), object.ref, name.toJavaStringUncached(), cell);
                return cell;
            });
            return true;
        } catch (ConflictException e) {
            Touching.key(object, name);
            throw e;
        }
    }

    /** False when there is no such field. */
    @TruffleBoundary
    public static boolean delete(SharedInstance object, TruffleString name) {
        AttachedHeap home = object.home;
        return Records.delete(home.mutator(), home.heap.shapes(), object.ref, name.toJavaStringUncached())
                != Cell.EMPTY;
    }

    /** The names of the fields, as Python has them. */
    @TruffleBoundary
    public static Object[] names(SharedInstance object) {
        AttachedHeap home = object.home;
        String[] names =
                Records.snapshot(home.mutator(), home.heap.shapes(), object.ref).names();
        return Arrays.stream(names).map(PythonText::of).toArray();
    }

    /** A native dict of the fields, as they were at one moment. */
    @TruffleBoundary
    public static PDict fields(SharedInstance object) {
        AttachedHeap home = object.home;
        Records.Snapshot all = Records.snapshot(home.mutator(), home.heap.shapes(), object.ref);
        Object[] entries = new Object[2 * all.names().length];
        for (int i = 0; i < all.names().length; i++) {
            entries[2 * i] = PythonText.of(all.names()[i]);
            entries[2 * i + 1] = Decoder.decode(home, all.cells()[i]);
        }
        return NativeDicts.of(home.interpreter.pythonLanguage(), entries);
    }

    /** What {@code __dict__} gives. */
    @TruffleBoundary
    public static Object fieldsView(SharedInstance object) {
        PDict fields = fields(object);
        Object view = object.home.interpreter.bindings().fieldsView;
        return view == null ? fields : CallNode.executeUncached(view, object, fields);
    }

    @TruffleBoundary
    public static int classId(SharedInstance object) {
        AttachedHeap home = object.home;
        return Records.classId(home.mutator(), home.heap.shapes(), object.ref);
    }

    /** A new instance without fields. */
    @TruffleBoundary
    public static SharedObject create(AttachedHeap home, int classId) {
        long ref = Records.create(home.allocator, home.heap.shapes().root(classId), EXPECTED_FIELDS);
        return home.interpreter.classes().wrapper(home, ref);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.buffer.PythonBufferAccessLibrary;
import com.oracle.graal.python.builtins.objects.slice.PSlice;
import com.oracle.graal.python.lib.PyIndexCheckNode;
import com.oracle.graal.python.lib.PyNumberAsSizeNode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.struct.ArraySteps;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.FloatCells;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.interpreter.Bindings;
import org.sharedobjects.truffle.store.ArrayAccess;

/** What the array nodes do when the short way fails. Errors are Python's; slices and odd values are left to the Python package. */
public final class ArrayOperations {
    private ArrayOperations() {}

    public static SharedArray self(@Nullable Node node, Object self, String method) {
        if (self instanceof SharedArray array) {
            return array;
        }
        throw PythonErrors.wrongSelf(node, method, "array", self);
    }

    private static boolean isBytes(SharedArray array) {
        return array.type == ElementType.BYTEARRAY;
    }

    private static RuntimeException outOfRange(@Nullable Node node, SharedArray array, boolean assigned) {
        String what = isBytes(array) ? "bytearray index" : assigned ? "array assignment index" : "array index";
        return PythonErrors.indexError(node, what + " out of range");
    }

    private static long index(@Nullable Node node, SharedArray array, Object index) {
        if (!PyIndexCheckNode.executeUncached(index)) {
            throw PythonErrors.typeError(
                    node,
                    isBytes(array)
                            ? "bytearray indices must be integers or slices, not " + PythonErrors.className(index)
                            : "array indices must be integers");
        }
        return PyNumberAsSizeNode.getUncached().executeExact(null, null, index, PythonBuiltinClassType.IndexError);
    }

    @TruffleBoundary
    public static Object get(@Nullable Node node, SharedArray array, long index) {
        ListOperations.lookAtSize(node, array);
        Object value = Guard.<@Nullable Object>run(node, array.home, () -> ArrayAccess.get(array, index));
        if (value == null) {
            throw outOfRange(node, array, false);
        }
        return value;
    }

    @TruffleBoundary
    public static Object getItem(@Nullable Node node, Object self, Object index) {
        SharedArray array = self(node, self, "__getitem__");
        return index instanceof PSlice
                ? CallNode.executeUncached(bindings(array).arraySlice, array, index)
                : get(node, array, index(node, array, index));
    }

    private static Bindings bindings(SharedArray array) {
        return array.home.interpreter.bindings();
    }

    @TruffleBoundary
    public static void setItem(@Nullable Node node, Object self, Object index, Object value) {
        boolean delete = value == PNone.NO_VALUE;
        SharedArray array = self(node, self, delete ? "__delitem__" : "__setitem__");
        if (index instanceof PSlice) {
            Object[] arguments = delete ? new Object[] {array, index} : new Object[] {array, index, value};
            CallNode.executeUncached(bindings(array).arraySetSlice, arguments);
        } else if (delete) {
            delete(node, array, index(node, array, index));
        } else {
            set(node, array, index(node, array, index), value);
        }
    }

    private static void delete(@Nullable Node node, SharedArray array, long index) {
        if (!Guard.run(node, array.home, () -> ArrayAccess.delete(array, index))) {
            throw outOfRange(node, array, true);
        }
    }

    @TruffleBoundary
    public static void set(@Nullable Node node, SharedArray array, long index, Object value) {
        ListOperations.lookAtSize(node, array);
        long size = Guard.run(node, array.home, () -> ArrayAccess.size(array));
        if (index >= size || index < -size) {
            throw outOfRange(node, array, true);
        }
        long cell = cell(array, value);
        byte[] bytes = cell == Cell.EMPTY ? element(array, value) : null;
        boolean stored = Guard.run(
                node,
                array.home,
                () -> bytes == null
                        ? ArrayAccess.set(array, index, cell)
                        : ArrayAccess.setElement(array, index, bytes));
        if (!stored) {
            throw outOfRange(node, array, true);
        }
    }

    @TruffleBoundary
    public static void append(@Nullable Node node, SharedArray array, Object value) {
        long cell = cell(array, value);
        byte[] bytes = cell == Cell.EMPTY ? element(array, value) : null;
        Guard.run(node, array.home, () -> {
            if (bytes == null) {
                ArrayAccess.append(array, cell);
            } else {
                ArrayAccess.appendElement(array, bytes);
            }
            array.lastChunk = ArraySteps.lastChunk(array.home.memory, array.ref, array.type);
            array.large |= array.lastChunk != Directory.NONE;
            return PNone.NONE;
        });
    }

    /** Cell of a value that simply fits, else {@link Cell#EMPTY}. */
    public static long cell(SharedArray array, Object value) {
        ElementType type = array.type;
        if (value instanceof Double number) {
            return type.isFloating() ? FloatCells.tryOf(type, number) : Cell.EMPTY;
        }
        if (value instanceof Integer number) {
            return type.isFloating()
                    ? FloatCells.tryOf(type, number)
                    : type.fits(number) ? Cell.ofInt(number) : Cell.EMPTY;
        }
        return value instanceof Long number && !type.isFloating() && type.fits(number) && Cell.fitsInt(number)
                ? Cell.ofInt(number)
                : Cell.EMPTY;
    }

    /** The bytes of one element, as a native array makes them of the value, or its error. */
    private static byte[] element(SharedArray array, Object value) {
        Object bytes = CallNode.executeUncached(bindings(array).arrayElement, array, value);
        return PythonBufferAccessLibrary.getUncached().getCopiedByteArray(bytes);
    }

    @TruffleBoundary
    public static int size(@Nullable Node node, SharedArray array) {
        ListOperations.lookAtSize(node, array);
        return Guard.run(node, array.home, () -> Math.toIntExact(ArrayAccess.size(array)));
    }
}

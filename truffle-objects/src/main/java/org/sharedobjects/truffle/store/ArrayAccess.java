// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.array.PArray;
import com.oracle.graal.python.builtins.objects.buffer.PythonBufferAccessLibrary;
import com.oracle.graal.python.builtins.objects.bytes.PByteArray;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.Arrays;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.Elements;
import org.sharedobjects.heap.struct.FloatCells;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * Operations on shared arrays, complete and slow; each is one step. Several elements come and go as their bytes. Indexes count elements
 * and may be negative.
 */
public final class ArrayAccess {
    private ArrayAccess() {}

    @TruffleBoundary
    public static long size(SharedArray array) {
        return Arrays.size(array.home.mutator(), array.ref, array.type);
    }

    public static int lengthInBytes(SharedArray array) {
        return Math.toIntExact(size(array) * array.type.bytes);
    }

    /** Null when the index is out of range. */
    @TruffleBoundary
    public static @Nullable Object get(SharedArray array, long index) {
        try {
            long cell = Arrays.get(array.home.mutator(), array.ref, array.type, index);
            return cell == Cell.OUT_OF_RANGE ? null : decoded(array, cell);
        } catch (ConflictException e) {
            Touching.element(array, e, index);
            throw e;
        }
    }

    private static Object decoded(SharedArray array, long cell) {
        return array.type.isFloating()
                ? FloatCells.get(array.home.memory, array.type, cell)
                : Decoder.decode(array.home, cell);
    }

    /** Stores the cell of a number that fits; false when the index is out of range. */
    @TruffleBoundary
    public static boolean set(SharedArray array, long index, long cell) {
        try {
            return Arrays.set(array.home.mutator(), array.ref, array.type, index, cell);
        } catch (ConflictException e) {
            Touching.element(array, e, index);
            throw e;
        }
    }

    /** The same with an element given as its bytes. */
    @TruffleBoundary
    public static boolean setElement(SharedArray array, long index, byte[] bytes) {
        return store(array.home, blocks -> set(array, index, element(array, bytes, blocks)));
    }

    @TruffleBoundary
    public static void append(SharedArray array, long cell) {
        Arrays.append(array.home.mutator(), array.ref, array.type, cell);
    }

    @TruffleBoundary
    public static void appendElement(SharedArray array, byte[] bytes) {
        store(array.home, blocks -> {
            append(array, element(array, bytes, blocks));
            return true;
        });
    }

    private static long element(SharedArray array, byte[] bytes, Blocks blocks) {
        long cell = ArrayCells.of(array.home.allocator, array.type, bytes, blocks::made)[0];
        return array.type.isPacked() ? Cell.ofInt(ArrayCells.unpack(array.type, cell, 0)) : cell;
    }

    /** At most {@code most} elements from {@code from} on, which is not negative. */
    @TruffleBoundary
    public static byte[] copy(SharedArray array, long from, long most) {
        Mutator mutator = array.home.mutator();
        return from == 0 && most == Long.MAX_VALUE
                ? Arrays.snapshot(mutator, array.ref, array.type)
                : Arrays.copy(mutator, array.ref, array.type, from, most);
    }

    /** Replaces elements by others, also by more or fewer; both places are clamped to the array. */
    @TruffleBoundary
    public static void splice(SharedArray array, long from, long deleteCount, byte[] bytes) {
        AttachedHeap home = array.home;
        store(home, blocks -> {
            Elements elements = Elements.of(home.allocator, array.type, bytes, blocks::made);
            Arrays.splice(home.mutator(), array.ref, from, deleteCount, elements);
            return true;
        });
    }

    /** At most so many bytes, fewer at the end of the array. */
    public static byte[] bytes(SharedArray array, int offset, int count) {
        int each = array.type.bytes;
        int first = offset / each;
        byte[] bytes = copy(array, first, ((long) offset + count + each - 1) / each - first);
        int start = offset - first * each;
        return start == 0 && bytes.length == count
                ? bytes
                : java.util.Arrays.copyOfRange(
                        bytes, Math.min(start, bytes.length), Math.min(start + count, bytes.length));
    }

    /** Stores bytes in place; false when the array ends before. */
    @TruffleBoundary
    public static boolean setBytes(SharedArray array, int offset, byte[] bytes) {
        if (bytes.length == 0) {
            return true;
        }
        int each = array.type.bytes;
        int first = offset / each;
        int count = (offset + bytes.length + each - 1) / each - first;
        return Atomically.run(array.home, () -> {
            byte[] elements = copy(array, first, count);
            if (elements.length < count * each) {
                return false;
            }
            System.arraycopy(bytes, 0, elements, offset - first * each, bytes.length);
            splice(array, first, count, elements);
            return true;
        });
    }

    /** Deletes an element; false when the index is out of range. */
    @TruffleBoundary
    public static boolean delete(SharedArray array, long index) {
        return Atomically.run(array.home, () -> {
            long size = size(array);
            long at = index < 0 ? index + size : index;
            if (at < 0 || at >= size) {
                return false;
            }
            splice(array, at, 1, new byte[0]);
            return true;
        });
    }

    /** A new shared array of these elements. */
    @TruffleBoundary
    public static SharedObject create(AttachedHeap home, ElementType type, byte[] bytes) {
        long ref = store(home, blocks -> create(home, type, bytes, blocks));
        return home.interpreter.classes().wrapper(home, ref);
    }

    private static long create(AttachedHeap home, ElementType type, byte[] bytes, Blocks blocks) {
        return Arrays.create(home.allocator, type, ArrayCells.of(home.allocator, type, bytes, blocks::made));
    }

    /** Runs an operation; the blocks it made are given back when it fails. */
    private static <T> T store(AttachedHeap home, Function<Blocks, T> operation) {
        Blocks blocks = new Blocks();
        boolean stored = false;
        try {
            T result = operation.apply(blocks);
            stored = true;
            return result;
        } finally {
            if (!stored) {
                blocks.takeBack(home);
            }
        }
    }

    /** Copies a native bytearray or array into the heap, null when the value is none; its blocks are added to those. */
    static @Nullable Long copyIn(AttachedHeap home, Object value, Blocks blocks) {
        ElementType type = typeOf(value);
        if (type == null) {
            return null;
        }
        return create(home, type, PythonBufferAccessLibrary.getUncached().getCopiedByteArray(value), blocks);
    }

    private static @Nullable ElementType typeOf(Object value) {
        if (value instanceof PByteArray && Scalars.isExactly(value, PythonBuiltinClassType.PByteArray)) {
            return ElementType.BYTEARRAY;
        }
        if (!(value instanceof PArray array) || !Scalars.isExactly(value, PythonBuiltinClassType.PArray)) {
            return null;
        }
        String format = array.getFormatString().toJavaStringUncached();
        return format.length() == 1 ? ElementType.ofCode(format.charAt(0)) : null;
    }
}

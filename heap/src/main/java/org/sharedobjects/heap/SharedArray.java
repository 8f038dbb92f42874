// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.Arrays;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.Elements;
import org.sharedobjects.heap.struct.FloatCells;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Ints;

/**
 * An array of a heap: numbers of one type, or the bytes of a Python {@code bytearray}. Every method is one step, or part of
 * the thread's transaction. Elements of type codes {@code L} and {@code Q} above {@link Long#MAX_VALUE} are negative here. Views are
 * equal when they show the same object.
 */
public final class SharedArray implements SharedObject {
    private final SharedHeap heap;
    private final long ref;
    private final ElementType type;

    SharedArray(SharedHeap heap, long ref) {
        this.heap = heap;
        this.ref = ref;
        this.type = Arrays.type(heap.memory(), ref);
    }

    @Override
    public SharedHeap heap() {
        return heap;
    }

    @Override
    public long ref() {
        return ref;
    }

    /** As in Python's module {@code array}; {@code B} for a {@code bytearray}. */
    public char typeCode() {
        return type.code;
    }

    /** Of one element. */
    public int elementBytes() {
        return type.bytes;
    }

    public int size() {
        return (int) Arrays.size(heap.enter(), ref, type);
    }

    /** Element of a type of whole numbers. */
    public long getLong(int index) {
        requireWhole();
        Mutator mutator = heap.enter();
        long cell = at(index, Arrays.get(mutator, ref, type, checked(index)));
        return Cell.isInt(cell)
                ? Cell.asInt(cell)
                : Ints.toBigInteger(heap.memory(), cell).longValue();
    }

    /** Element of type code {@code f} or {@code d}. */
    public double getDouble(int index) {
        requireFloating();
        return FloatCells.get(heap.memory(), type, at(index, Arrays.get(heap.enter(), ref, type, checked(index))));
    }

    /**
     * Stores an element of a type of whole numbers.
     *
     * @throws IllegalArgumentException when the type has no such number
     */
    public void setLong(int index, long value) {
        requireWhole();
        store(index, () -> cell(value));
    }

    public void setDouble(int index, double value) {
        requireFloating();
        store(index, () -> FloatCells.of(heap.allocator(), type, value));
    }

    private void store(int index, LongSupplier cell) {
        boolean stored = heap.withRoom(() -> {
            Mutator mutator = heap.enter();
            return Arrays.set(mutator, ref, type, checked(index), cell.getAsLong());
        });
        at(index, stored ? 0 : Cell.OUT_OF_RANGE);
    }

    private long cell(long value) {
        if (type.bytes == Long.BYTES && !type.signed && value < 0) {
            return Ints.of(heap.allocator(), new BigInteger(Long.toUnsignedString(value)));
        }
        if (!type.fits(value)) {
            throw new IllegalArgumentException("number does not fit: type code=" + type.code + " value=" + value);
        }
        return Ints.of(heap.allocator(), value);
    }

    /** All elements as they were at one moment, in native byte order. */
    public byte[] toBytes() {
        return Arrays.snapshot(heap.enter(), ref, type);
    }

    /** All elements of a type of whole numbers as they were at one moment. */
    public long[] toLongs() {
        requireWhole();
        ByteBuffer elements = ByteBuffer.wrap(toBytes()).order(ByteOrder.nativeOrder());
        long[] values = new long[elements.capacity() / type.bytes];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type.bytes) {
                case Byte.BYTES -> type.signed ? elements.get() : Byte.toUnsignedInt(elements.get());
                case Short.BYTES -> type.signed ? elements.getShort() : Short.toUnsignedInt(elements.getShort());
                case Integer.BYTES -> type.signed ? elements.getInt() : Integer.toUnsignedLong(elements.getInt());
                default -> elements.getLong();
            };
        }
        return values;
    }

    /** All elements of type code {@code f} or {@code d} as they were at one moment. */
    public double[] toDoubles() {
        requireFloating();
        ByteBuffer elements = ByteBuffer.wrap(toBytes()).order(ByteOrder.nativeOrder());
        double[] values = new double[elements.capacity() / type.bytes];
        for (int i = 0; i < values.length; i++) {
            values[i] = type == ElementType.FLOAT ? elements.getFloat() : elements.getDouble();
        }
        return values;
    }

    /**
     * Replaces elements by as many others, given in native byte order, in one step.
     *
     * @throws IndexOutOfBoundsException when the array is shorter
     */
    public void setBytes(int index, byte[] elements) {
        if (elements.length % type.bytes != 0) {
            throw new IllegalArgumentException(
                    "no whole elements: bytes=" + elements.length + " of each=" + type.bytes);
        }
        heap.withRoom(() -> {
            Mutator mutator = heap.enter();
            Elements source = Elements.of(heap.allocator(), type, elements, cell -> cell);
            int count = elements.length / type.bytes;
            heap.whole(() -> {
                long size = Arrays.size(mutator, ref, type);
                if (index < 0 || index + (long) count > size) {
                    throw new IndexOutOfBoundsException(
                            "elements outside of the array: index=%d count=%d size=%d".formatted(index, count, size));
                }
                Arrays.splice(mutator, ref, index, count, source);
            });
            return true;
        });
    }

    /** The same with whole numbers, of which as many bits are stored as an element has. */
    public void setLongs(int index, long... values) {
        requireWhole();
        ByteBuffer elements = ByteBuffer.allocate(ArrayCells.checkedBytes(type, values.length))
                .order(ByteOrder.nativeOrder());
        for (long value : values) {
            switch (type.bytes) {
                case Byte.BYTES -> elements.put((byte) value);
                case Short.BYTES -> elements.putShort((short) value);
                case Integer.BYTES -> elements.putInt((int) value);
                default -> elements.putLong(value);
            }
        }
        setBytes(index, elements.array());
    }

    /** The same for type codes {@code f} and {@code d}. */
    public void setDoubles(int index, double... values) {
        requireFloating();
        ByteBuffer elements = ByteBuffer.allocate(ArrayCells.checkedBytes(type, values.length))
                .order(ByteOrder.nativeOrder());
        for (double value : values) {
            if (type == ElementType.FLOAT) {
                elements.putFloat((float) value);
            } else {
                elements.putDouble(value);
            }
        }
        setBytes(index, elements.array());
    }

    private void requireWhole() {
        if (type.isFloating()) {
            throw new IllegalStateException("array of floating-point numbers: type code=" + type.code);
        }
    }

    private void requireFloating() {
        if (!type.isFloating()) {
            throw new IllegalStateException("array of whole numbers: type code=" + type.code);
        }
    }

    private static int checked(int index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("index outside of the array: index=" + index);
        }
        return index;
    }

    private static long at(int index, long cell) {
        if (cell == Cell.OUT_OF_RANGE) {
            throw new IndexOutOfBoundsException("index outside of the array: index=" + index);
        }
        return cell;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedArray that && that.heap == heap && that.ref == ref;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(ref);
    }

    @Override
    public String toString() {
        return "SharedArray[" + type.code + ", " + size() + "]";
    }
}

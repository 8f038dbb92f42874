// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapNotShareableException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.KeyEquality;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.ByteStrings;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Complexes;
import org.sharedobjects.heap.value.Equality;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.heap.value.Texts;

/** A Java object as the key of a dict: looking it up allocates nothing in the heap, unless it is an object by value there. */
final class MapKey implements KeyEquality {
    private final SharedHeap heap;
    private final @Nullable Object key;
    private final long cell;
    private final long hash;

    private MapKey(SharedHeap heap, @Nullable Object key, long cell, long hash) {
        this.heap = heap;
        this.key = key;
        this.cell = cell;
        this.hash = hash;
    }

    /**
     * The key to store under.
     *
     * @throws HeapNotShareableException when it cannot be a key
     */
    static MapKey of(SharedHeap heap, @Nullable Object key) {
        MapKey result = ofAny(heap, key);
        if (result == null) {
            throw new HeapNotShareableException("cannot be a key in the heap: type=" + CopyIn.typeName(key), "");
        }
        return result;
    }

    /** Null for an object that can be no key. */
    static @Nullable MapKey ofAny(SharedHeap heap, @Nullable Object key) {
        Memory memory = heap.memory();
        long cell = Values.inline(key);
        if (cell == Cell.EMPTY) {
            if (key instanceof String text) {
                return new MapKey(heap, key, Cell.EMPTY, Texts.hash(text));
            }
            if (key instanceof Long number) {
                return new MapKey(heap, BigInteger.valueOf(number), Cell.EMPTY, Hashing.ofInteger(number));
            }
            if (key instanceof BigInteger number) {
                return new MapKey(heap, key, Cell.EMPTY, Hashing.ofInteger(number));
            }
            if (key instanceof byte[] bytes) {
                return new MapKey(heap, key, ByteStrings.inline(bytes), ByteStrings.hash(bytes));
            }
            if (key instanceof Complex number) {
                long hash = Hashing.ofComplex(number.real(), number.imaginary());
                return new MapKey(heap, key, Cell.EMPTY, hash);
            }
            cell = JavaValues.parts(key) == null ? heap.values().sharedCell(key) : heap.copied(key);
        }
        boolean mutable = Cell.isRef(cell) && !(key instanceof SharedInstance);
        return cell == Cell.EMPTY || mutable ? null : new MapKey(heap, key, cell, Immutables.hash(memory, cell));
    }

    /** {@link Cell#EMPTY} while the key lies in no cell. */
    long cell() {
        return cell;
    }

    long hash() {
        return hash;
    }

    /** The key's cell, made now if there was none. */
    long stored() {
        return cell != Cell.EMPTY ? cell : heap.copied(key);
    }

    /** Numbers of other types are compared here too: the hashes of equal ones are equal. */
    @Override
    public boolean equal(long stored) {
        Memory memory = heap.memory();
        long candidate = ByValues.plain(memory, stored);
        if (key instanceof String text) {
            return Texts.equal(memory, candidate, text);
        }
        if (key instanceof BigInteger number) {
            return Ints.isInt(memory, candidate)
                    ? Ints.toBigInteger(memory, candidate).equals(number)
                    : Cell.isDouble(candidate) && isWhole(Cell.asDouble(candidate), number);
        }
        if (key instanceof Complex number) {
            boolean complex = Complexes.isComplex(memory, candidate);
            double imaginary = complex ? Complexes.imaginary(memory, candidate) : 0;
            long real = complex ? Cell.ofDouble(Complexes.real(memory, candidate)) : candidate;
            return imaginary == number.imaginary() && Equality.equal(memory, Cell.ofDouble(number.real()), real);
        }
        return key instanceof byte[] bytes
                && ByteStrings.isBytes(memory, candidate)
                && Arrays.equals(ByteStrings.toArray(memory, candidate), bytes);
    }

    private static boolean isWhole(double value, BigInteger number) {
        return Double.isFinite(value)
                && value == Math.rint(value)
                && new BigDecimal(value).toBigInteger().equals(number);
    }
}

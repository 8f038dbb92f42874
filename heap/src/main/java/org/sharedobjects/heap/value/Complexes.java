// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/** Complex numbers: a block of two doubles. */
public final class Complexes {
    private Complexes() {}

    public static long of(Allocator allocator, double real, double imaginary) {
        long hash = Hashing.ofComplex(real, imaginary);
        long cell = Immutables.allocate(allocator, Immutables.COMPLEX, 2, hash, 2 * Double.BYTES);
        Memory memory = allocator.memory();
        memory.putPlain(Immutables.payload(cell), Double.doubleToLongBits(real));
        memory.putPlain(Immutables.payload(cell) + Double.BYTES, Double.doubleToLongBits(imaginary));
        return cell;
    }

    public static boolean isComplex(Memory memory, long cell) {
        return Immutables.kindOrZero(memory, cell) == Immutables.COMPLEX;
    }

    public static double real(Memory memory, long cell) {
        return Double.longBitsToDouble(memory.getPlain(Immutables.payload(cell)));
    }

    public static double imaginary(Memory memory, long cell) {
        return Double.longBitsToDouble(memory.getPlain(Immutables.payload(cell) + Double.BYTES));
    }
}

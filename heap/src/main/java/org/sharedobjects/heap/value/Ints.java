// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigInteger;
import java.util.Arrays;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/** Ints of any size: inside the cell, or a block of two's complement words, lowest first, of the least length. */
public final class Ints {
    private Ints() {}

    public static long of(Allocator allocator, long value) {
        if (Cell.fitsInt(value)) {
            return Cell.ofInt(value);
        }
        long cell = Immutables.allocate(allocator, Immutables.INT, 1, Hashing.ofInteger(value), Long.BYTES);
        allocator.memory().putPlain(Immutables.payload(cell), value);
        return cell;
    }

    public static long of(Allocator allocator, BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return of(allocator, value.longValue());
        }
        int words = value.bitLength() / Long.SIZE + 1;
        long bytes = (long) words * Long.BYTES;
        long cell = Immutables.allocate(allocator, Immutables.INT, words, Hashing.ofInteger(value), bytes);
        byte[] payload = reversed(value.toByteArray(), (int) bytes, value.signum() < 0);
        allocator.memory().copyIn(payload, 0, Immutables.payload(cell), payload.length);
        return cell;
    }

    /** An int of any size; booleans are not ints here. */
    public static boolean isInt(Memory memory, long cell) {
        return Cell.isInt(cell) || Immutables.kindOrZero(memory, cell) == Immutables.INT;
    }

    /** Does this int fit 64 bits? */
    public static boolean fitsLong(Memory memory, long cell) {
        return Cell.isInt(cell) || Immutables.length(memory, cell) == 1;
    }

    /** Value of an int that {@linkplain #fitsLong fits 64 bits}. */
    public static long toLong(Memory memory, long cell) {
        return Cell.isInt(cell) ? Cell.asInt(cell) : memory.getPlain(Immutables.payload(cell));
    }

    public static BigInteger toBigInteger(Memory memory, long cell) {
        if (fitsLong(memory, cell)) {
            return BigInteger.valueOf(toLong(memory, cell));
        }
        byte[] payload = new byte[Immutables.checkedLength(memory, cell, Long.BYTES) * Long.BYTES];
        memory.copyOut(Immutables.payload(cell), payload, 0, payload.length);
        return payload.length == 0 ? BigInteger.ZERO : new BigInteger(reversed(payload, payload.length, false));
    }

    /** Turns the order of bytes, extending with the sign at the far end. */
    private static byte[] reversed(byte[] bytes, int size, boolean negative) {
        byte[] result = new byte[size];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = bytes[bytes.length - 1 - i];
        }
        if (negative) {
            Arrays.fill(result, bytes.length, size, (byte) -1);
        }
        return result;
    }
}

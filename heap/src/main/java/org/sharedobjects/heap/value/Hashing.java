// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigInteger;

/**
 * Hashes of values: the same in every process and for every value that compares equal, so {@code 1}, {@code 1.0} and
 * {@code True} hash alike, and so do a big float and the big int it equals.
 */
public final class Hashing {
    /** Modulus for ints beyond the cell, a Mersenne prime: powers of two are rotations. */
    public static final int MODULUS_BITS = 61;

    public static final long MODULUS = (1L << MODULUS_BITS) - 1;
    private static final BigInteger BIG_MODULUS = BigInteger.valueOf(MODULUS);
    private static final long BIG_SALT = 0x5bd1_e995_7b7d_159dL;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;
    private static final int DOUBLE_FRACTION_BITS = 52;

    private Hashing() {}

    /** Spreads every bit of the word over the whole result. */
    public static long mix(long word) {
        long h = (word ^ word >>> 33) * 0xff51_afd7_ed55_8ccdL;
        h = (h ^ h >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return h ^ h >>> 33;
    }

    /** The 32 bits of a hash that a dict keeps in its index; mixed hashes are good in any half. */
    public static int fold(long hash) {
        return (int) (hash >>> 32);
    }

    /** Hash of a cell that is not a reference of either kind. */
    public static long ofInline(long cell) {
        if (Cell.isDouble(cell)) {
            return ofDouble(Cell.asDouble(cell));
        }
        return Cell.isBoolean(cell) ? mix(Cell.ofInt(cell & 1)) : mix(cell);
    }

    public static long ofInteger(long value) {
        if (Cell.fitsInt(value)) {
            return mix(Cell.ofInt(value));
        }
        return ofModulus(value % MODULUS);
    }

    public static long ofInteger(BigInteger value) {
        return value.bitLength() < Long.SIZE ? ofInteger(value.longValue()) : ofBig(value);
    }

    public static long ofDouble(double value) {
        long truncated = (long) value;
        if (truncated == value && Cell.fitsInt(truncated)) {
            return mix(Cell.ofInt(truncated));
        }
        // From 2^52 on every finite double is an integer.
        if (Math.abs(value) >= 0x1p52 && Double.isFinite(value)) {
            return ofBigDouble(value);
        }
        return truncated == value ? ofModulus(truncated % MODULUS) : mix(Cell.ofDouble(value));
    }

    public static long ofComplex(double real, double imaginary) {
        long hash = ofDouble(real);
        return imaginary == 0 ? hash : mix(hash + FACTOR * ofDouble(imaginary));
    }

    public static long textStart() {
        return FACTOR;
    }

    public static long bytesStart() {
        return ~FACTOR;
    }

    /** One code point of a text, or one byte with its sign. */
    public static long textStep(long hash, int codePoint) {
        return (hash ^ codePoint) * 0x0000_0100_0000_01b3L;
    }

    public static long textEnd(long hash, int length) {
        return mix(hash + length);
    }

    static long bytes(byte[] bytes, int from, int size) {
        long hash = bytesStart();
        for (int i = from; i < from + size; i++) {
            hash = textStep(hash, bytes[i]);
        }
        return textEnd(hash, size);
    }

    /** Order matters: for tuples. */
    public static long sequenceStep(long hash, long element) {
        return Long.rotateLeft(hash ^ element, 31) * FACTOR;
    }

    public static long sequenceEnd(long hash, int length) {
        return mix(hash + length);
    }

    /** Order does not matter: for sets. */
    public static long setStep(long hash, long element) {
        return hash + mix(element ^ BIG_SALT);
    }

    /** For families of values that are equal to none of another. */
    static long ofMember(int family, long hash) {
        return mix(hash + FACTOR * family);
    }

    private static long ofBigDouble(double value) {
        int exponent = Math.getExponent(value) - DOUBLE_FRACTION_BITS;
        long significand =
                (Double.doubleToLongBits(value) & (1L << DOUBLE_FRACTION_BITS) - 1) | 1L << DOUBLE_FRACTION_BITS;
        int turn = exponent % MODULUS_BITS;
        long rotated = (significand << turn & MODULUS) | significand >>> (MODULUS_BITS - turn);
        long magnitude = rotated % MODULUS;
        return ofModulus(value < 0 ? -magnitude : magnitude);
    }

    private static long ofBig(BigInteger value) {
        long magnitude = value.abs().mod(BIG_MODULUS).longValue();
        return ofModulus(value.signum() < 0 ? -magnitude : magnitude);
    }

    /** Hash of an int beyond the cell: of the remainder of its magnitude, with its sign. */
    public static long ofModulus(long signedRemainder) {
        return mix(signedRemainder ^ BIG_SALT);
    }
}

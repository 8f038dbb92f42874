// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigInteger;

/**
 * Hashes of values: the same in every process and for every value that compares equal, so {@code 1}, {@code 1.0} and
 * {@code True} hash alike, and so do a big float and the big int it equals.
 *
 * <p>Numbers, texts and tuples hash {@linkplain #ofPython as Python hashes them}, which is as CPython does for numbers and as Java
 * does for texts: an object whose class says in Python that it equals one of them hashes alike, too. The guest's own hash may be
 * another one for a tuple of anything else, and for bytes, frozensets and objects by value.
 */
public final class Hashing {
    /** Modulus for numbers, a Mersenne prime: powers of two are rotations. */
    public static final int MODULUS_BITS = 61;

    public static final long MODULUS = (1L << MODULUS_BITS) - 1;
    private static final BigInteger BIG_MODULUS = BigInteger.valueOf(MODULUS);
    private static final long SALT = 0x5bd1_e995_7b7d_159dL;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;
    private static final int DOUBLE_FRACTION_BITS = 52;

    private static final int MIX_SHIFT = 33;
    private static final long MIX_1 = 0xff51_afd7_ed55_8ccdL;
    private static final long MIX_2 = 0xc4ce_b9fe_1a85_ec53L;
    /** The inverse of {@link #MIX_1} modulo 2^64. */
    private static final long UNMIX_1 = 0x4f74_430c_22a5_4005L;
    /** The inverse of {@link #MIX_2} modulo 2^64. */
    private static final long UNMIX_2 = 0x9cb4_b2f8_1293_37dbL;

    // Python's constants
    private static final long INFINITY = 314_159;
    private static final long IMAGINARY = 1_000_003;
    private static final long TUPLE_START = 0x34_5678;
    private static final long TUPLE_END = 97_531;
    private static final long TUPLE_FACTOR = 0xf_4243;
    private static final long TUPLE_FACTOR_STEP = 82_520;
    private static final int TEXT_FACTOR = 31;

    private Hashing() {}

    /** Spreads every bit of the word over the whole result. Different words have different results. */
    public static long mix(long word) {
        long h = (word ^ word >>> MIX_SHIFT) * MIX_1;
        h = (h ^ h >>> MIX_SHIFT) * MIX_2;
        return h ^ h >>> MIX_SHIFT;
    }

    private static long unmix(long mixed) {
        long h = (mixed ^ mixed >>> MIX_SHIFT) * UNMIX_2;
        h = (h ^ h >>> MIX_SHIFT) * UNMIX_1;
        return h ^ h >>> MIX_SHIFT;
    }

    /** The 32 bits of a hash that a dict keeps in its index; mixed hashes are good in any half. */
    public static int fold(long hash) {
        return (int) (hash >>> 32);
    }

    /** Hash of what has this {@code hash(…)} in Python. */
    public static long ofPython(long hash) {
        return mix((hash == -1 ? -2 : hash) ^ SALT);
    }

    /** What {@link #ofPython} was given, if that hash comes from there. */
    private static long toPython(long hash) {
        return unmix(hash) ^ SALT;
    }

    /** Hash of a cell that is not a reference of either kind. */
    public static long ofInline(long cell) {
        if (Cell.isInt(cell)) {
            return ofPython(Cell.asInt(cell));
        }
        if (Cell.isShortText(cell)) {
            return ofText(ShortText.polynomial(cell, TEXT_FACTOR));
        }
        if (Cell.isDouble(cell)) {
            return ofDouble(Cell.asDouble(cell));
        }
        return Cell.isBoolean(cell) ? ofPython(cell & 1) : mix(cell);
    }

    public static long ofInteger(long value) {
        return ofPython(value % MODULUS);
    }

    public static long ofInteger(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return ofInteger(value.longValue());
        }
        long magnitude = value.abs().mod(BIG_MODULUS).longValue();
        return ofPython(value.signum() < 0 ? -magnitude : magnitude);
    }

    public static long ofDouble(double value) {
        long truncated = (long) value;
        return truncated == value && Cell.fitsInt(truncated) ? ofPython(truncated) : ofPython(remainder(value));
    }

    public static long ofComplex(double real, double imaginary) {
        return imaginary == 0
                ? ofDouble(real)
                : ofPython(toPython(ofDouble(real)) + IMAGINARY * toPython(ofDouble(imaginary)));
    }

    /**
     * The value, a fraction whose denominator is a power of two, modulo {@link #MODULUS}: the significand, turned by the
     * exponent. As <a href="https://docs.python.org/3/library/stdtypes.html#hashing-of-numeric-types">Python's numbers</a>.
     */
    private static long remainder(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? 0 : value > 0 ? INFINITY : -INFINITY;
        }
        boolean normal = Math.getExponent(value) >= Double.MIN_EXPONENT;
        long fraction = Double.doubleToLongBits(value) & (1L << DOUBLE_FRACTION_BITS) - 1;
        long significand = normal ? fraction | 1L << DOUBLE_FRACTION_BITS : fraction;
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - DOUBLE_FRACTION_BITS;
        int turn = Math.floorMod(exponent, MODULUS_BITS);
        long rotated = (significand << turn & MODULUS) | significand >>> (MODULUS_BITS - turn);
        return value < 0 ? -rotated : rotated;
    }

    // ---- texts, as java.lang.String hashes its chars, but by code points

    public static long textStart() {
        return 0;
    }

    public static long textStep(long hash, int codePoint) {
        return TEXT_FACTOR * hash + codePoint;
    }

    public static long textEnd(long hash) {
        return ofText((int) hash);
    }

    /** Of a text whose polynomial, modulo 2^32, is this. */
    public static long ofText(int polynomial) {
        return ofPython(polynomial == 0 ? -1 : polynomial);
    }

    // ---- bytes

    public static long bytesStart() {
        return ~FACTOR;
    }

    /** One byte with its sign. */
    public static long bytesStep(long hash, byte next) {
        return (hash ^ next) * 0x0000_0100_0000_01b3L;
    }

    public static long bytesEnd(long hash, int length) {
        return mix(hash + length);
    }

    static long bytes(byte[] bytes, int from, int size) {
        long hash = bytesStart();
        for (int i = from; i < from + size; i++) {
            hash = bytesStep(hash, bytes[i]);
        }
        return bytesEnd(hash, size);
    }

    // ---- tuples, as Python did until 3.7, and GraalPy does

    public static long tupleStart() {
        return TUPLE_START;
    }

    /** The element at this index of so many. */
    public static long tupleStep(long hash, long element, int index, int length) {
        long factor = TUPLE_FACTOR + index * (TUPLE_FACTOR_STEP + 2L * length);
        return (hash ^ toPython(element)) * factor;
    }

    public static long tupleEnd(long hash) {
        return ofPython(hash + TUPLE_END);
    }

    // ---- others

    /** Order does not matter: for sets. */
    public static long setStep(long hash, long element) {
        return hash + mix(element ^ SALT);
    }

    /** For families of values that are equal to none of another. */
    static long ofMember(int family, long hash) {
        return mix(hash + FACTOR * family);
    }
}

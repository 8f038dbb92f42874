// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;

/**
 * Structural equality of values as Python has it between numbers, with the identity of mutable objects taken for
 * equality. The answer is {@link #ASK} when it hangs on two different objects of which at least one is mutable: only the
 * guest language knows their {@code __eq__}. Does not recurse into tuples, however deep.
 */
public final class Equality {
    public static final int DIFFERENT = 0;
    public static final int EQUAL = 1;
    public static final int ASK = 2;

    private static final int DESCEND = 3;

    /** More pairs than this are not compared: only a damaged heap has a tuple inside itself. */
    private static final int MOST_PAIRS = 1 << 28;

    private Equality() {}

    public static int compare(Memory memory, long a, long b) {
        int flat = flat(memory, a, b);
        return flat == DESCEND ? deep(memory, ByValues.key(memory, a), ByValues.key(memory, b)) : flat;
    }

    /** Do these equal without doubt? */
    public static boolean equal(Memory memory, long a, long b) {
        return compare(memory, a, b) == EQUAL;
    }

    private static int flat(Memory memory, long a, long b) {
        if (a == b) {
            return EQUAL;
        }
        if (Cell.isRef(a) || Cell.isRef(b)) {
            return ASK;
        }
        if (Cell.isImmutable(a) && Cell.isImmutable(b)) {
            return blocks(memory, a, b);
        }
        if (ByValues.isByValue(memory, a) || ByValues.isByValue(memory, b)) {
            return byValue(memory, a, b);
        }
        return isNumber(memory, a) && isNumber(memory, b) && numbersEqual(memory, a, b) ? EQUAL : DIFFERENT;
    }

    /** Of which at least one is an object by value. */
    private static int byValue(Memory memory, long a, long b) {
        ValueFamily left = ByValues.family(memory, a);
        ValueFamily right = ByValues.family(memory, b);
        if (left == ValueFamily.GUEST || right == ValueFamily.GUEST) {
            return ASK;
        }
        long x = ByValues.key(memory, a);
        long y = ByValues.key(memory, b);
        if (left == right) {
            return flat(memory, x, y);
        }
        boolean large = (left == ValueFamily.DECIMAL && right == ValueFamily.PLAIN && Decimals.equalsInt(memory, x, y))
                || (right == ValueFamily.DECIMAL && left == ValueFamily.PLAIN && Decimals.equalsInt(memory, y, x));
        return large ? EQUAL : DIFFERENT;
    }

    private static int blocks(Memory memory, long a, long b) {
        int kind = Immutables.kind(memory, a);
        if (kind == Immutables.BY_VALUE || Immutables.kind(memory, b) == Immutables.BY_VALUE) {
            return byValue(memory, a, b);
        }
        if (kind != Immutables.kind(memory, b)) {
            return isNumber(memory, a) && isNumber(memory, b) && numbersEqual(memory, a, b) ? EQUAL : DIFFERENT;
        }
        if (Immutables.length(memory, a) != Immutables.length(memory, b)) {
            return DIFFERENT;
        }
        boolean refs = Immutables.hasRefs(memory, a) || Immutables.hasRefs(memory, b);
        if (!refs && Immutables.hash(memory, a) != Immutables.hash(memory, b)) {
            return DIFFERENT;
        }
        return switch (kind) {
            case Immutables.TUPLE -> DESCEND;
            case Immutables.FROZENSET -> refs ? ASK : DESCEND;
            case Immutables.COMPLEX -> numbersEqual(memory, a, b) ? EQUAL : DIFFERENT;
            default -> samePayload(memory, a, b, kind) ? EQUAL : DIFFERENT;
        };
    }

    private static boolean samePayload(Memory memory, long a, long b, int kind) {
        int unit = kind == Immutables.INT ? Long.BYTES : Math.max(1, Texts.width(kind));
        int size = Immutables.checkedLength(memory, a, unit) * unit;
        return sameBytes(memory, Immutables.payload(a), Immutables.payload(b), size);
    }

    private static boolean sameBytes(Memory memory, long a, long b, int size) {
        int whole = size & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            if (memory.getPlain(a + i) != memory.getPlain(b + i)) {
                return false;
            }
        }
        // Blocks are whole granules, so the last word may be read; what lies behind the payload is undefined.
        int unused = (whole + Long.BYTES - size) * Byte.SIZE;
        return whole == size || (memory.getPlain(a + whole) ^ memory.getPlain(b + whole)) << unused == 0;
    }

    private static int deep(Memory memory, long a, long b) {
        PairStack open = new PairStack();
        open.push(a, b);
        int result = EQUAL;
        for (int pairs = 0; open.pop(); pairs++) {
            if (pairs == MOST_PAIRS) {
                throw new HeapCorruptException("tuple inside itself or too entangled to compare");
            }
            long left = open.left;
            long right = open.right;
            if (Immutables.kind(memory, left) == Immutables.FROZENSET && !aligned(memory, left, right)) {
                if (!sameElements(memory, left, right)) {
                    return DIFFERENT;
                }
                continue;
            }
            int length = Immutables.checkedLength(memory, left, Long.BYTES);
            for (int i = 0; i < length; i++) {
                long x = Tuples.get(memory, left, i);
                long y = Tuples.get(memory, right, i);
                switch (flat(memory, x, y)) {
                    case DIFFERENT -> {
                        return DIFFERENT;
                    }
                    case ASK -> result = ASK;
                    case DESCEND -> open.push(ByValues.key(memory, x), ByValues.key(memory, y));
                    default -> {}
                }
            }
        }
        return result;
    }

    /** Do equal elements of two sets of one size lie at equal places? They do unless two elements share a hash. */
    private static boolean aligned(Memory memory, long a, long b) {
        int length = Immutables.length(memory, a);
        for (int i = 1; i < length; i++) {
            if (Immutables.hash(memory, Tuples.get(memory, a, i))
                    == Immutables.hash(memory, Tuples.get(memory, a, i - 1))) {
                return false;
            }
        }
        return Immutables.hash(memory, b) == Immutables.hash(memory, a);
    }

    private static boolean sameElements(Memory memory, long a, long b) {
        long[] right = FrozenSets.toArray(memory, b);
        return Arrays.stream(FrozenSets.toArray(memory, a))
                .allMatch(x -> Arrays.stream(right).anyMatch(y -> equal(memory, x, y)));
    }

    // ---- numbers

    private static boolean isNumber(Memory memory, long cell) {
        if (Cell.isInt(cell) || Cell.isDouble(cell) || Cell.isBoolean(cell)) {
            return true;
        }
        int kind = Immutables.kindOrZero(memory, cell);
        return kind == Immutables.INT || kind == Immutables.COMPLEX;
    }

    private static boolean numbersEqual(Memory memory, long a, long b) {
        return imaginary(memory, a) == imaginary(memory, b) && realsEqual(memory, real(memory, a), real(memory, b));
    }

    private static double imaginary(Memory memory, long cell) {
        return Complexes.isComplex(memory, cell) ? Complexes.imaginary(memory, cell) : 0;
    }

    /** A real number's cell with booleans as ints. */
    private static long real(Memory memory, long cell) {
        if (Cell.isBoolean(cell)) {
            return Cell.ofInt(cell & 1);
        }
        return Complexes.isComplex(memory, cell) ? Cell.ofDouble(Complexes.real(memory, cell)) : cell;
    }

    private static boolean realsEqual(Memory memory, long a, long b) {
        if (a == b) {
            return true;
        }
        if (Cell.isDouble(a)) {
            return Cell.isDouble(b)
                    ? Cell.asDouble(a) == Cell.asDouble(b)
                    : intEqualsDouble(memory, b, Cell.asDouble(a));
        }
        return Cell.isDouble(b)
                ? intEqualsDouble(memory, a, Cell.asDouble(b))
                : Cell.isImmutable(a) && Cell.isImmutable(b) && blocks(memory, a, b) == EQUAL;
    }

    private static boolean intEqualsDouble(Memory memory, long intCell, double value) {
        if (Cell.isInt(intCell)) {
            return Cell.asInt(intCell) == value;
        }
        if (!Double.isFinite(value) || value != Math.rint(value)) {
            return false;
        }
        BigInteger exact = new BigDecimal(value).toBigInteger();
        return exact.equals(Ints.toBigInteger(memory, intCell));
    }
}

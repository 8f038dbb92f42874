// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.ValueKey.Part;

/**
 * Keys of exact numbers: the int or double a number equals, else its decimal form {@code (digits, exponent)} without zeros at
 * the end, else its ratio in lowest terms. So numbers of different types are equal keys if they are equal numbers.
 */
final class Decimals {
    /** Ints with more zeros at the end have no key of their own, but are compared: no double is among them. */
    private static final int MOST_ZEROS = 400;
    /** No double has more places. */
    private static final int MOST_PLACES = 1074;

    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final BigInteger MODULUS = BigInteger.valueOf(Hashing.MODULUS);

    private Decimals() {}

    static ValueKey of(BigInteger digits, long exponent) {
        if (digits.signum() == 0) {
            return ValueKey.part(ValueFamily.PLAIN, Cell.ofInt(0));
        }
        BigDecimal stripped = new BigDecimal(digits).stripTrailingZeros();
        BigInteger least = stripped.unscaledValue();
        long power = exponent - stripped.scale();
        if (power >= 0 && power <= MOST_ZEROS) {
            BigInteger value = least.multiply(BigInteger.TEN.pow((int) power));
            return ValueKey.number(ValueFamily.PLAIN, value);
        }
        if (power < 0 && power >= -MOST_PLACES) {
            BigDecimal exact = new BigDecimal(least, (int) -power);
            double nearest = exact.doubleValue();
            if (Double.isFinite(nearest) && new BigDecimal(nearest).compareTo(exact) == 0) {
                return ValueKey.part(ValueFamily.PLAIN, Cell.ofDouble(nearest));
            }
        }
        return pair(ValueFamily.DECIMAL, least, BigInteger.valueOf(power));
    }

    static ValueKey ofRatio(BigInteger numerator, BigInteger denominator) {
        BigInteger common = numerator.gcd(denominator).max(BigInteger.ONE);
        BigInteger top = numerator.divide(common);
        BigInteger bottom = denominator.divide(common);
        int twos = Math.max(0, bottom.getLowestSetBit());
        BigInteger rest = bottom.shiftRight(twos);
        int fives = 0;
        BigInteger[] parts = rest.divideAndRemainder(FIVE);
        while (parts[1].signum() == 0 && rest.signum() != 0) {
            rest = parts[0];
            parts = rest.divideAndRemainder(FIVE);
            fives++;
        }
        if (!rest.equals(BigInteger.ONE)) {
            return pair(ValueFamily.RATIO, top, bottom);
        }
        int places = Math.max(twos, fives);
        BigInteger digits = top.shiftLeft(places - twos).multiply(FIVE.pow(places - fives));
        return of(digits, -places);
    }

    /** An infinity equals the double; a NaN only itself. */
    static ValueKey ofSpecial(boolean negative, long digits, long letter) {
        if (letter == ShortText.of("F")) {
            double infinity = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return ValueKey.part(ValueFamily.PLAIN, Cell.ofDouble(infinity));
        }
        return ValueKey.tuple(ValueFamily.DECIMAL, Part.of(digits), Part.of(letter));
    }

    /** Of a key of the decimal family: that of the int, if it is one. */
    static long hash(Memory memory, long key) {
        long exponent = exponent(memory, key);
        if (exponent <= 0) {
            return Hashing.ofMember(ValueFamily.DECIMAL.number(), Immutables.hash(memory, key));
        }
        BigInteger digits = Ints.toBigInteger(memory, Tuples.get(memory, key, 0));
        BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(exponent), MODULUS);
        long remainder = digits.abs().multiply(power).mod(MODULUS).longValue();
        return Hashing.ofPython(digits.signum() < 0 ? -remainder : remainder);
    }

    /** Is this int the number whose key of the decimal family that is? */
    static boolean equalsInt(Memory memory, long key, long intCell) {
        long exponent = exponent(memory, key);
        if (exponent <= 0 || Immutables.kindOrZero(memory, intCell) != Immutables.INT) {
            return false;
        }
        BigInteger value = Ints.toBigInteger(memory, intCell);
        BigInteger digits = Ints.toBigInteger(memory, Tuples.get(memory, key, 0));
        return exponent < value.bitLength()
                && digits.multiply(BigInteger.TEN.pow((int) exponent)).equals(value);
    }

    /** Zero for a NaN. */
    private static long exponent(Memory memory, long key) {
        long exponent = Tuples.get(memory, key, 1);
        return Ints.isInt(memory, exponent) ? Ints.toLong(memory, exponent) : 0;
    }

    private static ValueKey pair(ValueFamily family, BigInteger first, BigInteger second) {
        return ValueKey.tuple(family, Part.of(first), Part.of(second));
    }
}

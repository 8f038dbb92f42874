// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigInteger;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.ValueKey.Part;

/** Keys of objects by value from their contents, so that they are equal exactly when Python says that the objects are. */
final class ValueKeys {
    private static final BigInteger MICROS_PER_SECOND = BigInteger.valueOf(1_000_000);
    private static final BigInteger SECONDS_PER_DAY = BigInteger.valueOf(86_400);
    private static final BigInteger MICROS_PER_DAY = MICROS_PER_SECOND.multiply(SECONDS_PER_DAY);

    private ValueKeys() {}

    static ValueKey of(Memory memory, ValueType type, long[] content) {
        return switch (type) {
            case RANGE -> range(memory, content);
            case TIME -> time(memory, content);
            case DATETIME -> dateTime(memory, content);
            case TIMEDELTA -> ValueKey.number(type.family(), timeDelta(memory, content));
            case DECIMAL -> decimal(memory, content);
            case FRACTION -> Decimals.ofRatio(integer(memory, content[0]), integer(memory, content[1]));
            case PURE_POSIX_PATH, POSIX_PATH, PURE_WINDOWS_PATH -> ValueKey.part(type.family(), content[1]);
            case ENUM ->
                content.length == 1
                        ? ValueKey.part(ValueFamily.ENUM, content[0])
                        : ValueKey.part(ValueFamily.PLAIN, content[1]);
            case NAMED_TUPLE -> ValueKey.part(ValueFamily.PLAIN, content[2]);
            case SLICE, DATE, TIMEZONE, ZONE, UUID, NAME, CLASS, MODULE -> ValueKey.part(type.family(), content[0]);
        };
    }

    /** Ranges are equal if they are the same sequence: length, first element, step. */
    private static ValueKey range(Memory memory, long[] content) {
        BigInteger step = integer(memory, content[2]);
        BigInteger distance = integer(memory, content[1]).subtract(integer(memory, content[0]));
        if (step.signum() == 0) {
            throw new HeapCorruptException("range without a step");
        }
        BigInteger length = BigInteger.ZERO;
        if (distance.signum() == step.signum()) {
            length = distance.abs().subtract(BigInteger.ONE).divide(step.abs()).add(BigInteger.ONE);
        }
        long first = length.signum() == 0 ? Cell.NONE : content[0];
        long second = length.compareTo(BigInteger.ONE) <= 0 ? Cell.NONE : content[2];
        return ValueKey.tuple(ValueFamily.RANGE, Part.of(length), Part.of(first), Part.of(second));
    }

    private static ValueKey time(Memory memory, long[] content) {
        BigInteger micros = integer(memory, content[0]);
        long offset = content[3];
        return offset == Cell.NONE
                ? ValueKey.number(ValueFamily.TIME, micros)
                : ValueKey.number(ValueFamily.AWARE_TIME, micros.subtract(integer(memory, offset)));
    }

    private static ValueKey dateTime(Memory memory, long[] content) {
        BigInteger micros = integer(memory, content[0]).multiply(MICROS_PER_DAY).add(integer(memory, content[1]));
        long offset = content[4];
        if (offset == Cell.NONE) {
            return ValueKey.number(ValueFamily.DATETIME, micros);
        }
        if (content[5] != Cell.TRUE) {
            return ValueKey.number(ValueFamily.AWARE_DATETIME, micros.subtract(integer(memory, offset)));
        }
        long zone = ByValues.key(memory, content[3]);
        return ValueKey.tuple(ValueFamily.FOLDED_DATETIME, Part.of(zone), Part.of(content[0]), Part.of(content[1]));
    }

    private static BigInteger timeDelta(Memory memory, long[] content) {
        BigInteger seconds =
                integer(memory, content[0]).multiply(SECONDS_PER_DAY).add(integer(memory, content[1]));
        return seconds.multiply(MICROS_PER_SECOND).add(integer(memory, content[2]));
    }

    private static ValueKey decimal(Memory memory, long[] content) {
        boolean negative = content[0] != Cell.ofInt(0);
        if (!Ints.isInt(memory, content[2])) {
            return Decimals.ofSpecial(negative, content[1], content[2]);
        }
        BigInteger digits = integer(memory, content[1]);
        BigInteger exponent = integer(memory, content[2]);
        if (exponent.bitLength() >= Long.SIZE) {
            throw new HeapCorruptException("decimal number with an exponent beyond all bounds");
        }
        return Decimals.of(negative ? digits.negate() : digits, exponent.longValue());
    }

    private static BigInteger integer(Memory memory, long cell) {
        if (!Ints.isInt(memory, cell)) {
            throw new HeapCorruptException("object by value with something else where an int should be");
        }
        return Ints.toBigInteger(memory, cell);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigInteger;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;

/** Keys of objects by value from their contents, so that they are equal exactly when Python says that the objects are. */
final class ValueKeys {
    private static final BigInteger MICROS_PER_SECOND = BigInteger.valueOf(1_000_000);
    private static final BigInteger SECONDS_PER_DAY = BigInteger.valueOf(86_400);
    private static final BigInteger MICROS_PER_DAY = MICROS_PER_SECOND.multiply(SECONDS_PER_DAY);

    private ValueKeys() {}

    static ValueKey of(Allocator allocator, ValueType type, long[] content) {
        return switch (type) {
            case RANGE -> range(allocator, content);
            case TIME -> time(allocator, content);
            case DATETIME -> dateTime(allocator, content);
            case TIMEDELTA -> number(allocator, type.family(), timeDelta(allocator.memory(), content));
            case DECIMAL -> decimal(allocator, content);
            case FRACTION -> {
                Memory memory = allocator.memory();
                yield Decimals.ofRatio(allocator, integer(memory, content[0]), integer(memory, content[1]));
            }
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
    private static ValueKey range(Allocator allocator, long[] content) {
        Memory memory = allocator.memory();
        BigInteger step = integer(memory, content[2]);
        BigInteger distance = integer(memory, content[1]).subtract(integer(memory, content[0]));
        if (step.signum() == 0) {
            throw new HeapCorruptException("range without a step");
        }
        BigInteger length = BigInteger.ZERO;
        if (distance.signum() == step.signum()) {
            length = distance.abs().subtract(BigInteger.ONE).divide(step.abs()).add(BigInteger.ONE);
        }
        long size = Ints.of(allocator, length);
        long first = length.signum() == 0 ? Cell.NONE : content[0];
        long second = length.compareTo(BigInteger.ONE) <= 0 ? Cell.NONE : content[2];
        return ValueKey.made(ValueFamily.RANGE, Tuples.of(allocator, new long[] {size, first, second}, 3));
    }

    private static ValueKey time(Allocator allocator, long[] content) {
        BigInteger micros = integer(allocator.memory(), content[0]);
        long offset = content[3];
        return offset == Cell.NONE
                ? number(allocator, ValueFamily.TIME, micros)
                : number(allocator, ValueFamily.AWARE_TIME, micros.subtract(integer(allocator.memory(), offset)));
    }

    private static ValueKey dateTime(Allocator allocator, long[] content) {
        Memory memory = allocator.memory();
        BigInteger micros = integer(memory, content[0]).multiply(MICROS_PER_DAY).add(integer(memory, content[1]));
        long offset = content[4];
        if (offset == Cell.NONE) {
            return number(allocator, ValueFamily.DATETIME, micros);
        }
        if (content[5] != Cell.TRUE) {
            return number(allocator, ValueFamily.AWARE_DATETIME, micros.subtract(integer(memory, offset)));
        }
        long zone = ByValues.key(memory, content[3]);
        long[] zoneAndTime = {zone, content[0], content[1]};
        return ValueKey.made(ValueFamily.FOLDED_DATETIME, Tuples.of(allocator, zoneAndTime, zoneAndTime.length));
    }

    private static BigInteger timeDelta(Memory memory, long[] content) {
        BigInteger seconds =
                integer(memory, content[0]).multiply(SECONDS_PER_DAY).add(integer(memory, content[1]));
        return seconds.multiply(MICROS_PER_SECOND).add(integer(memory, content[2]));
    }

    private static ValueKey decimal(Allocator allocator, long[] content) {
        Memory memory = allocator.memory();
        boolean negative = content[0] != Cell.ofInt(0);
        if (!Ints.isInt(memory, content[2])) {
            return Decimals.ofSpecial(allocator, negative, content[1], content[2]);
        }
        BigInteger digits = integer(memory, content[1]);
        BigInteger exponent = integer(memory, content[2]);
        return Decimals.of(allocator, negative ? digits.negate() : digits, exponent.longValueExact());
    }

    private static ValueKey number(Allocator allocator, ValueFamily family, BigInteger value) {
        return ValueKey.made(family, Ints.of(allocator, value));
    }

    private static BigInteger integer(Memory memory, long cell) {
        if (!Ints.isInt(memory, cell)) {
            throw new HeapCorruptException("object by value with something else where an int should be");
        }
        return Ints.toBigInteger(memory, cell);
    }
}

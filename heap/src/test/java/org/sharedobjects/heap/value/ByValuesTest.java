// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;

class ByValuesTest {
    private static final long DAY_MICROS = 86_400_000_000L;

    private final SharedHeap heap =
            SharedHeap.builder().size(Size.mib(64)).withoutCollector().open();
    private final Allocator allocator = heap.allocator();
    private final Memory memory = heap.memory();

    @AfterEach
    void close() {
        heap.close();
    }

    private long text(String text) {
        return heap.copyIn(text);
    }

    private long tuple(long... cells) {
        return Tuples.of(allocator, cells, cells.length);
    }

    private long big(BigInteger value) {
        return Ints.of(allocator, value);
    }

    private long make(ValueType type, long... content) {
        return make(type, false, content);
    }

    private long make(ValueType type, boolean asksGuest, long... content) {
        long cell = ByValues.of(allocator, type, asksGuest, content, made -> assertTrue(Cell.isImmutable(made)));
        assertTrue(ByValues.isByValue(memory, cell));
        assertSame(type, ByValues.type(memory, cell));
        assertArrayEquals(content, ByValues.content(memory, cell));
        assertTrue(ByValues.hasRightKey(memory, cell));
        return cell;
    }

    private long decimal(BigInteger digits, long exponent) {
        long sign = Cell.ofInt(digits.signum() < 0 ? 1 : 0);
        return make(ValueType.DECIMAL, sign, big(digits.abs()), Ints.of(allocator, exponent));
    }

    private long fraction(BigInteger numerator, BigInteger denominator) {
        return make(ValueType.FRACTION, big(numerator), big(denominator));
    }

    private long utcOffset(int hours) {
        return Ints.of(allocator, hours * 3_600_000_000L);
    }

    private long zone(int hours) {
        return make(ValueType.TIMEZONE, utcOffset(hours), Cell.NONE);
    }

    private long moment(long day, long micros, int hours, boolean folded) {
        return make(
                ValueType.DATETIME,
                Cell.ofInt(day),
                Ints.of(allocator, micros),
                Cell.ofInt(0),
                zone(hours),
                utcOffset(hours),
                Cell.ofBoolean(folded));
    }

    private void assertOneKey(long a, long b) {
        assertEquals(Equality.EQUAL, Equality.compare(memory, a, b));
        assertEquals(Equality.EQUAL, Equality.compare(memory, b, a));
        assertEquals(Immutables.hash(memory, a), Immutables.hash(memory, b));
    }

    private void assertTwoKeys(long a, long b) {
        assertEquals(Equality.DIFFERENT, Equality.compare(memory, a, b));
        assertEquals(Equality.DIFFERENT, Equality.compare(memory, b, a));
    }

    // ---- numbers

    /** A number as its ratio, and a cell that is that number. */
    private record Form(BigInteger numerator, BigInteger denominator, long cell) {
        boolean equalsNumber(Form other) {
            return numerator.multiply(other.denominator).equals(other.numerator.multiply(denominator));
        }
    }

    private List<Form> forms(BigInteger numerator, BigInteger denominator) {
        List<Form> forms = new ArrayList<>();
        BigInteger common = numerator.gcd(denominator).max(BigInteger.ONE);
        BigInteger top = numerator.divide(common);
        BigInteger bottom = denominator.divide(common);
        forms.add(new Form(top, bottom, fraction(top, bottom)));
        if (bottom.equals(BigInteger.ONE)) {
            forms.add(new Form(top, bottom, big(top)));
        }
        double nearest = new BigDecimal(top)
                .divide(new BigDecimal(bottom), java.math.MathContext.DECIMAL128)
                .doubleValue();
        if (Double.isFinite(nearest)) {
            BigDecimal exact = new BigDecimal(nearest);
            addDecimal(forms, exact.unscaledValue(), -exact.scale(), Cell.ofDouble(nearest));
            addDecimal(
                    forms,
                    exact.unscaledValue(),
                    -exact.scale(),
                    decimal(exact.unscaledValue().multiply(BigInteger.TEN), -exact.scale() - 1L));
        }
        return forms;
    }

    private static void addDecimal(List<Form> forms, BigInteger digits, int exponent, long cell) {
        BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
        forms.add(
                exponent >= 0 ? new Form(digits.multiply(power), BigInteger.ONE, cell) : new Form(digits, power, cell));
    }

    @Test
    void shouldFindNumbersEqualExactlyWhenTheyAreTheSameNumber() {
        Random random = new Random(11);
        List<Form> numbers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            BigInteger top =
                    new BigInteger(random.nextInt(90), random).subtract(BigInteger.TWO.pow(random.nextInt(40)));
            int[] bottoms = {1, 1, 2, 3, 5, 7, 8, 10, 1 << 20};
            numbers.addAll(forms(top, BigInteger.valueOf(bottoms[random.nextInt(bottoms.length)])));
        }
        for (Form a : numbers) {
            for (Form b : numbers) {
                if (a.equalsNumber(b)) {
                    assertOneKey(a.cell, b.cell);
                } else {
                    assertTwoKeys(a.cell, b.cell);
                }
            }
        }
    }

    @Test
    void shouldFindHugeDecimalsEqualToTheirInts() {
        for (int zeros : new int[] {399, 400, 401, 450, 5000}) {
            BigInteger value = BigInteger.TEN.pow(zeros).multiply(BigInteger.valueOf(-7));
            assertOneKey(big(value), decimal(BigInteger.valueOf(-7), zeros));
            assertOneKey(fraction(value, BigInteger.ONE), decimal(BigInteger.valueOf(-70), zeros - 1L));
            assertTwoKeys(big(value.add(BigInteger.ONE)), decimal(BigInteger.valueOf(-7), zeros));
        }
        assertTwoKeys(big(BigInteger.TEN), decimal(BigInteger.ONE, 999_999_999_999_999_999L));
        assertTwoKeys(Cell.ofDouble(0), decimal(BigInteger.ONE, -999_999_999_999_999_999L));
    }

    @Test
    void shouldFindInfinitiesEqualToDoublesAndNaNsToNothingElse() {
        long infinity = make(ValueType.DECIMAL, Cell.ofInt(1), Cell.NONE, ShortText.of("F"));
        assertOneKey(Cell.ofDouble(Double.NEGATIVE_INFINITY), infinity);
        long nan = make(ValueType.DECIMAL, Cell.ofInt(0), Cell.NONE, ShortText.of("n"));
        assertTwoKeys(Cell.ofDouble(Double.NaN), nan);
        assertTwoKeys(Cell.ofInt(0), nan);
    }

    // ---- others

    @Test
    void shouldCompareRangesAsSequences() {
        long empty = make(ValueType.RANGE, Cell.ofInt(5), Cell.ofInt(5), Cell.ofInt(1));
        assertOneKey(empty, make(ValueType.RANGE, Cell.ofInt(0), Cell.ofInt(9), Cell.ofInt(-1)));
        long one = make(ValueType.RANGE, Cell.ofInt(5), Cell.ofInt(6), Cell.ofInt(1));
        assertOneKey(one, make(ValueType.RANGE, Cell.ofInt(5), Cell.ofInt(9), Cell.ofInt(100)));
        assertTwoKeys(one, empty);
        long even = make(ValueType.RANGE, Cell.ofInt(0), Cell.ofInt(9), Cell.ofInt(2));
        assertOneKey(even, make(ValueType.RANGE, Cell.ofInt(0), Cell.ofInt(10), Cell.ofInt(2)));
        assertTwoKeys(even, make(ValueType.RANGE, Cell.ofInt(0), Cell.ofInt(11), Cell.ofInt(2)));
        assertThrows(
                HeapCorruptException.class, () -> make(ValueType.RANGE, Cell.ofInt(0), Cell.ofInt(9), Cell.ofInt(0)));
    }

    @Test
    void shouldCompareMomentsInUniversalTimeUnlessTheirHourComesTwice() {
        long noon = DAY_MICROS / 2;
        assertOneKey(moment(100, noon, 0, false), moment(100, noon + 7_200_000_000L, 2, false));
        assertTwoKeys(moment(100, noon, 0, false), moment(100, noon, 2, false));
        assertOneKey(moment(100, noon, 2, true), moment(100, noon, 2, true));
        assertTwoKeys(moment(100, noon, 2, true), moment(100, noon, 2, false));
        long naive = make(
                ValueType.DATETIME,
                Cell.ofInt(100),
                Ints.of(allocator, noon),
                Cell.ofInt(1),
                Cell.NONE,
                Cell.NONE,
                Cell.NONE);
        assertTwoKeys(naive, moment(100, noon, 0, false));
        assertTwoKeys(naive, make(ValueType.DATE, Cell.ofInt(100)));
    }

    @Test
    void shouldCompareNamedTuplesAsTuplesAndMembersOfEnumsByName() {
        long plain = tuple(Cell.ofInt(1), text("a text of some length"));
        long named = make(ValueType.NAMED_TUPLE, text("shapes"), text("Point"), plain);
        assertOneKey(plain, named);
        assertOneKey(tuple(named, Cell.TRUE), tuple(plain, Cell.ofInt(1)));
        long red = tuple(text("shapes"), text("Color"), text("RED"), Cell.NONE);
        assertTwoKeys(make(ValueType.ENUM, red), red);
        assertOneKey(make(ValueType.ENUM, red), make(ValueType.ENUM, red));
        assertOneKey(Cell.ofInt(7), make(ValueType.ENUM, red, Cell.ofInt(7)));
    }

    @Test
    void shouldAskWhereTheGuestDefinesEquality() {
        long red = tuple(text("shapes"), text("Color"), text("RED"), Cell.NONE);
        long member = make(ValueType.ENUM, true, red);
        assertTrue(ByValues.asksGuest(memory, member) && Immutables.hasRefs(memory, member));
        assertEquals(Equality.ASK, Equality.compare(memory, member, make(ValueType.ENUM, true, red)));
        assertEquals(Equality.ASK, Equality.compare(memory, Cell.ofInt(1), member));
        assertEquals(Equality.ASK, Equality.compare(memory, tuple(member), tuple(Cell.ofInt(1))));
    }

    @Test
    void shouldKeepTypesApart() {
        long one = Cell.ofInt(1);
        long name = text("a");
        Set<Long> hashes = new HashSet<>();
        List<Long> cells = List.of(
                one,
                name,
                make(ValueType.DATE, one),
                make(ValueType.TIMEDELTA, Cell.ofInt(0), Cell.ofInt(0), one),
                make(ValueType.TIME, one, one, Cell.NONE, Cell.NONE),
                make(ValueType.TIMEZONE, one, Cell.NONE),
                make(ValueType.UUID, one, Cell.NONE),
                make(ValueType.CLASS, one),
                make(ValueType.MODULE, name),
                make(ValueType.ZONE, name),
                make(ValueType.POSIX_PATH, name, name),
                make(ValueType.PURE_WINDOWS_PATH, name, name));
        for (long a : cells) {
            hashes.add(Immutables.hash(memory, a));
            for (long b : cells) {
                assertEquals(a == b ? Equality.EQUAL : Equality.DIFFERENT, Equality.compare(memory, a, b));
            }
        }
        assertEquals(cells.size(), hashes.size());
        assertOneKey(make(ValueType.POSIX_PATH, name, name), make(ValueType.PURE_POSIX_PATH, name, name));
    }

    // ---- damage

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void shouldFindDamageInEveryWord(ValueType type) {
        long red = tuple(text("shapes"), text("Color"), text("RED"), Cell.NONE);
        long[] content = switch (type) {
            case SLICE, NAME -> new long[] {red};
            case ZONE, MODULE -> new long[] {text("a")};
            case PURE_POSIX_PATH, POSIX_PATH, PURE_WINDOWS_PATH -> new long[] {text("a"), text("a")};
            case ENUM -> new long[] {red, Cell.ofInt(3)};
            case NAMED_TUPLE -> new long[] {text("a"), text("b"), red};
            case TIME -> new long[] {Cell.ofInt(3), Cell.ofInt(0), zone(1), utcOffset(1)};
            case DATETIME ->
                new long[] {Cell.ofInt(3), Cell.ofInt(4), Cell.ofInt(0), zone(1), utcOffset(1), Cell.FALSE};
            case DATE, CLASS -> new long[] {Cell.ofInt(3)};
            case FRACTION, UUID, TIMEZONE -> new long[] {Cell.ofInt(3), Cell.ofInt(5)};
            case RANGE, TIMEDELTA, DECIMAL -> new long[] {Cell.ofInt(0), Cell.ofInt(50), Cell.ofInt(3)};
        };
        long cell = make(type, content);
        long place = Cell.offset(cell) + Immutables.HEADER_BYTES;
        for (long wrong : new long[] {Cell.NONE, Cell.TRUE, Cell.ofInt(77), red, cell, Cell.ofDouble(0.5)}) {
            long key = memory.getPlain(place);
            memory.putPlain(place, wrong);
            assertEquals(wrong == key, ByValues.hasRightKey(memory, cell));
            memory.putPlain(place, key);
        }
        for (int i = 1; i <= content.length; i++) {
            use(cell, place + (long) i * Long.BYTES, red);
        }
        assertTrue(ByValues.hasRightKey(memory, cell));
    }

    /** With nonsense in one word of it: corruption at worst. */
    private void use(long cell, long place, long nonsense) {
        long before = memory.getPlain(place);
        for (long wrong : new long[] {nonsense, Cell.NONE, Cell.ofInt(-1), Cell.ofDouble(1e300), cell}) {
            memory.putPlain(place, wrong);
            ByValues.hasRightKey(memory, cell);
            try {
                assertNotEquals("", String.valueOf(heap.toJava(cell)));
                Equality.compare(memory, cell, tuple(cell));
            } catch (HeapCorruptException expected) {
                assertNotEquals("", expected.getMessage());
            }
        }
        memory.putPlain(place, before);
    }

    @Test
    void shouldNotTakeFlagsOfNoTypeOrFamily() {
        long cell = make(ValueType.DATE, Cell.ofInt(5));
        long offset = Cell.offset(cell);
        long header = memory.getPlain(offset);
        for (int shift : new int[] {48, 56}) {
            memory.putPlain(offset, header | 0x7FL << shift);
            assertThrows(
                    HeapCorruptException.class,
                    () -> Equality.compare(memory, cell, ByValues.content(memory, cell)[0]));
        }
        memory.putPlain(offset, header + 1);
        assertThrows(HeapCorruptException.class, () -> ByValues.content(memory, cell));
    }
}

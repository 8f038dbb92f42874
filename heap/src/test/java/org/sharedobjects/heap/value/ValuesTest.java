// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.memory.Memory;

class ValuesTest {
    private static SharedHeap heap;
    private static Allocator allocator;
    private static Memory memory;

    @BeforeAll
    static void open() {
        heap = SharedHeap.builder().size(Size.gib(1)).withoutCollector().open();
        allocator = heap.allocator();
        memory = heap.memory();
    }

    @AfterAll
    static void close() {
        heap.close();
    }

    private static long hash(long cell) {
        return Immutables.hash(memory, cell);
    }

    private static int compare(long a, long b) {
        assertEquals(Equality.compare(memory, b, a), Equality.compare(memory, a, b));
        return Equality.compare(memory, a, b);
    }

    private static void assertOneKey(long a, long b) {
        assertEquals(Equality.EQUAL, compare(a, b));
        assertEquals(hash(a), hash(b));
    }

    private static int polynomial(int[] codePoints) {
        return Arrays.stream(codePoints).reduce(0, (sum, codePoint) -> 31 * sum + codePoint);
    }

    private static void assertTwoKeys(long a, long b) {
        assertEquals(Equality.DIFFERENT, compare(a, b));
    }

    private static long big(String decimal) {
        return Ints.of(allocator, new BigInteger(decimal));
    }

    // ---- ints

    @Test
    void shouldKeepIntsOfAnySize() {
        Random random = new Random(2);
        for (int bits = 0; bits < 3000; bits++) {
            BigInteger value = new BigInteger(bits, random);
            for (BigInteger each : new BigInteger[] {value, value.negate(), value.not()}) {
                long cell = Ints.of(allocator, each);
                assertTrue(Ints.isInt(memory, cell));
                assertEquals(each, Ints.toBigInteger(memory, cell));
                assertEquals(each.bitLength() < 64, Ints.fitsLong(memory, cell));
                assertEquals(hash(cell), Hashing.ofInteger(each));
            }
        }
    }

    @Test
    void shouldKeepTenToTheFourHundred() {
        BigInteger value = BigInteger.TEN.pow(400);
        assertEquals(value, Ints.toBigInteger(memory, Ints.of(allocator, value)));
        assertOneKey(Ints.of(allocator, value), Ints.of(allocator, value));
        assertTwoKeys(Ints.of(allocator, value), Ints.of(allocator, value.negate()));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, Cell.MAX_INT + 1, Cell.MIN_INT - 1})
    void shouldBoxLongsBeyondTheCell(long value) {
        long cell = Ints.of(allocator, value);
        assertTrue(Cell.isImmutable(cell));
        assertEquals(value, Ints.toLong(memory, cell));
        assertOneKey(cell, Ints.of(allocator, BigInteger.valueOf(value)));
    }

    // ---- numbers that are equal across types

    @Test
    void shouldTakeOneAndOnePointZeroAndTrueForOneKey() {
        assertOneKey(Cell.ofInt(1), Cell.ofDouble(1.0));
        assertOneKey(Cell.ofInt(1), Cell.TRUE);
        assertOneKey(Cell.TRUE, Cell.ofDouble(1.0));
        assertOneKey(Cell.FALSE, Cell.ofDouble(-0.0));
        assertOneKey(Cell.ofInt(0), Cell.ofDouble(-0.0));
        assertOneKey(Cell.ofDouble(0.0), Cell.ofDouble(-0.0));
        assertOneKey(Cell.ofInt(1), Complexes.of(allocator, 1, 0));
        assertOneKey(Cell.TRUE, Complexes.of(allocator, 1, -0.0));
        assertTwoKeys(Cell.ofInt(1), Complexes.of(allocator, 1, 1));
        assertTwoKeys(Cell.ofInt(1), Cell.ofDouble(1.5));
        assertTwoKeys(Cell.ofInt(1), ShortText.of("1"));
        assertTwoKeys(Cell.ofInt(0), Cell.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0x1p47,
                -0x1p47,
                0x1p48,
                0x1p52,
                0x1p53,
                0x1p60,
                0x1p61,
                0x1p62,
                0x1p63,
                -0x1p63,
                0x1p64,
                1e22,
                1e300,
                -1e300,
                1.2345e18,
                Double.MAX_VALUE,
                3e15
            })
    void shouldTakeBigFloatsAndTheIntsTheyEqualForOneKey(double value) {
        BigInteger exact = new BigDecimal(value).toBigInteger();
        assertOneKey(Cell.ofDouble(value), Ints.of(allocator, exact));
        assertTwoKeys(Cell.ofDouble(value), Ints.of(allocator, exact.add(BigInteger.ONE)));
        assertOneKey(Complexes.of(allocator, value, 0), Ints.of(allocator, exact));
    }

    @Test
    void shouldHashRandomWholeFloatsAsTheirInts() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double value = Math.rint(random.nextGaussian() * Math.pow(2, random.nextInt(1000)));
            assertEquals(Hashing.ofInteger(new BigDecimal(value).toBigInteger()), Hashing.ofDouble(value));
        }
    }

    @Test
    void shouldHashNumbersAsPythonDoes() {
        // Of hash(…) in CPython.
        assertEquals(Hashing.ofPython(1_152_921_504_606_846_978L), Hashing.ofDouble(2.5));
        assertEquals(Hashing.ofPython(-230_584_300_921_369_408L), Hashing.ofDouble(-0.1));
        assertEquals(Hashing.ofPython(1_224_995_262_755_759_164L), Hashing.ofDouble(1e300));
        assertEquals(Hashing.ofPython(16_777_216), Hashing.ofDouble(Double.MIN_VALUE));
        assertEquals(Hashing.ofPython(314_159), Hashing.ofDouble(Double.POSITIVE_INFINITY));
        assertEquals(Hashing.ofPython(-2), Hashing.ofInteger(-1));
        assertEquals(Hashing.ofPython(512), Hashing.ofInteger(BigInteger.TWO.pow(70)));
        assertEquals(Hashing.ofPython(2_000_007), Hashing.ofComplex(1, 2));
        assertEquals(Hashing.ofPython(1), Hashing.ofInline(Cell.TRUE));
    }

    @Test
    void shouldHashTuplesAsGraalPyDoes() {
        long[] elements = {Cell.ofInt(1), Cell.ofInt(2)};
        assertEquals(Hashing.ofPython(3_713_088_491_972_990_706L), hash(Tuples.of(allocator, elements, 2)));
        assertEquals(Hashing.ofPython(3_527_539), hash(Tuples.of(allocator, elements, 0)));
    }

    @Test
    void shouldFindNanEqualOnlyToItself() {
        assertOneKey(Cell.ofDouble(Double.NaN), Cell.ofDouble(-Double.NaN));
        assertTwoKeys(Cell.ofDouble(Double.NaN), Cell.ofDouble(0));
        assertTwoKeys(Cell.ofDouble(Double.NaN), big("100000000000000000000"));
        assertTwoKeys(Cell.ofDouble(Double.POSITIVE_INFINITY), big("100000000000000000000"));
    }

    // ---- text

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "longer than a cell",
                "naïve café",
                "longer 日本語 text",
                "music 𝄞 here",
                "nul\0inside",
                "\0",
                "\ud800",
                "lone \udc00 low and \ud800",
                "both: 𝄞 and lone \ud800"
            })
    void shouldKeepTextOfEveryWidth(String text) {
        long cell = Texts.of(allocator, text);
        assertTrue(Texts.isText(memory, cell));
        assertEquals(text, Texts.toString(memory, cell));
        assertEquals(text.codePointCount(0, text.length()), Texts.length(memory, cell));
        assertArrayEquals(text.codePoints().toArray(), Texts.codePoints(memory, cell));
        assertEquals(hash(cell), Texts.hash(text));
        assertTrue(Texts.equal(memory, cell, text));
        assertFalse(Texts.equal(memory, cell, text + "x"));
        for (int i = 0; i < text.length(); i++) {
            assertFalse(Texts.equal(memory, cell, text.substring(0, i) + "~" + text.substring(i + 1)));
        }
        int[] codePoints = text.codePoints().toArray();
        assertOneKey(cell, Texts.ofCodePoints(allocator, codePoints, codePoints.length));
        assertEquals(hash(cell), Hashing.ofText(polynomial(codePoints)));
        assertTwoKeys(cell, Texts.of(allocator, text + "!"));
    }

    @Test
    void shouldKeepTwoLoneSurrogatesApartFromThePairTheyWouldMake() {
        int[] lone = {0xD834, 0xDD1E, 'a', 'b', 'c'};
        long cell = Texts.ofCodePoints(allocator, lone, lone.length);
        assertArrayEquals(lone, Texts.codePoints(memory, cell));
        assertEquals(2, Texts.blockWidth(memory, cell));
        assertTwoKeys(cell, Texts.of(allocator, "\uD834\uDD1Eabc"));
    }

    @Test
    void shouldUseTheLeastWidth() {
        assertEquals(0, Texts.blockWidth(memory, Texts.of(allocator, "abc")));
        assertEquals(1, Texts.blockWidth(memory, Texts.of(allocator, "abcdefgé")));
        assertEquals(2, Texts.blockWidth(memory, Texts.of(allocator, "abcdefg€")));
        assertEquals(4, Texts.blockWidth(memory, Texts.of(allocator, "abcdefg𝄞")));
    }

    @Test
    void shouldKeepTextOfTenMegabytes() {
        String text = "0123456789".repeat(1 << 20);
        assertEquals(text, Texts.toString(memory, Texts.of(allocator, text)));
        String wide = "0123456日".repeat(1 << 20);
        assertEquals(wide, Texts.toString(memory, Texts.of(allocator, wide)));
    }

    @Test
    void shouldNotCompareTheBytesBehindAText() {
        long first = Texts.of(allocator, "abcdefghi");
        long second = Texts.of(allocator, "abcdefghi");
        memory.putByte(Immutables.payload(second) + 9, (byte) 77);
        assertOneKey(first, second);
    }

    // ---- bytes

    @Test
    void shouldKeepBytesOfAnyLength() {
        Random random = new Random(4);
        for (int size = 0; size < 300; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            long cell = ByteStrings.of(allocator, bytes);
            assertTrue(ByteStrings.isBytes(memory, cell));
            assertEquals(size, ByteStrings.length(memory, cell));
            assertArrayEquals(bytes, ByteStrings.toArray(memory, cell));
            assertOneKey(cell, ByteStrings.of(allocator, bytes.clone()));
        }
    }

    @Test
    void shouldTellBytesFromText() {
        assertTwoKeys(ByteStrings.of(allocator, new byte[] {'a', 'b'}), ShortText.of("ab"));
        assertTwoKeys(
                ByteStrings.of(allocator, "abcdefgh".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                Texts.of(allocator, "abcdefgh"));
    }

    // ---- tuples and frozensets

    private static long tuple(long... cells) {
        return Tuples.of(allocator, cells, cells.length);
    }

    private static long set(long... cells) {
        return FrozenSets.of(allocator, cells, cells.length);
    }

    @Test
    void shouldCompareTuplesByTheirElements() {
        long nested = tuple(Cell.ofInt(1), tuple(Texts.of(allocator, "a long text"), Cell.NONE));
        assertOneKey(nested, tuple(Cell.ofDouble(1), tuple(Texts.of(allocator, "a long text"), Cell.NONE)));
        assertTwoKeys(nested, tuple(Cell.ofInt(1), tuple(Texts.of(allocator, "a long texT"), Cell.NONE)));
        assertTwoKeys(tuple(Cell.ofInt(1), Cell.ofInt(2)), tuple(Cell.ofInt(2), Cell.ofInt(1)));
        assertOneKey(tuple(), tuple());
        assertArrayEquals(
                new long[] {Cell.ofInt(1), Cell.TRUE}, Tuples.toArray(memory, tuple(Cell.ofInt(1), Cell.TRUE)));
    }

    @Test
    void shouldNotOverflowTheStackWithDeepTuples() {
        long first = tuple();
        long second = tuple();
        long other = tuple(Cell.NONE);
        for (int i = 0; i < 100_000; i++) {
            first = tuple(first, Cell.ofInt(i));
            second = tuple(second, Cell.ofDouble(i));
            other = tuple(other, Cell.ofInt(i));
        }
        assertOneKey(first, second);
        assertTwoKeys(first, other);
    }

    @Test
    void shouldAskTheGuestWhenEqualityHangsOnMutableObjects() {
        long object = Cell.ofRef(4096);
        long another = Cell.ofRef(8192);
        assertEquals(Equality.EQUAL, compare(object, object));
        assertEquals(Equality.ASK, compare(object, another));
        assertEquals(Equality.ASK, compare(object, Cell.ofInt(1)));
        assertEquals(Equality.ASK, compare(tuple(object, Cell.ofInt(1)), tuple(another, Cell.ofInt(1))));
        assertEquals(Equality.EQUAL, compare(tuple(object, Cell.ofInt(1)), tuple(object, Cell.ofInt(1))));
        assertEquals(Equality.DIFFERENT, compare(tuple(object, Cell.ofInt(1)), tuple(another, Cell.ofInt(2))));
        assertTrue(Immutables.hasRefs(memory, tuple(tuple(object))));
        assertFalse(Immutables.hasRefs(memory, tuple(tuple(Cell.NONE))));
        assertEquals(hash(tuple(object)), hash(tuple(object)));
        assertNotEquals(hash(tuple(object)), hash(tuple(another)));
    }

    @Test
    void shouldCompareFrozensetsWithoutOrder() {
        assertOneKey(
                set(Cell.ofInt(1), ShortText.of("a"), Cell.NONE), set(Cell.NONE, Cell.ofDouble(1), ShortText.of("a")));
        assertTwoKeys(set(Cell.ofInt(1)), set(Cell.ofInt(2)));
        assertTwoKeys(set(), tuple());
        assertOneKey(set(set(Cell.ofInt(1)), set()), set(set(), set(Cell.TRUE)));
    }

    @Test
    void shouldCompareFrozensetsWhoseElementsShareAHash() {
        // Both are 2^49 above a multiple of the hash's modulus.
        BigInteger modulus = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
        BigInteger base = BigInteger.ONE.shiftLeft(49);
        long a = Ints.of(allocator, base.add(modulus));
        long b = Ints.of(allocator, base.add(modulus.shiftLeft(1)));
        long c = Ints.of(allocator, base.add(modulus.shiftLeft(2)));
        assertEquals(hash(a), hash(b));
        assertOneKey(set(a, b), set(b, a));
        assertTwoKeys(set(a, b), set(a, c));
        assertOneKey(tuple(set(a, b), Cell.ofInt(1)), tuple(set(b, a), Cell.ofInt(1)));
        assertTwoKeys(tuple(Cell.ofInt(2), set(a, b)), tuple(Cell.ofInt(1), set(b, a)));
    }

    @Test
    void shouldKeepComplexNumbers() {
        long cell = Complexes.of(allocator, 1.5, -2.5);
        assertEquals(1.5, Complexes.real(memory, cell));
        assertEquals(-2.5, Complexes.imaginary(memory, cell));
        assertOneKey(cell, Complexes.of(allocator, 1.5, -2.5));
        assertTwoKeys(cell, Complexes.of(allocator, 1.5, 2.5));
    }

    @Test
    void shouldRefuseAValueBeyondTheLimitBeforeAllocating() {
        assertThrows(
                HeapLimitException.class,
                () -> Immutables.allocate(allocator, Immutables.BYTES, 0, 0, Immutables.MAX_PAYLOAD_BYTES + 1L));
    }

    @Test
    void shouldMakeTuplesInABlockAsOthers() {
        for (long[] cells : new long[][] {
            {},
            {Cell.ofInt(1)},
            {Cell.ofDouble(2), Cell.NONE, big("123456789012345678901234567890")},
            {Cell.ofRef(1 << 20)}
        }) {
            long block = allocator.allocate(Tuples.freshBytes(cells.length));
            long made = Tuples.fillFresh(memory, block, cells);
            long other = Tuples.of(allocator, cells, cells.length);
            assertOneKey(other, made);
            assertEquals(Immutables.hasRefs(memory, other), Immutables.hasRefs(memory, made));
            assertArrayEquals(cells, Tuples.toArray(memory, made));
        }
    }
}

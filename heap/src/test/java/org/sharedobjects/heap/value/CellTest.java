// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
    private static final List<LongPredicate> KINDS = List.of(
            Cell::isDouble,
            Cell::isInt,
            Cell::isRef,
            Cell::isImmutable,
            Cell::isShortText,
            Cell::isShortBytes,
            Cell::isId,
            Cell::isBoolean,
            Cell::isNone,
            cell -> cell == Cell.ELLIPSIS);

    private static int kinds(long cell) {
        return (int) KINDS.stream().filter(kind -> kind.test(cell)).count();
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1.5,
                -1.5,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void shouldKeepEveryBitOfADouble(double value) {
        long cell = Cell.ofDouble(value);
        assertTrue(Cell.isDouble(cell));
        assertEquals(1, kinds(cell));
        assertEquals(Double.doubleToLongBits(value), Double.doubleToRawLongBits(Cell.asDouble(cell)));
    }

    @Test
    void shouldMakeEveryNanTheSameCell() {
        long canonical = Cell.ofDouble(Double.NaN);
        for (long bits : new long[] {
            0xFFF8_0000_0000_0000L, 0xFFFF_FFFF_FFFF_FFFFL, 0x7FF0_0000_0000_0001L, 0xFFF8_0000_0000_0123L
        }) {
            assertEquals(canonical, Cell.ofDouble(Double.longBitsToDouble(bits)));
        }
    }

    @Test
    void shouldKeepRandomDoublesApartFromEveryOtherKind() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            long cell = Cell.ofDouble(value);
            assertTrue(Cell.isDouble(cell) && kinds(cell) == 1 && Cell.isValue(cell));
            assertEquals(value, Cell.asDouble(cell));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Cell.MAX_INT, Cell.MIN_INT})
    void shouldKeepAnIntOf48Bits(long value) {
        assertTrue(Cell.fitsInt(value));
        long cell = Cell.ofInt(value);
        assertEquals(value, Cell.asInt(cell));
        assertTrue(Cell.isInt(cell));
        assertEquals(1, kinds(cell));
    }

    @ParameterizedTest
    @ValueSource(longs = {Cell.MAX_INT + 1, Cell.MIN_INT - 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldSayThatALongerIntDoesNotFit(long value) {
        assertFalse(Cell.fitsInt(value));
    }

    @Test
    void shouldKeepOffsetsUpTo52Bits() {
        for (long offset : new long[] {16, 4096, 1L << 40, (1L << 52) - 16}) {
            assertEquals(offset, Cell.offset(Cell.ofRef(offset)));
            assertEquals(offset, Cell.offset(Cell.ofImmutable(offset)));
            assertEquals(1, kinds(Cell.ofRef(offset)));
            assertEquals(1, kinds(Cell.ofImmutable(offset)));
        }
    }

    @Test
    void shouldTakeZeroedMemoryForNothingStored() {
        assertEquals(0, Cell.EMPTY);
        assertFalse(Cell.isValue(Cell.EMPTY));
        assertEquals(0, kinds(Cell.EMPTY));
    }

    @Test
    void shouldTellSingletonsApart() {
        List<Long> values = List.of(Cell.NONE, Cell.FALSE, Cell.TRUE, Cell.ELLIPSIS);
        for (long cell : values) {
            assertTrue(Cell.isValue(cell));
            assertEquals(1, kinds(cell));
        }
        assertTrue(Cell.asBoolean(Cell.ofBoolean(true)));
        assertFalse(Cell.asBoolean(Cell.ofBoolean(false)));
        for (long mark : List.of(Cell.EMPTY, Cell.TOMBSTONE, Cell.MISS_SLOW, Cell.OUT_OF_RANGE)) {
            assertFalse(Cell.isValue(mark));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abcdef", "é", "ñand", "日本", "€€", "𝄞", "a𝄞b", "\u0001", "\u007f\u0080"})
    void shouldKeepShortTextInsideTheCell(String text) {
        long cell = ShortText.of(text);
        assertEquals(1, kinds(cell));
        assertEquals(text, ShortText.toString(cell));
        assertEquals(text.codePointCount(0, text.length()), ShortText.length(cell));
        int[] codePoints = text.codePoints().toArray();
        assertEquals(cell, ShortText.of(codePoints, codePoints.length));
        if (text.chars().allMatch(c -> c < 256)) {
            byte[] latin1 = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            assertEquals(cell, ShortText.ofLatin1(latin1, 0, latin1.length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefg", "日本語", "a\0b", "\0", "\ud800", "x\udfff", "€€a", "𝄞€"})
    void shouldRefuseTextThatIsLongOrHasNulOrSurrogates(String text) {
        assertEquals(Cell.EMPTY, ShortText.of(text));
        int[] codePoints = text.codePoints().toArray();
        assertEquals(Cell.EMPTY, ShortText.of(codePoints, codePoints.length));
    }

    @Test
    void shouldKeepShortBytesWithTheirLength() {
        List<byte[]> all = new ArrayList<>(
                List.of(new byte[0], new byte[] {0}, new byte[] {0, 0}, new byte[] {-1, 0, 7, -128, 127}));
        for (byte[] bytes : all) {
            long cell = ShortBytes.of(bytes, 0, bytes.length);
            assertEquals(1, kinds(cell));
            assertTrue(java.util.Arrays.equals(bytes, ShortBytes.toArray(cell)));
        }
        assertFalse(ShortBytes.fits(6));
    }
}

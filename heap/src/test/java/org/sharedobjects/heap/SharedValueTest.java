// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sharedobjects.heap.error.HeapNotShareableException;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.heap.value.ValueType;

class SharedValueTest {
    private static final LocalDateTime MOMENT = LocalDateTime.of(2024, 2, 29, 23, 59, 58, 999_999_000);

    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
    private final SharedMap root = heap.root();

    @AfterEach
    void close() {
        assertEquals(List.of(), heap.check().problems());
        heap.close();
    }

    private @Nullable Object made(ValueType type, @Nullable Object... content) {
        long[] cells = Arrays.stream(content).mapToLong(heap::copyIn).toArray();
        return heap.toJava(ByValues.of(heap.allocator(), type, false, cells, block -> {}));
    }

    static Stream<Object> ofTheJdk() {
        return Stream.of(
                new BigDecimal("1.50"),
                new BigDecimal("-7E+2000000000"),
                new BigDecimal("0E-9"),
                LocalDate.of(1, 1, 1),
                LocalDate.of(9999, 12, 31),
                LocalTime.MIDNIGHT,
                LocalTime.of(23, 59, 59, 999_999_000),
                MOMENT,
                MOMENT.atOffset(ZoneOffset.UTC),
                MOMENT.atOffset(ZoneOffset.ofHoursMinutesSeconds(-17, -59, -59)),
                ZoneOffset.ofHours(2),
                Duration.ZERO,
                Duration.ofSeconds(-1, 1000),
                Duration.ofDays(-999_999_999),
                new UUID(-1, 5),
                new UUID(0, -1),
                Path.of("a", "b"),
                Path.of("/"),
                Path.of("/a/b"));
    }

    @ParameterizedTest
    @MethodSource("ofTheJdk")
    void shouldGiveBackObjectsOfTheJdk(Object value) {
        root.put("value", List.of(value, Map.of("inside", value)));
        SharedList list = assertInstanceOf(SharedList.class, root.get("value"));
        assertEquals(value, list.get(0));
        assertEquals(Map.of("inside", value), list.get(1));
        root.put(value, 1);
        assertEquals(1L, root.get(value));
        assertTrue(root.containsKey(value));
        root.put("set", Set.of(value));
        assertEquals(Set.of(value), root.get("set"));
        assertEquals(1L, root.remove(value));
        assertFalse(root.containsKey(value));
    }

    static Stream<Object> beyondPython() {
        return Stream.of(
                LocalTime.of(1, 1, 1, 1),
                LocalDate.of(0, 1, 1),
                LocalDate.of(10_000, 1, 1),
                MOMENT.plusNanos(1),
                Duration.ofNanos(1),
                Duration.ofDays(1_000_000_000),
                ZonedDateTime.of(MOMENT, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @MethodSource("beyondPython")
    void shouldRefuseWhatPythonCannotSay(Object value) {
        HeapNotShareableException error =
                assertThrows(HeapNotShareableException.class, () -> root.put("x", List.of(value)));
        assertTrue(String.valueOf(error.getMessage()).contains(value.getClass().getSimpleName()), error.getMessage());
        assertNull(root.get(value));
        assertTrue(root.isEmpty());
    }

    @Test
    void shouldFindEqualNumbersAndMomentsUnderOneKey() {
        root.put(1, "one");
        root.put(new BigDecimal("0.5"), "half");
        root.put(MOMENT.atOffset(ZoneOffset.UTC), "then");
        assertEquals("one", root.get(new BigDecimal("1.00")));
        assertEquals("half", root.get(0.5));
        OffsetDateTime elsewhere = MOMENT.atOffset(ZoneOffset.UTC).withOffsetSameInstant(ZoneOffset.ofHours(3));
        assertEquals("then", root.get(elsewhere));
        root.put(BigInteger.TEN.pow(30), "large");
        assertEquals("large", root.get(new BigDecimal("1E+30")));
    }

    static Stream<List<Object>> ofPythonOnly() {
        return Stream.of(
                List.of(ValueType.FRACTION, 1L, 3L),
                List.of(ValueType.RANGE, 0L, 10L, 2L),
                List.of(ValueType.ZONE, "Europe/Berlin"),
                List.of(ValueType.MODULE, "collections"),
                List.of(ValueType.PURE_POSIX_PATH, "a/b", "a/b"),
                List.of(ValueType.TIMEZONE, 7_200_000_000L, "East"),
                List.of(ValueType.TIMEZONE, 1L, ""),
                List.of(ValueType.TIMEDELTA, 1L << 40, 0L, 0L),
                List.of(ValueType.DECIMAL, 1L, 0L, 0L),
                List.of(ValueType.DECIMAL, 0L, 1L, 1L << 40));
    }

    @ParameterizedTest
    @MethodSource("ofPythonOnly")
    void shouldShowWhatJavaHasNoClassForAsWhatItIsMadeFrom(List<Object> typeAndContent) {
        ValueType type = (ValueType) typeAndContent.getFirst();
        Object[] content = typeAndContent.subList(1, typeAndContent.size()).toArray();
        SharedValue value = assertInstanceOf(SharedValue.class, made(type, content));
        assertEquals(type.label(), value.type());
        assertEquals(Arrays.asList(content), value.content());
        assertTrue(value.toString().startsWith(type.label() + "("), value.toString());
        root.put("value", value);
        assertSame(value, root.get("value"));
        root.put(value, "found");
        Object twin = made(type, content);
        assertEquals(value, twin);
        assertEquals(value.hashCode(), Objects.hashCode(twin));
        assertEquals("found", root.get(twin));
        assertNotEquals(value, made(ValueType.FRACTION, 2L, 7L));
    }

    @Test
    void shouldKeepANamedTupleOneAndShowSharedObjectsInIt() {
        root.put("list", List.of());
        long list = heap.copyIn(root.get("list"));
        long tuple = Tuples.of(heap.allocator(), new long[] {list, Cell.ofInt(2)}, 2);
        long[] content = {ShortText.of("shapes"), ShortText.of("Point"), tuple};
        long cell = ByValues.of(heap.allocator(), ValueType.NAMED_TUPLE, false, content, block -> {});
        root.put("point", heap.toJava(cell));
        SharedValue point = assertInstanceOf(SharedValue.class, root.get("point"));
        assertEquals(List.of("shapes", "Point", Arrays.asList(root.get("list"), 2L)), point.content());
        assertEquals("shapes.Point(…, 2)", point.toString());
    }

    @Test
    void shouldRefuseAValueOfAnotherHeap() {
        try (SharedHeap other = SharedHeap.openPrivate(Size.mib(16))) {
            long[] content = {Cell.ofInt(1), Cell.ofInt(3)};
            Object third =
                    other.toJava(ByValues.of(other.allocator(), ValueType.FRACTION, false, content, block -> {}));
            assertThrows(HeapNotShareableException.class, () -> root.put("third", third));
        }
    }
}

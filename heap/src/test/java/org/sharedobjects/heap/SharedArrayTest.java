// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.report.Census;

class SharedArrayTest {
    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));

    @AfterEach
    void close() {
        assertTrue(heap.check().isSound(), () -> heap.check().problems().toString());
        heap.close();
    }

    @ParameterizedTest
    @ValueSource(chars = {'b', 'B', 'h', 'H', 'i', 'I', 'l', 'L', 'q', 'Q'})
    void shouldHoldWholeNumbers(char typeCode) {
        SharedArray array = heap.array(typeCode, 1000);
        heap.root().put("array", array);
        array.setLong(0, 100);
        array.setLongs(997, 1, 2, 3);
        long[] expected = new long[1000];
        expected[0] = 100;
        expected[997] = 1;
        expected[998] = 2;
        expected[999] = 3;
        assertArrayEquals(expected, array.toLongs());
        assertEquals(3, array.getLong(999));
        assertEquals(1000, array.size());
        assertEquals(1000 * array.elementBytes(), array.toBytes().length);
        assertThrows(IllegalStateException.class, () -> array.getDouble(0));
    }

    @ParameterizedTest
    @ValueSource(chars = {'f', 'd'})
    void shouldHoldFloatingPointNumbers(char typeCode) {
        SharedArray array = heap.array(typeCode, 3);
        heap.root().put("array", array);
        array.setDouble(1, 1.5);
        array.setDoubles(2, -0.25);
        assertArrayEquals(new double[] {0, 1.5, -0.25}, array.toDoubles());
        assertEquals(-0.25, array.getDouble(2));
        assertThrows(IllegalStateException.class, () -> array.setLong(0, 1));
    }

    @Test
    void shouldHoldTheWholeRangeOfEightBytes() {
        SharedArray signed = heap.array('q', 2);
        SharedArray unsigned = heap.array('Q', 2);
        heap.root().put("both", List.of(signed, unsigned));
        signed.setLongs(0, Long.MIN_VALUE, Long.MAX_VALUE);
        unsigned.setLongs(0, -1, 1L << 50);
        assertArrayEquals(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, signed.toLongs());
        assertArrayEquals(new long[] {-1, 1L << 50}, unsigned.toLongs());
        assertEquals(-1, unsigned.getLong(0));
        unsigned.setLong(1, -2);
        assertEquals(-2, unsigned.getLong(1));
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        SharedArray array = heap.array('B', 4);
        assertThrows(IllegalArgumentException.class, () -> array.setLong(0, 256));
        assertThrows(IllegalArgumentException.class, () -> array.setLong(0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> array.setLong(4, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> array.getLong(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> array.setBytes(3, new byte[2]));
        assertThrows(IllegalArgumentException.class, () -> heap.array('u', 1));
        assertThrows(IllegalArgumentException.class, () -> heap.array('i', 1).setBytes(0, new byte[3]));
        assertArrayEquals(new byte[4], array.toBytes());
    }

    @Test
    void shouldRefuseMoreThanAGibibyte() {
        assertThrows(HeapLimitException.class, () -> heap.array('d', 300_000_000));
        assertThrows(HeapLimitException.class, () -> heap.array('q', Integer.MAX_VALUE));
    }

    @Test
    void shouldBeOneViewAndOnePartOfTransactions() {
        SharedArray array = heap.array('i', 10);
        heap.root().put("array", array);
        assertEquals(array, heap.root().get("array"));
        assertEquals("SharedArray[i, 10]", array.toString());
        assertThrows(
                IllegalStateException.class,
                () -> heap.atomically(() -> {
                    array.setLongs(0, 1, 2, 3);
                    throw new IllegalStateException("undo");
                }));
        assertArrayEquals(new long[10], array.toLongs());
    }

    @Test
    void shouldBeCountedAsArray() {
        heap.root().put("array", heap.array('d', 5000));
        Census census = heap.census();
        Census.ClassRow row = census.kinds().stream()
                .filter(each -> each.name().equals("array"))
                .findFirst()
                .orElseThrow();
        assertEquals(1, row.objects());
        assertTrue(row.bytes() >= 40_000);
        assertEquals(0, census.unreadable());
    }

    @Test
    void shouldReleaseItsLongNumbers() {
        SharedArray array = heap.array('q', 5000);
        heap.root().put("array", array);
        for (int i = 0; i < 5000; i++) {
            array.setLong(i, Long.MAX_VALUE - i);
        }
        heap.collect();
        assertEquals(Long.MAX_VALUE - 4999, array.getLong(4999));
        long blocks = heap.statistics().allocatedBlocks();
        array.setLongs(0, new long[5000]);
        heap.collect();
        heap.collect();
        assertTrue(heap.statistics().allocatedBlocks() < blocks - 4000, "the long numbers are gone");
    }

    @Test
    void shouldBeThereAgainInAFile(@TempDir Path folder) {
        Path file = folder.resolve("array.heap");
        try (SharedHeap first = SharedHeap.builder()
                .file(file)
                .size(Size.mib(2))
                .createIfMissing()
                .open()) {
            SharedArray array = first.array('h', 3000);
            array.setLong(2999, -5);
            first.root().put("array", array);
        }
        try (SharedHeap second = SharedHeap.builder()
                .file(file)
                .size(Size.mib(2))
                .createIfMissing()
                .open()) {
            SharedArray array =
                    assertInstanceOf(SharedArray.class, second.root().get("array"));
            assertEquals('h', array.typeCode());
            assertEquals(-5, array.getLong(2999));
            assertTrue(second.check().isSound());
        }
    }
}

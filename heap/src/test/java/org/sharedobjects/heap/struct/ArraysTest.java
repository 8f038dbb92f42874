// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.value.Cell;

class ArraysTest extends HeapTest {
    /** Elements of a byte array that fills several chunks: four a cell. */
    private static final int LARGE = 10_000;

    private long array(ElementType type, byte... bytes) {
        return Arrays.create(allocator, type, ArrayCells.of(allocator, type, bytes, cell -> cell));
    }

    private Elements elements(ElementType type, byte... bytes) {
        return Elements.of(allocator, type, bytes, cell -> cell);
    }

    private byte[] bytes(long ref, ElementType type) {
        return Arrays.snapshot(mutator, ref, type);
    }

    private static byte[] random(Random random, ElementType type, int count) {
        byte[] bytes = new byte[count * type.bytes];
        random.nextBytes(bytes);
        if (type.isFloating()) {
            someNaNs(random, bytes, type.bytes);
        }
        return bytes;
    }

    private static void someNaNs(Random random, byte[] bytes, int each) {
        boolean lowestFirst = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < bytes.length; i += each) {
            if (random.nextInt(3) == 0) {
                bytes[lowestFirst ? i + each - 1 : i] = (byte) (random.nextBoolean() ? -1 : 127);
                bytes[lowestFirst ? i + each - 2 : i + 1] |= (byte) 0xF0;
            }
        }
    }

    /** The model's bytes with a part replaced. */
    private static byte[] spliced(byte[] model, int from, int to, byte[] source) {
        byte[] result = java.util.Arrays.copyOf(model, from + source.length + model.length - to);
        System.arraycopy(source, 0, result, from, source.length);
        System.arraycopy(model, to, result, from + source.length, model.length - to);
        return result;
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void shouldGiveBackTheBytesItWasMadeOf(ElementType type) {
        Random random = new Random(1);
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 509, 510, 511, 2040, 2041, 2042, LARGE}) {
            byte[] model = random(random, type, count);
            long ref = array(type, model);
            assertEquals(count, Arrays.size(mutator, ref, type));
            assertArrayEquals(model, bytes(ref, type));
            assertEquals(type, Arrays.type(heap.memory(), ref));
        }
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void shouldBehaveAsAByteArrayUnderRandomSplices(ElementType type) {
        Random random = new Random(type.number);
        long ref = array(type);
        byte[] model = {};
        for (int round = 0; round < 150; round++) {
            int size = model.length / type.bytes;
            int from = random.nextInt(size + 1);
            int deleted = random.nextInt(size - from + 1) / (random.nextBoolean() ? 1 : 8);
            int added = random.nextInt(5) == 0 ? random.nextInt(3000) : random.nextInt(4);
            boolean inPlace = random.nextInt(3) == 0;
            byte[] source = random(random, type, inPlace ? deleted : added);
            Elements elements = elements(type, source);
            Runnable step = () -> Arrays.splice(mutator, ref, from, deleted, elements);
            if (round % 2 == 0) {
                committed(step);
            } else {
                step.run();
            }
            model = spliced(model, from * type.bytes, (from + deleted) * type.bytes, source);
            assertEquals(model.length / type.bytes, Arrays.size(mutator, ref, type), "round " + round);
            if (round % 20 == 0) {
                assertArrayEquals(model, bytes(ref, type));
            }
            int most = random.nextInt(50);
            byte[] part = Arrays.copy(mutator, ref, type, from, most);
            int end = Math.min(model.length, (from + most) * type.bytes);
            assertArrayEquals(java.util.Arrays.copyOfRange(model, from * type.bytes, end), part);
        }
        root("array", ref);
        assertTrue(heap.check().isSound(), () -> heap.check().problems().toString());
    }

    private void root(String name, long ref) {
        heap.root().put(name, heap.view(ref));
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"BYTEARRAY", "SIGNED_CHAR", "UNSIGNED_SHORT", "SIGNED_INT", "SIGNED_LONG"})
    void shouldReadWriteAndAppendSingleElements(ElementType type) {
        long ref = array(type);
        for (int i = 0; i < LARGE; i++) {
            Arrays.append(mutator, ref, type, integer(i % 100));
        }
        assertEquals(LARGE, Arrays.size(mutator, ref, type));
        for (int i : new int[] {0, 1, 3, 4, 255, 256, 1023, 1024, 2043, LARGE - 1}) {
            assertEquals(integer(i % 100), Arrays.get(mutator, ref, type, i));
            assertEquals(integer(i % 100), Arrays.get(mutator, ref, type, i - LARGE));
            assertTrue(Arrays.set(mutator, ref, type, i, integer(111)));
            assertEquals(integer(111), Arrays.get(mutator, ref, type, i));
            assertTrue(Arrays.set(mutator, ref, type, i - LARGE, integer(i % 100)));
        }
        for (long outside : new long[] {LARGE, LARGE + 1, -LARGE - 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals(Cell.OUT_OF_RANGE, Arrays.get(mutator, ref, type, outside));
            assertFalse(Arrays.set(mutator, ref, type, outside, integer(1)));
        }
        byte[] all = bytes(ref, type);
        assertEquals(LARGE * type.bytes, all.length);
        assertEquals(7, all[7 * type.bytes]);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0x7FF8_0000_0000_0001L, 0xFFF8_0000_0000_0000L, 0x7FFF_FFFF_FFFF_FFFFL, -1, 0xFFFF_0000_0000_0000L
            })
    void shouldKeepTheBitsOfEveryNaN(long bits) {
        ElementType type = ElementType.DOUBLE;
        long ref = array(type, new byte[type.bytes]);
        Arrays.set(mutator, ref, type, 0, FloatCells.of(allocator, type, Double.longBitsToDouble(bits)));
        double read = FloatCells.get(heap.memory(), type, Arrays.get(mutator, ref, type, 0));
        assertEquals(bits, Double.doubleToRawLongBits(read));
        root("array", ref);
        assertTrue(heap.check().isSound(), () -> heap.check().problems().toString());
        Lists.set(mutator, ref, 0, integer(1));
        assertFalse(heap.check().isSound(), "an int that is no NaN");
        Lists.set(mutator, ref, 0, Cell.ofDouble(0));
    }

    @Test
    void shouldFindAFloatThatIsNone() {
        long ref = array(ElementType.FLOAT, new byte[4]);
        root("array", ref);
        assertTrue(heap.check().isSound());
        for (long wrong : new long[] {integer(1L << 32), integer(-1), Cell.ofDouble(1)}) {
            Lists.set(mutator, ref, 0, wrong);
            assertFalse(heap.check().isSound());
        }
        Lists.set(mutator, ref, 0, integer(0));
    }

    @Test
    void shouldKeepTheSignOfSmallElements() {
        long ref = array(ElementType.SIGNED_CHAR, (byte) -1, (byte) -128, (byte) 127);
        assertEquals(integer(-128), Arrays.get(mutator, ref, ElementType.SIGNED_CHAR, 1));
        long unsigned = array(ElementType.UNSIGNED_CHAR, (byte) -1, (byte) -128, (byte) 127);
        assertEquals(integer(255), Arrays.get(mutator, unsigned, ElementType.UNSIGNED_CHAR, 0));
    }

    @Test
    void shouldUndoEveryChange() {
        byte[] model = random(new Random(3), ElementType.BYTEARRAY, LARGE);
        long ref = array(ElementType.BYTEARRAY, model);
        undone(() -> {
            Arrays.set(mutator, ref, ElementType.BYTEARRAY, 5, integer(0));
            Arrays.append(mutator, ref, ElementType.BYTEARRAY, integer(1));
            Arrays.splice(mutator, ref, 100, 2000, elements(ElementType.BYTEARRAY, new byte[7]));
            assertEquals(LARGE + 1 - 2000 + 7, Arrays.size(mutator, ref, ElementType.BYTEARRAY));
        });
        assertArrayEquals(model, bytes(ref, ElementType.BYTEARRAY));
    }

    @Test
    void shouldNotConflictOverElementsOfDifferentChunks() {
        assertEquals(1, runsBeside(0, LARGE - 1));
    }

    @Test
    void shouldConflictOverOneElement() {
        assertTrue(runsBeside(17, 17) > 1);
    }

    /** How often a transaction runs that reads and writes an element when another thread writes one meanwhile. */
    private int runsBeside(int own, int others) {
        ElementType type = ElementType.BYTEARRAY;
        long ref = array(type, new byte[LARGE]);
        AtomicInteger runs = new AtomicInteger();
        heap.atomically(() -> {
            long before = Cell.asInt(Arrays.get(mutator, ref, type, own));
            Arrays.set(mutator, ref, type, own, integer(before + 1));
            if (runs.incrementAndGet() == 1) {
                CompletableFuture.runAsync(() -> Arrays.set(heap.mutator(), ref, type, others, integer(50)))
                        .join();
            }
        });
        long expected = own == others ? 51 : 1;
        assertEquals(integer(expected), Arrays.get(mutator, ref, type, own));
        return runs.get();
    }

    @Test
    void shouldLoseNoIncrementOfNeighboursInOneCell() throws Exception {
        ElementType type = ElementType.UNSIGNED_SHORT;
        long ref = array(type, new byte[4 * type.bytes]);
        AtomicInteger next = new AtomicInteger();
        int rounds = 2_000;
        inThreads(4, () -> {
            int own = next.getAndIncrement();
            for (int i = 0; i < rounds; i++) {
                long before = Cell.asInt(Arrays.get(heap.mutator(), ref, type, own));
                Arrays.set(heap.mutator(), ref, type, own, integer(before + 1));
            }
            return null;
        });
        for (int i = 0; i < 4; i++) {
            assertEquals(integer(rounds), Arrays.get(mutator, ref, type, i));
        }
    }

    @Test
    void shouldRefuseMoreThanAGibibyte() {
        long ref = array(ElementType.BYTEARRAY, new byte[1]);
        Elements many = new Elements(ElementType.BYTEARRAY, new byte[ArrayCells.MOST_BYTES], new long[0]);
        assertThrows(HeapLimitException.class, () -> Arrays.splice(mutator, ref, 0, 0, many));
        assertEquals(1, Arrays.size(mutator, ref, ElementType.BYTEARRAY));
    }

    @Test
    void shouldMakeNoCellsOfTooManyElements() {
        byte[] many = new byte[ArrayCells.MOST_BYTES + 8];
        assertThrows(
                HeapLimitException.class,
                () -> ArrayCells.of(allocator, ElementType.DOUBLE, many, cell -> {
                    throw new AssertionError("made a cell");
                }));
    }
}

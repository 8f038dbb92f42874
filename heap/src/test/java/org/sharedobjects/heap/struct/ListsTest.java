// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.value.Cell;

class ListsTest extends HeapTest {
    private long list(long... values) {
        long[] cells = LongStream.of(values).map(Cell::ofInt).toArray();
        return Lists.create(allocator, cells, cells.length);
    }

    private long[] values(long ref) {
        return LongStream.of(Lists.snapshot(mutator, ref)).map(Cell::asInt).toArray();
    }

    @Test
    void shouldReadAndWriteByIndexFromEitherEnd() {
        long ref = list(10, 20, 30);
        assertEquals(integer(10), Lists.get(mutator, ref, 0));
        assertEquals(integer(30), Lists.get(mutator, ref, -1));
        assertEquals(Cell.OUT_OF_RANGE, Lists.get(mutator, ref, 3));
        assertEquals(Cell.OUT_OF_RANGE, Lists.get(mutator, ref, -4));
        assertEquals(Cell.OUT_OF_RANGE, Lists.get(mutator, ref, Long.MIN_VALUE));
        assertEquals(integer(20), Lists.set(mutator, ref, -2, integer(21)));
        assertEquals(Cell.OUT_OF_RANGE, Lists.set(mutator, ref, 3, integer(0)));
        assertArrayEquals(new long[] {10, 21, 30}, values(ref));
    }

    @Test
    void shouldAgreeOnTheHotPathAndTheFullOne() {
        long ref = list(10, 20, 30);
        for (long index = -5; index < 5; index++) {
            long element = Lists.get(mutator, ref, index);
            long expected = element == Cell.OUT_OF_RANGE ? Cell.MISS_SLOW : element;
            assertEquals(expected, Lists.tryGet(heap.memory(), ref, index));
            boolean inside = Lists.get(mutator, ref, index) != Cell.OUT_OF_RANGE;
            assertEquals(inside, Lists.trySet(mutator, ref, index, integer(index)));
        }
        assertEquals(3, Lists.trySize(heap.memory(), ref));
        assertTrue(Lists.tryAppend(mutator, ref, integer(7)));
        assertFalse(Lists.tryAppend(mutator, ref, integer(8)), "capacity is used up");
        assertArrayEquals(new long[] {0, 1, 2, 7}, values(ref));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBehaveAsAnArrayListUnderRandomOperations(boolean inTransactions) {
        Random random = new Random(5);
        long ref = list();
        List<Long> expected = new ArrayList<>();
        for (int round = 0; round < 4000; round++) {
            Runnable step = randomStep(random, ref, expected);
            if (inTransactions) {
                committed(step);
            } else {
                step.run();
            }
            assertEquals(expected.size(), Lists.size(mutator, ref));
            if (round % 50 == 0) {
                assertArrayEquals(expected.stream().mapToLong(Long::longValue).toArray(), values(ref));
            }
        }
    }

    private Runnable randomStep(Random random, long ref, List<Long> expected) {
        int size = expected.size();
        long value = random.nextInt(1000);
        int at = size == 0 ? 0 : random.nextInt(size);
        return switch (random.nextInt(size == 0 ? 2 : 8)) {
            case 0, 1, 2 ->
                () -> {
                    Lists.append(mutator, ref, integer(value));
                    expected.add(value);
                };
            case 3 -> () -> assertEquals(integer(expected.set(at, value)), Lists.set(mutator, ref, at, integer(value)));
            case 4 -> () -> assertEquals(integer(expected.remove(at)), Lists.remove(mutator, ref, at));
            case 5 -> () -> assertEquals(integer(expected.remove(size - 1)), Lists.remove(mutator, ref, -1));
            case 6 -> () -> assertEquals(integer(expected.get(at)), Lists.get(mutator, ref, at));
            default ->
                () -> {
                    int deleted = random.nextInt(4);
                    long[] cells = {integer(value), integer(value + 1), integer(value + 2)};
                    int count = random.nextInt(4);
                    Lists.splice(mutator, ref, at, deleted, cells, count);
                    expected.subList(at, Math.min(size, at + deleted)).clear();
                    for (int i = count - 1; i >= 0; i--) {
                        expected.add(at, value + i);
                    }
                };
        };
    }

    @Test
    void shouldClampASpliceToTheList() {
        long ref = list(1, 2, 3);
        Lists.splice(mutator, ref, 100, 100, new long[] {integer(4)}, 1);
        Lists.splice(mutator, ref, -100, 1, new long[] {integer(0)}, 1);
        assertArrayEquals(new long[] {0, 2, 3, 4}, values(ref));
        Lists.replace(mutator, ref, new long[0], 0);
        assertArrayEquals(new long[0], values(ref));
    }

    @Test
    void shouldGrowToAMillionElements() {
        long ref = list();
        for (int i = 0; i < 1_000_000; i++) {
            Lists.append(mutator, ref, integer(i));
        }
        assertArrayEquals(LongStream.range(0, 1_000_000).toArray(), values(ref));
    }

    @Test
    void shouldUndoEverythingOfAnAbortedTransaction() {
        long ref = list(1, 2, 3);
        undone(() -> {
            Lists.set(mutator, ref, 0, integer(9));
            for (int i = 0; i < 100; i++) {
                Lists.append(mutator, ref, integer(i));
            }
            Lists.remove(mutator, ref, 1);
            assertEquals(102, Lists.size(mutator, ref));
            assertEquals(integer(9), Lists.get(mutator, ref, 0));
        });
        assertArrayEquals(new long[] {1, 2, 3}, values(ref));
    }

    @Test
    void shouldLoseNoAppendOfSeveralThreads() throws Exception {
        long ref = list();
        AtomicInteger ids = new AtomicInteger();
        inThreads(4, () -> {
            int id = ids.getAndIncrement();
            for (int i = 0; i < 20_000; i++) {
                if (!Lists.tryAppend(heap.mutator(), ref, integer(4L * i + id))) {
                    Lists.append(heap.mutator(), ref, integer(4L * i + id));
                }
            }
            return null;
        });
        long[] values = values(ref);
        Arrays.sort(values);
        assertArrayEquals(LongStream.range(0, 80_000).toArray(), values);
    }

    @Test
    void shouldShowReadersOnlyWholeListsWhileOthersGrowIt() throws Exception {
        long ref = list();
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger roles = new AtomicInteger();
        inThreads(3, () -> {
            if (roles.getAndIncrement() == 0) {
                for (int round = 0; round < 20; round++) {
                    for (int i = 0; i < 3_000; i++) {
                        Lists.append(heap.mutator(), ref, integer(i));
                    }
                    Lists.replace(heap.mutator(), ref, new long[0], 0);
                }
                writing.set(false);
                return null;
            }
            while (writing.get()) {
                long[] cells = Lists.snapshot(heap.mutator(), ref);
                for (int i = 0; i < cells.length; i++) {
                    assertEquals(integer(i), cells[i]);
                }
                int middle = cells.length / 2;
                long cell = Lists.tryGet(heap.memory(), ref, middle);
                assertTrue(cell == integer(middle) || cell == Cell.OUT_OF_RANGE || cell == Cell.MISS_SLOW);
            }
            return null;
        });
    }
}

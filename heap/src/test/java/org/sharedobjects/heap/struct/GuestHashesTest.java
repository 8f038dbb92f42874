// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/** Keys whose hash the heap cannot derive, alone and among others. */
class GuestHashesTest extends HeapTest {
    private static final int OBJECTS = 400;

    private final long[] objects = new long[OBJECTS];

    private long object(int number) {
        if (objects[number] == 0) {
            objects[number] = Cell.ofRef(Lists.create(allocator, new long[0], 0));
        }
        return objects[number];
    }

    /** Of an object some hash of its own, of all else the heap's. */
    private long hashOf(long key) {
        return Cell.isRef(key) ? Hashing.mix(key + 1) : hash(key);
    }

    private long put(long ref, long key, long value) {
        return Dicts.put(mutator, ref, key, hashOf(key), value, KeyEquality.IDENTITY);
    }

    private long get(long ref, long key) {
        long value = Dicts.get(mutator, ref, key, hashOf(key), KeyEquality.IDENTITY);
        if (!mutator.active()) {
            long hot = Dicts.tryGet(heap.memory(), ref, key, hashOf(key));
            assertTrue(hot == value || hot == Cell.MISS_SLOW);
        }
        return value;
    }

    private boolean isWide(long ref) {
        return DictIndex.isWide(heap.memory().getPlain(heap.memory().getPlain(ref + ObjectLayout.BODY)));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "60, 0", "0, 60", "100, 40", "300, 300"})
    void shouldBehaveAsALinkedHashMapUnderRandomOperations(int numbers, int guests) {
        Random random = new Random(numbers);
        long ref = Dicts.create(allocator, 0);
        Map<Long, Long> expected = new LinkedHashMap<>();
        for (int round = 0; round < 10_000; round++) {
            int chosen = random.nextInt(numbers + guests);
            long key = chosen < numbers ? integer(chosen) : object(chosen - numbers);
            long value = integer(round);
            boolean inTransaction = random.nextInt(3) == 0;
            Runnable step = switch (random.nextInt(5)) {
                case 0, 1 -> () -> assertEquals(orEmpty(expected.put(key, value)), put(ref, key, value));
                case 2 ->
                    () -> {
                        if (!mutator.active() && Dicts.tryPut(mutator, ref, key, hashOf(key), value)) {
                            expected.put(key, value);
                        }
                    };
                case 3 ->
                    () -> assertEquals(
                            orEmpty(expected.remove(key)),
                            Dicts.remove(mutator, ref, key, hashOf(key), KeyEquality.IDENTITY));
                default -> () -> assertEquals(orEmpty(expected.get(key)), get(ref, key));
            };
            if (inTransaction) {
                committed(step);
            } else {
                step.run();
            }
        }
        assertArrayEquals(
                expected.entrySet().stream()
                        .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                        .mapToLong(Long::longValue)
                        .toArray(),
                Dicts.snapshot(mutator, ref));
    }

    private static long orEmpty(@Nullable Long cell) {
        return cell == null ? Cell.EMPTY : cell;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 170, 171, 300})
    void shouldBeFoundInWhatWasMadeAtOnce(int count) {
        long ref = Dicts.create(allocator, count);
        for (int i = 0; i < count; i++) {
            long key = i % 2 == 0 ? integer(i) : object(i);
            Dicts.addFresh(allocator, ref, key, hashOf(key), integer(i));
        }
        for (int i = 0; i < count; i++) {
            assertEquals(integer(i), get(ref, i % 2 == 0 ? integer(i) : object(i)));
        }
        assertEquals(count, Dicts.size(mutator, ref));
    }

    @Test
    void shouldCostAWideIndexOnlyWhereTheyAre() {
        long ref = Dicts.create(allocator, 0);
        put(ref, integer(1), integer(1));
        assertFalse(isWide(ref));
        put(ref, object(0), integer(2));
        assertTrue(isWide(ref));
        Dicts.remove(mutator, ref, object(0), hashOf(object(0)), KeyEquality.IDENTITY);
        for (int i = 2; i < 50; i++) {
            put(ref, integer(i), integer(i));
        }
        assertFalse(isWide(ref));
        assertEquals(integer(1), get(ref, integer(1)));
    }

    @Test
    void shouldGiveAllBlocksOfADictThatIsThrownAwayHalfMade() {
        long ref = Dicts.create(allocator, 3);
        Dicts.addFresh(allocator, ref, object(0), hashOf(object(0)), integer(1));
        List<Long> blocks = new ArrayList<>();
        Dicts.blocks(heap.memory(), ref, blocks::add);
        assertEquals(List.of(heap.memory().getPlain(ref + ObjectLayout.BODY), ref), blocks);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKnowItsIndexByItsHeader(boolean wide) {
        for (int entries = 0; entries <= DictLayout.MOST_SMALL; entries++) {
            DictIndex index = DictIndex.withRoom(wide, entries);
            assertEquals(index, DictIndex.of(index.header(Kind.DICT)));
            assertTrue(index.limit() >= entries && index.limit() < index.size());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.error.HeapNotShareableException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Texts;

class LargeDictsTest extends LargeDictTest {
    /** {@code bits}: of the hashes that differ. */
    @ParameterizedTest
    @CsvSource({"32, 0", "32, 1", "32, 50", "3, 0", "3, 50", "0, 20"})
    void shouldBehaveAsALinkedHashMapUnderRandomOperations(int bits, int perTransaction) {
        invented = bits < 32;
        hashing = key -> bits == 0 ? 0 : hash(key) & (-1L << (64 - bits));
        Random random = new Random(bits + perTransaction);
        long ref = dict(0);
        Map<Long, Long> expected = new LinkedHashMap<>();
        int rounds = bits < 32 ? 4_000 : 30_000;
        int most = bits < 32 ? 600 : 6_000;
        for (int round = 0; round < rounds; round += Math.max(1, perTransaction)) {
            int range = 10 + round * 7 / rounds % 3 * most / 2;
            if (perTransaction == 0) {
                step(random, ref, expected, range);
            } else {
                committed(() -> {
                    for (int i = 0; i < perTransaction; i++) {
                        step(random, ref, expected, range);
                    }
                });
            }
            if (round % 1_000 == 0) {
                assertSame(expected, ref);
            }
        }
        assertTrue(isLarge(ref));
        assertSame(expected, ref);
    }

    private void step(Random random, long ref, Map<Long, Long> expected, int range) {
        long key = integer(random.nextInt(range));
        long hash = hashing.applyAsLong(key);
        long value = integer(random.nextInt());
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> assertEquals(expected.getOrDefault(key, 0L), put(ref, key, value));
            case 4 -> {
                if (!mutator.active() && Dicts.tryPut(mutator, ref, key, hash, value)) {
                    expected.put(key, value);
                }
                value = get(ref, key);
            }
            case 5 ->
                assertEquals(
                        expected.getOrDefault(key, 0L), Dicts.putIfAbsent(mutator, ref, key, hash, value, NEVER_ASKED));
            case 6 ->
                assertEquals(
                        expected.getOrDefault(key, 0L), Dicts.replace(mutator, ref, key, hash, value, NEVER_ASKED));
            case 7, 8 -> assertEquals(expected.getOrDefault(key, 0L), remove(ref, key));
            case 9, 10 -> assertEquals(expected.getOrDefault(key, 0L), get(ref, key));
            default -> pop(ref, expected);
        }
        mirror(ref, expected, key);
        assertEquals(expected.size(), Dicts.size(mutator, ref));
    }

    /** Takes over what the operation has done to the key, at the place where it should be. */
    private void mirror(long ref, Map<Long, Long> expected, long key) {
        long now = get(ref, key);
        if (now == Cell.EMPTY) {
            expected.remove(key);
        } else {
            expected.put(key, now);
        }
    }

    private void pop(long ref, Map<Long, Long> expected) {
        long[] shown = new long[2];
        assertEquals(!expected.isEmpty(), Dicts.last(mutator, ref, shown));
        long[] last = new long[2];
        assertEquals(!expected.isEmpty(), Dicts.popLast(mutator, ref, last));
        assertArrayEquals(shown, last);
        if (!expected.isEmpty()) {
            List<Long> keys = List.copyOf(expected.keySet());
            assertEquals(keys.getLast(), last[0]);
            assertEquals(expected.remove(last[0]), last[1]);
        }
    }

    @Test
    void shouldBecomeLargeWhenOneBodyIsTooSmallAndNeverSmallAgain() {
        long ref = dict(100);
        assertFalse(isLarge(ref));
        for (int i = 100; i < 200; i++) {
            put(ref, integer(i), integer(-i));
        }
        assertTrue(isLarge(ref));
        for (int i = 0; i < 200; i++) {
            assertEquals(integer(-i), get(ref, integer(i)));
        }
        Dicts.clear(mutator, ref);
        assertTrue(isLarge(ref));
        assertEquals(0, Dicts.size(mutator, ref));
        assertEquals(Cell.EMPTY, get(ref, integer(5)));
        put(ref, integer(5), integer(6));
        assertArrayEquals(new long[] {integer(5), integer(6)}, Dicts.snapshot(mutator, ref));
    }

    @ParameterizedTest
    @ValueSource(ints = {171, 10_000})
    void shouldBeFilledBeforeAnybodySeesIt(int entries) {
        long ref = Dicts.create(allocator, entries);
        dicts.add(ref);
        Map<Long, Long> expected = new LinkedHashMap<>();
        for (int i = 0; i < entries; i++) {
            Dicts.addFresh(allocator, ref, integer(i), hash(integer(i)), integer(2L * i));
            expected.put(integer(i), integer(2L * i));
        }
        assertTrue(isLarge(ref));
        assertSame(expected, ref);
        assertEquals(integer(20), get(ref, integer(10)));
    }

    @Test
    void shouldReplaceAllInOneStep() {
        long ref = dict(10);
        for (int count : new int[] {5_000, 3, 0, 7_000}) {
            long[] entries = new long[2 * count];
            long[] hashes = new long[count];
            Map<Long, Long> expected = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                entries[2 * i] = integer(i + count);
                hashes[i] = hash(integer(i + count));
                entries[2 * i + 1] = integer(i);
                expected.put(entries[2 * i], entries[2 * i + 1]);
            }
            Dicts.replaceAll(mutator, ref, entries, hashes);
            assertSame(expected, ref);
        }
    }

    @Test
    void shouldBuildTwoHundredThousandEntriesInOneTransaction() {
        long ref = dict(1);
        int count = 200_000;
        undone(() -> {
            for (int i = 1; i < count; i++) {
                put(ref, integer(i), integer(-i));
            }
            assertEquals(count, Dicts.size(mutator, ref));
        });
        assertEquals(1, Dicts.size(mutator, ref));
        committed(() -> {
            for (int i = 1; i < count; i++) {
                put(ref, integer(i), integer(-i));
            }
        });
        assertEquals(count, Dicts.size(mutator, ref));
        for (int i = 0; i < count; i++) {
            assertEquals(integer(-i), get(ref, integer(i)));
        }
    }

    @Test
    void shouldStayBoundedWhileKeysComeAndGo() {
        long ref = dict(MANY);
        for (int i = 0; i < 100_000; i++) {
            put(ref, integer(MANY + i), Cell.NONE);
            assertEquals(i < MANY ? integer(-i) : Cell.NONE, remove(ref, integer(i)));
        }
        assertEquals(MANY, Dicts.size(mutator, ref));
        assertTrue(Dicts.next(mutator, ref, 0, new long[2]) < 2 * MANY);
    }

    @Test
    void shouldPopAllInReverse() {
        long ref = dict(50_000);
        for (int i = 0; i < 50_000; i += 2) {
            remove(ref, integer(i));
        }
        long[] last = new long[2];
        for (int i = 49_999; i > 0; i -= 2) {
            assertTrue(Dicts.popLast(mutator, ref, last));
            assertEquals(integer(i), last[0]);
            assertEquals(integer(-i), last[1]);
        }
        assertFalse(Dicts.popLast(mutator, ref, last));
        put(ref, integer(5), integer(6));
        assertArrayEquals(new long[] {integer(5), integer(6)}, Dicts.snapshot(mutator, ref));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAskTheGuestAboutEachCandidateOutsideOfItsSteps(boolean inTransaction) {
        long ref = dict(MANY);
        long hash = 5L << 32;
        long key = object();
        long[] candidates = new long[20];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = object();
            Dicts.put(mutator, ref, candidates[i], hash, integer(i), candidate -> false);
        }
        List<Long> asked = new ArrayList<>();
        KeyEquality meddling = candidate -> {
            assertEquals(inTransaction, mutator.active());
            asked.add(candidate);
            put(ref, integer(MANY + asked.size()), integer(0));
            return candidate == candidates[7];
        };
        KeyEquality no = candidate -> {
            assertEquals(inTransaction, mutator.active());
            return false;
        };
        Runnable look = () -> {
            asked.clear();
            assertEquals(integer(7), Dicts.get(mutator, ref, key, hash, meddling));
            assertEquals(integer(7), Dicts.put(mutator, ref, key, hash, integer(7), meddling));
            assertEquals(Cell.EMPTY, Dicts.put(mutator, ref, key, hash, integer(8), no));
            assertEquals(integer(8), Dicts.remove(mutator, ref, key, hash, no));
        };
        if (inTransaction) {
            committed(look);
        } else {
            look.run();
        }
    }

    private long object() {
        return Cell.ofRef(Lists.createEmpty(allocator, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotTakeAKeyForFoundThatTheEqualityRemoved(boolean inTransaction) {
        long ref = dict(MANY);
        long hash = 5L << 32;
        long present = object();
        Dicts.put(mutator, ref, present, hash, integer(1), NEVER_ASKED);
        KeyEquality removing = candidate -> {
            Dicts.remove(mutator, ref, present, hash, NEVER_ASKED);
            return true;
        };
        Runnable look = () -> assertEquals(Cell.EMPTY, Dicts.get(mutator, ref, object(), hash, removing));
        if (inTransaction) {
            committed(look);
        } else {
            look.run();
        }
    }

    @Test
    void shouldLookUpAKeyThatLiesInNoCell() {
        long ref = dict(MANY);
        for (int i = 0; i < MANY; i++) {
            put(ref, Texts.of(allocator, "longer than six bytes " + i), integer(i));
        }
        for (int i = 0; i < MANY; i++) {
            String text = "longer than six bytes " + i;
            KeyEquality equality = candidate -> Texts.equal(heap.memory(), candidate, text);
            assertEquals(integer(i), Dicts.get(mutator, ref, Cell.EMPTY, Texts.hash(text), equality));
            assertEquals(Cell.EMPTY, Dicts.get(mutator, ref, Cell.EMPTY, Texts.hash(text + "x"), equality));
            assertEquals(integer(i), get(ref, Texts.of(allocator, text)), "equal to another block");
        }
    }

    /** Small blocks that nobody refers to, until there is no room for a chunk. */
    private static void fillUp(SharedHeap full) {
        for (int chars = 60_000; chars >= 900; chars /= 2) {
            try {
                for (; ; ) {
                    full.copyIn("x".repeat(chars));
                }
            } catch (HeapFullException e) {
                // Smaller ones.
            }
        }
    }

    @Test
    void shouldNotCommitHalfOfAChangeForWhichThereWasNoRoom() {
        try (SharedHeap full = SharedHeap.openPrivate(Size.mib(4))) {
            SharedMap map = full.root();
            int count = TreeLayout.CHUNK_ENTRIES * 20;
            for (long i = 0; i < count; i++) {
                map.put(i, i);
            }
            for (long i = 0; i < count; i++) {
                if (i % 3 != 0) {
                    map.remove(i);
                }
            }
            int before = map.size();
            fillUp(full);
            assertThrows(
                    HeapFullException.class,
                    () -> full.atomically(() -> assertThrows(HeapFullException.class, () -> map.put(-1L, 1L))));
            assertEquals(before, map.size());
            assertEquals(before, new ArrayList<>(map.keySet()).size());
            assertEquals(List.of(), full.check().problems());
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenACopyFails() {
        try (SharedHeap own = SharedHeap.openPrivate(Size.mib(1))) {
            own.root().put("first", Map.of("a", 1L));
            long used = own.usedBytes();
            for (int i = 0; i < 10_000; i++) {
                assertThrows(HeapNotShareableException.class, () -> own.copyIn(Map.of("a", 1L, "b", new Object())));
            }
            assertTrue(own.usedBytes() - used < 1 << 16, "bytes lost: " + (own.usedBytes() - used));
        }
    }
}

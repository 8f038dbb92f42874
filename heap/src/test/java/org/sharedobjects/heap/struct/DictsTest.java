// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.heap.value.Texts;
import org.sharedobjects.heap.value.Tuples;

class DictsTest extends HeapTest {
    private static final KeyEquality NEVER_ASKED = candidate -> {
        throw new AssertionError("asked about " + Long.toHexString(candidate));
    };

    private long put(long ref, long key, long value) {
        return Dicts.put(heap.mutator(), ref, key, hash(key), value, NEVER_ASKED);
    }

    private long get(long ref, long key) {
        long full = Dicts.get(heap.mutator(), ref, key, hash(key), NEVER_ASKED);
        if (!heap.mutator().active()) {
            long hot = Dicts.tryGet(heap.memory(), ref, key, hash(key));
            assertTrue(hot == full || hot == Cell.MISS_SLOW);
        }
        return full;
    }

    private long remove(long ref, long key) {
        return Dicts.remove(heap.mutator(), ref, key, hash(key), NEVER_ASKED);
    }

    private long text(String text) {
        return Texts.of(allocator, text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBehaveAsALinkedHashMapUnderRandomOperations(boolean inTransactions) {
        Random random = new Random(6);
        long ref = Dicts.create(allocator, 0);
        Map<Long, Long> expected = new LinkedHashMap<>();
        for (int round = 0; round < 20_000; round++) {
            Runnable step = randomStep(random, ref, expected, round);
            if (inTransactions) {
                committed(step);
            } else {
                step.run();
            }
            assertEquals(expected.size(), Dicts.size(mutator, ref));
            if (round % 100 == 0) {
                assertSame(expected, ref);
            }
        }
        assertSame(expected, ref);
    }

    private void assertSame(Map<Long, Long> expected, long ref) {
        List<Long> cells = new ArrayList<>();
        expected.forEach((key, value) -> {
            cells.add(key);
            cells.add(value);
        });
        assertArrayEquals(cells.stream().mapToLong(Long::longValue).toArray(), Dicts.snapshot(mutator, ref));
    }

    private static long orEmpty(@Nullable Long cell) {
        return cell == null ? Cell.EMPTY : cell;
    }

    private Runnable randomStep(Random random, long ref, Map<Long, Long> expected, int round) {
        // The range of keys swells and shrinks, so that the dict grows, is compacted and drained.
        int range = 10 + (round / 1000 % 5) * 100;
        long key = integer(random.nextInt(range));
        long value = integer(random.nextInt());
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> () -> assertEquals(orEmpty(expected.put(key, value)), put(ref, key, value));
            case 3 ->
                () -> {
                    if (!mutator.active() && Dicts.tryPut(mutator, ref, key, hash(key), value)) {
                        expected.put(key, value);
                    }
                };
            case 4 ->
                () -> {
                    long present = Dicts.putIfAbsent(mutator, ref, key, hash(key), value, NEVER_ASKED);
                    assertEquals(orEmpty(expected.putIfAbsent(key, value)), present);
                };
            case 5 ->
                () -> {
                    long before = Dicts.replace(mutator, ref, key, hash(key), value, NEVER_ASKED);
                    assertEquals(orEmpty(expected.replace(key, value)), before);
                };
            case 6, 7 -> () -> assertEquals(orEmpty(expected.remove(key)), remove(ref, key));
            case 8 -> () -> assertEquals(orEmpty(expected.get(key)), get(ref, key));
            default ->
                () -> {
                    long[] shown = new long[2];
                    assertEquals(!expected.isEmpty(), Dicts.last(mutator, ref, shown));
                    long[] last = new long[2];
                    assertEquals(!expected.isEmpty(), Dicts.popLast(mutator, ref, last));
                    assertArrayEquals(shown, last);
                    if (!expected.isEmpty()) {
                        Long lastKey =
                                expected.keySet().stream().reduce((a, b) -> b).orElseThrow();
                        assertEquals(lastKey, last[0]);
                        assertEquals(expected.remove(lastKey), last[1]);
                    }
                };
        };
    }

    @Test
    void shouldKeepTwoHundredThousandKeysOfMixedTypes() {
        long ref = Dicts.create(allocator, 0);
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            keys.add(integer(i));
            keys.add(text("a key of some length " + i));
            keys.add(Cell.ofDouble(i + 0.5));
            keys.add(Ints.of(allocator, BigInteger.ONE.shiftLeft(80).add(BigInteger.valueOf(i))));
            keys.add(Tuples.of(allocator, new long[] {integer(i), text("k" + i)}, 2));
        }
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(Cell.EMPTY, put(ref, keys.get(i), integer(i)));
        }
        assertEquals(200_000, Dicts.size(mutator, ref));
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(integer(i), get(ref, keys.get(i)));
        }
        assertEquals(integer(1), get(ref, text("a key of some length 0")), "equal to another block");
        assertEquals(Cell.EMPTY, get(ref, text("a key of some length 40000")));
        for (int i = 0; i < keys.size(); i += 2) {
            assertEquals(integer(i), remove(ref, keys.get(i)));
        }
        assertEquals(100_000, Dicts.size(mutator, ref));
        long[] snapshot = Dicts.snapshot(mutator, ref);
        for (int i = 0; i < 100_000; i++) {
            assertEquals(keys.get(2 * i + 1), snapshot[2 * i]);
            assertEquals(integer(2L * i + 1), snapshot[2 * i + 1]);
        }
    }

    @Test
    void shouldTakeOneAndOnePointZeroAndTrueForOneKeyAndKeepTheFirst() {
        long ref = Dicts.create(allocator, 0);
        put(ref, integer(1), integer(10));
        assertEquals(integer(10), put(ref, Cell.ofDouble(1.0), integer(20)));
        assertEquals(integer(20), put(ref, Cell.TRUE, integer(30)));
        assertEquals(integer(30), get(ref, integer(1)));
        assertArrayEquals(new long[] {integer(1), integer(30)}, Dicts.snapshot(mutator, ref));
    }

    @Test
    void shouldFindNanAsKeyAgain() {
        long ref = Dicts.create(allocator, 0);
        put(ref, Cell.ofDouble(Double.NaN), integer(1));
        assertEquals(integer(1), get(ref, Cell.ofDouble(Double.longBitsToDouble(0xFFF8_0000_0000_0000L))));
    }

    @Test
    void shouldAskAboutCandidatesOfTheSameHashOnly() {
        long ref = Dicts.create(allocator, 0);
        long key = Cell.ofRef(4096);
        Dicts.put(mutator, ref, key, 77L << 32, integer(1), NEVER_ASKED);
        List<Long> asked = new ArrayList<>();
        KeyEquality yes = candidate -> {
            asked.add(candidate);
            return true;
        };
        assertEquals(integer(1), Dicts.get(mutator, ref, Cell.ofRef(8192), 77L << 32, yes));
        assertEquals(List.of(key), asked);
        assertEquals(Cell.EMPTY, Dicts.get(mutator, ref, Cell.ofRef(8192), 78L << 32, yes));
        assertEquals(Cell.EMPTY, Dicts.get(mutator, ref, Cell.ofRef(8192), 77L << 32, candidate -> false));
        assertEquals(1, asked.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSurviveAnEqualityThatChangesTheDict(boolean inTransaction) {
        long ref = Dicts.create(allocator, 0);
        long hash = 5L << 32;
        Dicts.put(mutator, ref, Cell.ofRef(4096), hash, integer(1), NEVER_ASKED);
        int[] asked = {0};
        KeyEquality meddling = candidate -> {
            if (asked[0]++ == 0) {
                for (int i = 0; i < 100; i++) {
                    put(ref, integer(i), integer(i));
                }
            }
            return true;
        };
        Runnable get = () -> assertEquals(integer(1), Dicts.get(mutator, ref, Cell.ofRef(8192), hash, meddling));
        if (inTransaction) {
            committed(get);
        } else {
            get.run();
        }
        assertEquals(101, Dicts.size(mutator, ref));
    }

    @Test
    void shouldPassOnWhatTheEqualityThrowsAndChangeNothing() {
        long ref = Dicts.create(allocator, 0);
        Dicts.put(mutator, ref, Cell.ofRef(4096), 1, integer(1), NEVER_ASKED);
        KeyEquality throwing = candidate -> {
            throw new IllegalStateException("guest");
        };
        assertThrows(
                IllegalStateException.class, () -> Dicts.put(mutator, ref, Cell.ofRef(8192), 1, integer(2), throwing));
        assertArrayEquals(new long[] {Cell.ofRef(4096), integer(1)}, Dicts.snapshot(mutator, ref));
    }

    @Test
    void shouldLookUpAKeyThatLiesInNoCell() {
        long ref = Dicts.create(allocator, 0);
        String text = "longer than six bytes";
        put(ref, text(text), integer(1));
        KeyEquality equality = candidate -> Texts.equal(heap.memory(), candidate, text);
        assertEquals(integer(1), Dicts.get(mutator, ref, Cell.EMPTY, Texts.hash(text), equality));
        assertEquals(Cell.EMPTY, Dicts.get(mutator, ref, Cell.EMPTY, Texts.hash(text + "x"), equality));
    }

    @Test
    void shouldPopAllInReverseWithoutQuadraticCost() {
        long ref = Dicts.create(allocator, 0);
        for (int i = 0; i < 200_000; i++) {
            put(ref, integer(i), integer(-i));
        }
        long[] last = new long[2];
        for (int i = 199_999; i >= 0; i--) {
            assertTrue(Dicts.popLast(mutator, ref, last));
            assertEquals(integer(i), last[0]);
        }
        assertFalse(Dicts.popLast(mutator, ref, last));
        put(ref, integer(5), integer(6));
        assertArrayEquals(new long[] {integer(5), integer(6)}, Dicts.snapshot(mutator, ref));
    }

    @Test
    void shouldStayBoundedWhileKeysComeAndGo() {
        long ref = Dicts.create(allocator, 0);
        for (int i = 0; i < 200_000; i++) {
            put(ref, integer(i), Cell.NONE);
            remove(ref, integer(i - 10L));
        }
        assertEquals(10, Dicts.size(mutator, ref));
        assertTrue(Dicts.next(mutator, ref, 0, new long[2]) < 100);
    }

    @Test
    void shouldStepThroughEntriesByPosition() {
        long ref = Dicts.create(allocator, 0);
        for (int i = 0; i < 100; i++) {
            put(ref, integer(i), integer(2L * i));
        }
        for (int i = 0; i < 100; i += 3) {
            remove(ref, integer(i));
        }
        long[] entry = new long[2];
        List<Long> keys = new ArrayList<>();
        for (int at = Dicts.next(mutator, ref, 0, entry); at >= 0; at = Dicts.next(mutator, ref, at, entry)) {
            keys.add(Cell.asInt(entry[0]));
            assertEquals(2 * Cell.asInt(entry[0]), Cell.asInt(entry[1]));
        }
        assertEquals(Dicts.size(mutator, ref), keys.size());
        assertTrue(keys.stream().noneMatch(key -> key % 3 == 0));
    }

    @Test
    void shouldReplaceAndClearInOneStep() {
        long ref = Dicts.create(allocator, 0);
        put(ref, integer(1), integer(1));
        long[] entries = {integer(7), integer(8), text("some longer text"), integer(9)};
        Dicts.replaceAll(mutator, ref, entries, new long[] {hash(entries[0]), hash(entries[2])});
        assertArrayEquals(entries, Dicts.snapshot(mutator, ref));
        assertEquals(integer(8), get(ref, integer(7)));
        Dicts.putAll(mutator, ref, entries, new long[] {hash(entries[0]), hash(entries[2])}, KeyEqualities.IDENTITY);
        assertEquals(2, Dicts.size(mutator, ref));
        Dicts.clear(mutator, ref);
        assertEquals(0, Dicts.size(mutator, ref));
        assertEquals(Cell.EMPTY, get(ref, integer(7)));
    }

    @Test
    void shouldRefuseMoreEntriesThanTheFormatHolds() {
        assertThrows(HeapLimitException.class, () -> Dicts.create(allocator, Dicts.MAX_SIZE + 1));
    }

    @Test
    void shouldUndoEverythingOfAnAbortedTransaction() {
        long ref = Dicts.create(allocator, 0);
        put(ref, integer(1), integer(1));
        long[] before = Dicts.snapshot(mutator, ref);
        undone(() -> {
            for (int i = 0; i < 1000; i++) {
                put(ref, integer(i), integer(i));
            }
            remove(ref, integer(1));
            assertEquals(999, Dicts.size(mutator, ref));
            assertEquals(Cell.EMPTY, get(ref, integer(1)));
            assertEquals(integer(500), get(ref, integer(500)));
        });
        assertArrayEquals(before, Dicts.snapshot(mutator, ref));
    }

    @Test
    void shouldLoseNothingWhenThreadsHammerOneDict() throws Exception {
        long ref = Dicts.create(allocator, 0);
        AtomicInteger ids = new AtomicInteger();
        int perThread = 20_000;
        inThreads(4, () -> {
            int id = ids.getAndIncrement();
            for (int i = 0; i < perThread; i++) {
                long key = integer(4L * i + id);
                if (!Dicts.tryPut(heap.mutator(), ref, key, hash(key), integer(i))) {
                    put(ref, key, integer(i));
                }
                if (i % 4 == 3) {
                    assertEquals(integer(i - 1), remove(ref, integer(4L * (i - 1) + id)));
                }
            }
            return null;
        });
        assertEquals(4 * perThread * 3 / 4, Dicts.size(mutator, ref));
        for (int i = 0; i < 4 * perThread; i++) {
            long expected = i / 4 % 4 == 2 ? Cell.EMPTY : integer(i / 4);
            assertEquals(expected, get(ref, integer(i)));
        }
    }

    @Test
    void shouldCountExactlyWhenThreadsAddInTransactions() throws Exception {
        long ref = Dicts.create(allocator, 0);
        inThreads(3, () -> {
            Random random = new Random();
            for (int i = 0; i < 10_000; i++) {
                long key = text("counter " + random.nextInt(20));
                heap.atomically(() -> {
                    long now = get(ref, key);
                    put(ref, key, integer(now == Cell.EMPTY ? 1 : Cell.asInt(now) + 1));
                });
            }
            return null;
        });
        long[] entries = Dicts.snapshot(mutator, ref);
        long sum = 0;
        for (int i = 1; i < entries.length; i += 2) {
            sum += Cell.asInt(entries[i]);
        }
        assertEquals(30_000, sum);
    }

    @Test
    void shouldAlwaysFindAKeyThatStaysWhileOthersMakeTheDictGrow() throws Exception {
        long ref = Dicts.create(allocator, 0);
        long stays = text("the key that stays");
        put(ref, stays, integer(42));
        long comesAndGoes = integer(1_000);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger roles = new AtomicInteger();
        inThreads(3, () -> {
            if (roles.getAndIncrement() == 0) {
                for (int round = 0; round < 30; round++) {
                    for (int i = 0; i < 2_000; i++) {
                        put(ref, integer(i), integer(i));
                    }
                    for (int i = 0; i < 2_000; i++) {
                        remove(ref, integer(i));
                    }
                }
                writing.set(false);
                return null;
            }
            while (writing.get()) {
                assertEquals(integer(42), get(ref, stays));
                for (long value : new long[] {
                    Dicts.get(heap.mutator(), ref, comesAndGoes, hash(comesAndGoes), NEVER_ASKED),
                    Dicts.tryGet(heap.memory(), ref, comesAndGoes, hash(comesAndGoes))
                }) {
                    assertTrue(value == Cell.EMPTY || value == comesAndGoes || value == Cell.MISS_SLOW);
                }
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotTakeAKeyForFoundThatTheEqualityRemoved(boolean inTransaction) {
        long ref = Dicts.create(allocator, 0);
        long hash = 5L << 32;
        long present = Cell.ofRef(4096);
        KeyEquality removing = candidate -> {
            Dicts.remove(mutator, ref, present, hash, NEVER_ASKED);
            return true;
        };
        List<Runnable> steps = List.of(
                () -> assertEquals(Cell.EMPTY, Dicts.put(mutator, ref, Cell.ofRef(8192), hash, integer(2), removing)),
                () -> assertEquals(Cell.EMPTY, Dicts.remove(mutator, ref, Cell.ofRef(4096 + 16), hash, removing)));
        int[] sizes = {1, 0};
        for (int i = 0; i < sizes.length; i++) {
            Dicts.clear(mutator, ref);
            Dicts.put(mutator, ref, present, hash, integer(1), NEVER_ASKED);
            if (inTransaction) {
                committed(steps.get(i));
            } else {
                steps.get(i).run();
            }
            assertEquals(sizes[i], Dicts.size(mutator, ref));
            assertEquals(2 * sizes[i], Dicts.snapshot(mutator, ref).length);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** What conflicts with what, and what threads do to the same dict. */
class LargeDictsSideBySideTest extends LargeDictTest {
    private boolean commits(Runnable first, Runnable between) {
        mutator.begin(0);
        try {
            first.run();
            between.run();
            return mutator.commit();
        } catch (ConflictException e) {
            mutator.abort();
            return false;
        }
    }

    @Test
    void shouldNotConflictOnDifferentExistingKeysInDifferentChunks() {
        long ref = dict(MANY);
        try (Mutator other = heap.newMutator()) {
            assertTrue(commits(
                    () -> put(mutator, ref, integer(1), integer(10)),
                    () -> put(other, ref, integer(MANY - 1), integer(20))));
            assertTrue(commits(
                    () -> {
                        get(mutator, ref, integer(1));
                        put(mutator, ref, integer(1), integer(11));
                    },
                    () -> {
                        for (int i = MANY; i < 2 * MANY; i++) {
                            put(other, ref, integer(i), integer(-i));
                        }
                    }));
        }
        assertEquals(integer(11), get(ref, integer(1)));
        assertEquals(integer(20), get(ref, integer(MANY - 1)));
        assertEquals(2 * MANY, Dicts.size(mutator, ref));
    }

    @Test
    void shouldConflictWhenTheKeyThatWasRead() {
        long ref = dict(MANY);
        Runnable write = () -> put(mutator, ref, integer(MANY - 1), integer(1));
        try (Mutator other = heap.newMutator()) {
            Runnable readExisting = () -> {
                get(mutator, ref, integer(1));
                write.run();
            };
            assertFalse(commits(readExisting, () -> put(other, ref, integer(1), integer(5))), "was overwritten");
            assertFalse(
                    commits(readExisting, () -> Dicts.remove(other, ref, integer(1), hash(integer(1)), NEVER_ASKED)),
                    "was removed");
            Runnable readMissing = () -> {
                assertEquals(Cell.EMPTY, get(mutator, ref, integer(-7)));
                write.run();
            };
            assertFalse(commits(readMissing, () -> put(other, ref, integer(-7), integer(5))), "was inserted");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2 * TreeLayout.CHUNK_ENTRIES, 2 * TreeLayout.CHUNK_ENTRIES - 1, MANY})
    void shouldConflictWhenSomethingIsAddedToWhatWasReadWhole(int entries) {
        long ref = dict(entries);
        long sum = Lists.create(allocator, new long[] {integer(0)}, 1);
        try (Mutator other = heap.newMutator()) {
            assertFalse(commits(
                    () -> {
                        long[] all = Dicts.snapshot(mutator, ref);
                        Lists.set(mutator, sum, 0, integer(all.length));
                    },
                    () -> put(other, ref, integer(-1), integer(1))));
        }
    }

    @Test
    void shouldShowAnOldSnapshotNothingThatCameLater() {
        long ref = dict(MANY);
        long stamp = Lists.create(allocator, new long[] {integer(0)}, 1);
        try (Mutator other = heap.newMutator()) {
            for (int round = 0; round < 20; round++) {
                int first = MANY * (round + 1);
                mutator.begin(0);
                assertEquals(integer(round), Lists.get(mutator, stamp, 0));
                for (int i = 0; i < MANY; i++) {
                    put(other, ref, integer(first + i), integer(i));
                }
                Lists.set(other, stamp, 0, integer(round + 1));
                long key = integer(first + round * 100);
                assertThrows(ConflictException.class, () -> assertEquals(Cell.EMPTY, get(mutator, ref, key)));
                mutator.abort();
            }
        }
    }

    @Test
    void shouldLoseNothingWhenThreadsAddAndRemoveKeysOfTheirOwn() throws Exception {
        long ref = dict(0);
        AtomicInteger ids = new AtomicInteger();
        int perThread = 10_000;
        inThreads(4, () -> {
            int id = ids.getAndIncrement();
            for (int i = 0; i < perThread; i++) {
                long key = integer(4L * i + id);
                put(ref, key, integer(i));
                assertEquals(integer(i), get(ref, key));
                if (i % 4 == 3) {
                    assertEquals(integer(i - 1), remove(ref, integer(4L * (i - 1) + id)));
                }
            }
            return null;
        });
        assertEquals(4 * perThread * 3 / 4, Dicts.size(mutator, ref));
        for (int i = 0; i < 4 * perThread; i++) {
            assertEquals(i / 4 % 4 == 2 ? Cell.EMPTY : integer(i / 4), get(ref, integer(i)));
        }
    }

    @Test
    void shouldCountExactlyWhenThreadsAddToTheSameKeys() throws Exception {
        long ref = dict(MANY);
        inThreads(3, () -> {
            Random random = new Random();
            for (int i = 0; i < 10_000; i++) {
                long from = integer(random.nextInt(MANY));
                long to = integer(random.nextInt(MANY));
                heap.atomically(() -> {
                    put(ref, from, integer(Cell.asInt(get(ref, from)) - 1));
                    put(ref, to, integer(Cell.asInt(get(ref, to)) + 1));
                });
            }
            return null;
        });
        long sum = 0;
        for (int i = 0; i < MANY; i++) {
            sum += Cell.asInt(get(ref, integer(i))) + i;
        }
        assertEquals(0, sum);
    }

    @Test
    void shouldMoveKeysWithoutBeingSeenInBothPlacesOrNone() throws Exception {
        long ref = dict(MANY);
        AtomicBoolean moving = new AtomicBoolean(true);
        AtomicInteger roles = new AtomicInteger();
        inThreads(3, () -> {
            if (roles.getAndIncrement() == 0) {
                Random random = new Random(1);
                for (int i = 0; i < 20_000; i++) {
                    long key = integer(random.nextInt(2 * MANY));
                    long twin = integer(MANY * 2L - 1 - Cell.asInt(key));
                    heap.atomically(() -> {
                        if (remove(ref, key) != Cell.EMPTY) {
                            put(ref, twin, Cell.NONE);
                        }
                    });
                }
                moving.set(false);
                return null;
            }
            Random random = new Random();
            while (moving.get()) {
                int number = random.nextInt(MANY);
                heap.atomically(() -> {
                    boolean here = get(ref, integer(number)) != Cell.EMPTY;
                    boolean there = get(ref, integer(2L * MANY - 1 - number)) != Cell.EMPTY;
                    assertTrue(here != there);
                });
                if (random.nextInt(100) == 0) {
                    assertEquals(2 * MANY, Dicts.snapshot(heap.mutator(), ref).length);
                }
            }
            return null;
        });
    }

    @Test
    void shouldSurviveClearAndSqueezeBesideReaders() throws Exception {
        long ref = dict(0);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger roles = new AtomicInteger();
        inThreads(3, () -> {
            if (roles.getAndIncrement() == 0) {
                for (int round = 0; round < 40; round++) {
                    int now = round;
                    heap.atomically(() -> {
                        Dicts.clear(heap.mutator(), ref);
                        for (int i = 0; i < 1_000; i++) {
                            put(ref, integer(i), integer(now));
                        }
                    });
                    for (int i = 1_000; i < 2_000; i++) {
                        put(ref, integer(i), integer(now));
                        remove(ref, integer(i));
                    }
                }
                writing.set(false);
                return null;
            }
            Random random = new Random();
            while (writing.get()) {
                long key = integer(random.nextInt(1_000));
                long first = get(heap.mutator(), ref, key);
                heap.atomically(() -> {
                    long value = get(ref, key);
                    assertEquals(value, get(ref, integer(999)));
                });
                assertTrue(first == Cell.EMPTY || Cell.isInt(first));
            }
            return null;
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** Large lists in the hands of several threads. */
class SharedLargeListsTest extends HeapTest {
    private static final int CELLS = ListChunk.CELLS;
    private static final int APPENDERS = 3;
    private long ref;

    @BeforeEach
    void makeList() {
        ref = Lists.createEmpty(allocator, 0);
        heap.root().put("list", heap.view(ref));
    }

    @AfterEach
    void shouldBeSoundInTheEnd() {
        assertEquals(List.of(), heap.check().problems());
    }

    private void fill(int count) {
        long[] cells = LongStream.range(0, count).map(Cell::ofInt).toArray();
        Lists.replace(mutator, ref, cells, count);
    }

    private void append(Mutator mine, long cell, boolean atomically) {
        if (atomically) {
            heap.atomically(() -> Lists.append(mine, ref, cell));
        } else if (!Lists.tryAppend(mine, ref, cell)) {
            Lists.append(mine, ref, cell);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHoldEveryAppendedElementOnceAndThoseOfEachThreadInOrder(boolean atomically) throws Exception {
        int each = 10_000;
        AtomicInteger ids = new AtomicInteger();
        inThreads(APPENDERS, () -> {
            int id = ids.getAndIncrement();
            for (int i = 0; i < each; i++) {
                append(heap.mutator(), integer((long) i * APPENDERS + id), atomically);
            }
            return null;
        });
        long[] next = LongStream.range(0, APPENDERS).toArray();
        for (long cell : Lists.snapshot(mutator, ref)) {
            int id = (int) (Cell.asInt(cell) % APPENDERS);
            assertEquals(next[id], Cell.asInt(cell));
            next[id] += APPENDERS;
        }
        assertEquals(
                (long) each * APPENDERS * APPENDERS + 3, Arrays.stream(next).sum());
    }

    @Test
    void shouldNeverLookShorterThanBeforeWhileItOnlyGrows() throws Exception {
        AtomicBoolean growing = new AtomicBoolean(true);
        AtomicInteger roles = new AtomicInteger();
        inThreads(3, () -> {
            Mutator mine = heap.mutator();
            if (roles.getAndIncrement() == 0) {
                for (int i = 0; i < 60_000; i++) {
                    append(mine, integer(i), i % 7 == 0);
                }
                growing.set(false);
                return null;
            }
            int seen = 0;
            while (growing.get()) {
                int tried = Lists.trySize(heap.memory(), ref);
                int size = tried >= 0 ? tried : Lists.size(mine, ref);
                assertTrue(size >= seen, "shorter than before");
                seen = size;
                if (size > 0) {
                    assertEquals(integer(size - 1), Lists.get(mine, ref, size - 1));
                    assertTrue(Cell.asInt(Lists.get(mine, ref, -1)) >= size - 1);
                }
            }
            return null;
        });
        assertEquals(60_000, Lists.size(mutator, ref));
    }

    @Test
    void shouldGiveEveryElementToOneOfThoseWhoPopWhileOthersAppend() throws Exception {
        AtomicInteger roles = new AtomicInteger();
        AtomicInteger appending = new AtomicInteger(2);
        List<Long> popped = new ArrayList<>();
        fill(3 * CELLS - 1);
        inThreads(4, () -> {
            Mutator mine = heap.mutator();
            int role = roles.getAndIncrement();
            if (role < 2) {
                for (int i = 0; i < 20_000; i++) {
                    append(mine, integer(1_000_000 + 2L * i + role), i % 5 == 0);
                }
                appending.decrementAndGet();
                return null;
            }
            List<Long> own = new ArrayList<>();
            for (long cell; (cell = Lists.remove(mine, ref, -1)) != Cell.OUT_OF_RANGE || appending.get() > 0; ) {
                if (cell != Cell.OUT_OF_RANGE) {
                    own.add(Cell.asInt(cell));
                }
            }
            synchronized (popped) {
                popped.addAll(own);
            }
            return null;
        });
        assertEquals(0, Lists.size(mutator, ref));
        assertEquals(40_000 + 3 * CELLS - 1, popped.stream().distinct().count());
        assertEquals(40_000 + 3 * CELLS - 1, popped.size());
    }

    /** The last element says how long the list is; boundaries of chunks are crossed all the time. */
    @Test
    void shouldShowLengthAndLastElementOfOneMomentToTransactions() throws Exception {
        fill(2 * CELLS);
        AtomicInteger roles = new AtomicInteger();
        AtomicBoolean changing = new AtomicBoolean(true);
        inThreads(3, () -> {
            Mutator mine = heap.mutator();
            Random random = new Random(11);
            if (roles.getAndIncrement() == 0) {
                for (int round = 0; round < 20_000; round++) {
                    int size = Lists.size(mine, ref);
                    if (size > 4 * CELLS || (size > 2 * CELLS && random.nextInt(3) == 0)) {
                        Lists.splice(mine, ref, size - 1L - random.nextInt(CELLS + 3), CELLS * 9L, new long[0], 0);
                    } else {
                        int count = random.nextInt(5) == 0 ? CELLS : 1;
                        long[] more = LongStream.range(size, size + count)
                                .map(Cell::ofInt)
                                .toArray();
                        Lists.splice(mine, ref, Long.MAX_VALUE, 0, more, count);
                    }
                }
                changing.set(false);
                return null;
            }
            while (changing.get()) {
                heap.atomically(() -> {
                    int size = Lists.size(mine, ref);
                    assertEquals(size == 0 ? Cell.OUT_OF_RANGE : integer(size - 1), Lists.get(mine, ref, -1));
                    assertEquals(Cell.OUT_OF_RANGE, Lists.get(mine, ref, size));
                });
                long[] all = Lists.snapshot(mine, ref);
                assertTrue(all.length == 0 || all[all.length - 1] == integer(all.length - 1), "no moment's elements");
            }
            return null;
        });
    }

    @Test
    void shouldKeepTotalsWhileElementsOfDifferentChunksChangeAndTheListIsRewritten() throws Exception {
        int size = 4 * CELLS;
        Lists.replace(
                mutator,
                ref,
                LongStream.generate(() -> integer(100)).limit(size).toArray(),
                size);
        AtomicInteger roles = new AtomicInteger();
        inThreads(4, () -> {
            Mutator mine = heap.mutator();
            int role = roles.getAndIncrement();
            Random random = new Random(role);
            for (int round = 0; round < (role == 0 ? 500 : 5_000); round++) {
                if (role == 0) {
                    heap.atomically(() -> {
                        long[] cells = Lists.snapshot(mine, ref);
                        Arrays.sort(cells);
                        Lists.replace(mine, ref, cells, cells.length);
                    });
                } else if (role == 1) {
                    heap.atomically(() -> Lists.append(mine, ref, Lists.remove(mine, ref, random.nextInt(size))));
                } else {
                    move(mine, random.nextInt(size), random.nextInt(size));
                }
            }
            return null;
        });
        long[] cells = Lists.snapshot(mutator, ref);
        assertEquals(size, cells.length);
        assertEquals(100L * size, Arrays.stream(cells).map(Cell::asInt).sum());
    }

    private void move(Mutator mine, int from, int to) {
        heap.atomically(() -> {
            long taken = Cell.asInt(Lists.get(mine, ref, from)) - 1;
            assertNotEquals(Cell.OUT_OF_RANGE, Lists.set(mine, ref, from, integer(taken)));
            Lists.set(mine, ref, to, integer(Cell.asInt(Lists.get(mine, ref, to)) + 1));
        });
    }
}

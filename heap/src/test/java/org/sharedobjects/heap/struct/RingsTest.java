// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.struct.Rings.Outcome;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

class RingsTest extends HeapTest {
    private static final int PLACES = 8;
    private static final int THREADS = 4;
    private static final int COUNT = 20_000;

    private long ring;

    @BeforeEach
    void make() {
        ring = ring(integer(PLACES));
    }

    private long ring(long bound) {
        long[] cells = new long[4 + PLACES];
        Arrays.fill(cells, Cell.NONE);
        cells[0] = integer(0);
        cells[1] = integer(0);
        cells[2] = bound;
        return Lists.create(allocator, cells, cells.length);
    }

    private Outcome put(long number) {
        return Rings.tryPut(mutator, ring, integer(number));
    }

    private long first() {
        return Rings.first(heap.memory(), ring, lock());
    }

    private long lock() {
        return heap.memory().getAcquire(ring);
    }

    private long take(Mutator by) {
        for (; ; ) {
            long lock = lock();
            long item = Rings.first(heap.memory(), ring, lock);
            if (item == Cell.EMPTY || (item != Cell.MISS_SLOW && Rings.tryRemove(by, ring, lock))) {
                return item;
            }
        }
    }

    @Test
    void shouldGiveItemsInTheOrderTheyCameRoundAndRound() {
        for (int n = 0; n < 5 * PLACES; n++) {
            assertEquals(Outcome.DONE, put(n));
            assertEquals(Outcome.DONE, put(-n));
            assertEquals(integer(n), take(mutator));
            assertEquals(integer(-n), take(mutator));
            assertEquals(Cell.EMPTY, take(mutator));
        }
    }

    @Test
    void shouldRefuseMoreThanTheBoundOrThePlaces() {
        for (long bound : new long[] {3, PLACES + 100}) {
            ring = ring(integer(bound));
            for (int n = 0; n < Math.min(bound, PLACES); n++) {
                assertTrue(Rings.mayHaveRoom(heap.memory(), ring));
                assertEquals(Outcome.DONE, put(n));
            }
            assertEquals(Outcome.CANNOT, put(99));
            assertEquals(integer(0), take(mutator));
            assertEquals(Outcome.DONE, put(100));
        }
    }

    @Test
    void shouldKeepNothingThatWasTaken() {
        put(1);
        take(mutator);
        assertFalse(Rings.mayHaveItem(heap.memory(), ring));
        assertEquals(Cell.NONE, Lists.get(mutator, ring, 4));
    }

    @Test
    void shouldLeaveTheItemWhenSomethingHasChangedMeanwhile() {
        put(1);
        long lock = lock();
        put(2);
        assertFalse(Rings.tryRemove(mutator, ring, lock));
        assertEquals(integer(1), first());
    }

    @Test
    void shouldDoNothingToOtherLists() {
        for (long size : new long[] {0, 4, 12}) {
            long[] cells = new long[(int) size];
            Arrays.fill(cells, Cell.NONE);
            ring = Lists.create(allocator, cells, cells.length);
            assertEquals(Outcome.CANNOT, put(1));
            assertEquals(Cell.EMPTY, first());
            assertFalse(Rings.tryRemove(mutator, ring, lock()));
        }
    }

    @Test
    void shouldConflictWithATransactionThatHasReadIt() {
        put(1);
        Mutator other = heap.newMutator();
        other.begin(0);
        Lists.get(other, ring, 0);
        Lists.set(other, ring, 2, integer(1));
        put(2);
        assertFalse(other.commit());
        assertEquals(Outcome.DONE, put(3));
    }

    /** Half of the threads put, half take. */
    @Test
    void shouldLoseAndDoubleNothingBetweenThreads() throws Exception {
        AtomicInteger threads = new AtomicInteger();
        AtomicLong left = new AtomicLong((long) COUNT * THREADS / 2);
        List<Long> sums = new ArrayList<>();
        inThreads(THREADS, () -> {
            Mutator own = heap.newMutator();
            long sum = 0;
            if (threads.getAndIncrement() % 2 == 0) {
                for (int n = 0; n < COUNT; ) {
                    n += Rings.tryPut(own, ring, integer(n)) == Outcome.DONE ? 1 : 0;
                }
            } else {
                while (left.get() > 0) {
                    long item = take(own);
                    if (item != Cell.EMPTY) {
                        left.decrementAndGet();
                        sum += Cell.asInt(item);
                    }
                }
                synchronized (sums) {
                    sums.add(sum);
                }
            }
            return null;
        });
        assertEquals(
                (long) THREADS / 2 * COUNT * (COUNT - 1) / 2,
                sums.stream().mapToLong(Long::longValue).sum());
        assertEquals(Cell.EMPTY, first());
    }
}

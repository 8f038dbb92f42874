// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Savepoint;
import org.sharedobjects.heap.value.Cell;

class LargeListsTest extends HeapTest {
    private static final int CELLS = ListChunk.CELLS;

    private long list(int count) {
        long ref = Lists.create(allocator, cells(0, count), count);
        // So that it is checked.
        heap.root().put("list " + ref, heap.view(ref));
        return ref;
    }

    private static long[] cells(int from, int count) {
        return LongStream.range(from, from + count).map(Cell::ofInt).toArray();
    }

    private long[] values(long ref) {
        return LongStream.of(Lists.snapshot(mutator, ref)).map(Cell::asInt).toArray();
    }

    private void assertHolds(long ref, List<Long> expected) {
        assertArrayEquals(expected.stream().mapToLong(Long::longValue).toArray(), values(ref));
    }

    private boolean isTree(long ref) {
        return mutator.peek(ref, ObjectLayout.SIZE_WORD) == ListTree.MARK;
    }

    private static void inAnotherThread(Runnable task) {
        CompletableFuture.runAsync(task).join();
    }

    @AfterEach
    void shouldBeSoundInTheEnd() {
        assertEquals(List.of(), heap.check().problems());
    }

    @Test
    void shouldStayInOneBodyAsLongAsThatHasFourKilobytes() {
        long ref = list(0);
        for (int i = 0; i < ListTree.MOST_FLAT; i++) {
            Lists.append(mutator, ref, integer(i));
            assertFalse(isTree(ref));
        }
        Lists.append(mutator, ref, integer(ListTree.MOST_FLAT));
        assertTrue(isTree(ref));
        assertArrayEquals(LongStream.rangeClosed(0, ListTree.MOST_FLAT).toArray(), values(ref));
    }

    @Test
    void shouldStayATreeWhenItHasShrunk() {
        long ref = list(2000);
        for (int size = 2000; size > 0; size--) {
            assertEquals(size, Lists.size(mutator, ref));
            assertEquals(integer(size - 1), Lists.remove(mutator, ref, -1));
        }
        assertEquals(Cell.OUT_OF_RANGE, Lists.remove(mutator, ref, -1));
        assertEquals(Cell.OUT_OF_RANGE, Lists.get(mutator, ref, 0));
        assertEquals(0, Lists.size(mutator, ref));
        assertTrue(isTree(ref));
        for (int i = 0; i < 1000; i++) {
            Lists.append(mutator, ref, integer(i));
            assertEquals(integer(i), Lists.get(mutator, ref, -1));
        }
        assertArrayEquals(LongStream.range(0, 1000).toArray(), values(ref));
    }

    @Test
    void shouldAgreeOnTheHotPathAndTheFullOne() {
        for (int size : new int[] {CELLS * 3, CELLS * 3 + 1, CELLS * 4 - 1}) {
            long ref = list(size);
            assertEquals(size, Lists.size(mutator, ref));
            assertEquals(size, Lists.trySize(heap.memory(), ref));
            for (long index : new long[] {0, 1, CELLS - 1, CELLS, size - 1}) {
                assertEquals(integer(index), Lists.tryGet(heap.memory(), ref, index));
                assertEquals(integer(index), Lists.get(mutator, ref, index));
                assertEquals(integer(index), Lists.get(mutator, ref, index - size));
                assertTrue(Lists.trySet(mutator, ref, index, integer(index)));
                assertEquals(integer(index), Lists.set(mutator, ref, index - size, integer(index)));
            }
            for (long index : new long[] {size, -size - 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertEquals(Cell.OUT_OF_RANGE, Lists.get(mutator, ref, index));
                assertEquals(Cell.OUT_OF_RANGE, Lists.set(mutator, ref, index, Cell.NONE));
                assertFalse(Lists.trySet(mutator, ref, index, Cell.NONE));
                committed(() -> assertEquals(Cell.OUT_OF_RANGE, Lists.get(mutator, ref, index)));
            }
            assertEquals(size % CELLS != 0, Lists.tryAppend(mutator, ref, integer(size)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBehaveAsAnArrayListUnderRandomOperations(boolean inTransactions) {
        Random random = new Random(7);
        long ref = list(0);
        List<Long> expected = new ArrayList<>();
        for (int round = 0; round < 3000; round++) {
            Runnable step = randomStep(random, ref, expected);
            if (inTransactions) {
                committed(step);
            } else {
                step.run();
            }
            assertEquals(expected.size(), Lists.size(mutator, ref));
            if (round % 50 == 0) {
                assertHolds(ref, expected);
            }
        }
        assertHolds(ref, expected);
    }

    private Runnable randomStep(Random random, long ref, List<Long> expected) {
        int size = expected.size();
        long value = random.nextInt(100_000);
        int at = random.nextInt(size + 1);
        int index = at == size ? at : at - (random.nextBoolean() ? size : 0);
        return switch (random.nextInt(size < 3 * CELLS ? 12 : 16)) {
            case 0, 1 ->
                () -> {
                    for (int i = 0; i < 100; i++) {
                        Lists.append(mutator, ref, integer(i));
                        expected.add((long) i);
                    }
                };
            case 2 ->
                () -> {
                    for (int i = 0; i < Math.min(size, 90); i++) {
                        assertEquals(integer(expected.removeLast()), Lists.remove(mutator, ref, -1));
                    }
                };
            case 3, 4, 5 ->
                () -> {
                    long before = Lists.set(mutator, ref, index, integer(value));
                    assertEquals(at == size ? Cell.OUT_OF_RANGE : integer(expected.set(at, value)), before);
                };
            case 6, 7 ->
                () -> {
                    long removed = Lists.remove(mutator, ref, index);
                    assertEquals(at == size ? Cell.OUT_OF_RANGE : integer(expected.remove(at)), removed);
                };
            case 8, 9 ->
                () -> {
                    long cell = Lists.get(mutator, ref, index);
                    assertEquals(at == size ? Cell.OUT_OF_RANGE : integer(expected.get(at)), cell);
                };
            case 10 -> () -> splice(ref, expected, at, random.nextInt(4), random.nextInt(4));
            case 11 -> () -> splice(ref, expected, at, 0, random.nextInt(3 * CELLS));
            case 12, 13 -> () -> splice(ref, expected, at, random.nextInt(3 * CELLS), 5);
            case 14 -> () -> splice(ref, expected, at, Math.min(300, size - at), Math.min(300, size - at));
            default -> () -> splice(ref, expected, at / CELLS * CELLS, size, 0);
        };
    }

    private void splice(long ref, List<Long> expected, int at, int deleted, int count) {
        Lists.splice(mutator, ref, at, deleted, cells(at, count), count);
        List<Long> part = expected.subList(at, Math.min(expected.size(), at + deleted));
        part.clear();
        part.addAll(LongStream.range(at, at + count).boxed().toList());
    }

    @Test
    void shouldNotConflictOnElementsOfDifferentChunks() {
        long ref = list(10 * CELLS);
        mutator.begin(0);
        Lists.set(mutator, ref, 5, integer(-1));
        assertEquals(integer(3 * CELLS), Lists.get(mutator, ref, 3 * CELLS));
        inAnotherThread(() -> {
            heap.atomically(() -> Lists.set(heap.mutator(), ref, 2 * CELLS, integer(-2)));
            Lists.append(heap.mutator(), ref, integer(-3));
            Lists.set(heap.mutator(), ref, CELLS, integer(-4));
        });
        assertTrue(mutator.commit());
        assertEquals(integer(-1), Lists.get(mutator, ref, 5));
        assertEquals(integer(-2), Lists.get(mutator, ref, 2 * CELLS));
    }

    @Test
    void shouldConflictWhereALengthOrAnAbsentElementWasSeen() {
        for (int size : new int[] {3 * CELLS, 3 * CELLS + 5}) {
            for (long seen : new long[] {Long.MAX_VALUE, -1, size, size + CELLS, 1 << 20}) {
                long ref = list(size);
                mutator.begin(0);
                if (seen == Long.MAX_VALUE) {
                    assertEquals(size, Lists.size(mutator, ref));
                } else {
                    assertEquals(seen < 0 ? integer(size - 1) : Cell.OUT_OF_RANGE, Lists.get(mutator, ref, seen));
                }
                Lists.set(mutator, ref, 0, integer(-1));
                long[] more = cells(0, 1 << 20);
                inAnotherThread(() -> Lists.splice(heap.mutator(), ref, size, 0, more, more.length));
                assertFalse(mutator.commit());
            }
        }
    }

    @Test
    void shouldSeeWhatATransactionHasDoneOnlyWithinItUntilItCommits() {
        long ref = list(ListTree.MOST_FLAT);
        mutator.begin(0);
        for (int i = 0; i < 2 * CELLS; i++) {
            Lists.append(mutator, ref, integer(i));
        }
        assertEquals(ListTree.MOST_FLAT + 2 * CELLS, Lists.size(mutator, ref));
        assertEquals(integer(2 * CELLS - 1), Lists.get(mutator, ref, -1));
        assertEquals(integer(0), Lists.get(mutator, ref, ListTree.MOST_FLAT));
        Savepoint savepoint = mutator.savepoint();
        Lists.replace(mutator, ref, cells(0, 3), 3);
        assertEquals(3, Lists.size(mutator, ref));
        mutator.rollbackTo(savepoint);
        assertEquals(ListTree.MOST_FLAT + 2 * CELLS, Lists.size(mutator, ref));
        inAnotherThread(() -> assertEquals(ListTree.MOST_FLAT, Lists.size(heap.mutator(), ref)));
        assertTrue(mutator.commit());
        assertEquals(ListTree.MOST_FLAT + 2 * CELLS, Lists.size(mutator, ref));
    }

    @Test
    void shouldUndoEverythingOfAnAbortedTransaction() {
        for (int size : new int[] {ListTree.MOST_FLAT, 2 * CELLS, 5 * CELLS + 7}) {
            long ref = list(size);
            undone(() -> {
                Lists.append(mutator, ref, Cell.NONE);
                Lists.splice(mutator, ref, 3, 0, cells(0, 1000), 1000);
                Lists.remove(mutator, ref, 0);
                Lists.set(mutator, ref, -1, Cell.TRUE);
            });
            assertArrayEquals(LongStream.range(0, size).toArray(), values(ref));
        }
    }

    @Test
    void shouldShowNoTransactionElementsOfALaterTime() {
        long ref = list(ListTree.MOST_FLAT);
        long other = list(1);
        for (int count : new int[] {1, 100, 1000, 3000}) {
            mutator.begin(0);
            long size = Lists.get(mutator, other, 0);
            inAnotherThread(() -> heap.atomically(() -> {
                Lists.splice(heap.mutator(), ref, Long.MAX_VALUE, 0, cells(0, count), count);
                Lists.set(heap.mutator(), other, 0, integer(count));
            }));
            assertThrows(ConflictException.class, () -> Lists.get(mutator, ref, Lists.size(mutator, ref) - 1L));
            assertFalse(mutator.commit(), () -> "saw both " + size + " and " + count);
        }
    }

    @Test
    void shouldExtendByAMillionInOneStepAndLogLittleOfIt() throws Exception {
        long ref = list(100);
        inThreads(2, new Object() {
            private boolean writer = true;

            private synchronized boolean isWriter() {
                boolean mine = writer;
                writer = false;
                return mine;
            }

            Object run() {
                if (isWriter()) {
                    long[] million = cells(100, 1_000_000);
                    Lists.splice(heap.mutator(), ref, Long.MAX_VALUE, 0, million, million.length);
                } else {
                    while (sizeSeen() == 100) {
                        Thread.onSpinWait();
                    }
                }
                return this;
            }

            private int sizeSeen() {
                int size = Lists.size(heap.mutator(), ref);
                assertTrue(size == 100 || size == 1_000_100, () -> "half of it: " + size);
                return size;
            }
        }::run);
        assertArrayEquals(LongStream.range(0, 1_000_100).toArray(), values(ref));
        assertTrue(mostRecords() <= 1_000_000 / CELLS + 4);
        long[] sorted = cells(0, 1_000_100);
        Lists.replace(mutator, ref, sorted, sorted.length);
        Lists.replace(mutator, ref, new long[0], 0);
        assertEquals(0, Lists.size(mutator, ref));
    }

    private long mostRecords() {
        Memory memory = heap.memory();
        return LongStream.range(0, memory.getAcquire(Superblock.SLOT_HIGH))
                .map(slot -> memory.getAcquire(SlotLayout.offset((int) slot) + SlotLayout.RECORD_COUNT))
                .max()
                .orElseThrow();
    }

    @Test
    void shouldLoseNothingWhenTheHeapIsFull() {
        try (SharedHeap small = SharedHeap.openPrivate(Size.mib(16))) {
            long ref = Lists.create(small.allocator(), cells(0, 700), 700);
            small.root().put("list", small.view(ref));
            long[] tooMany = cells(0, 3_000_000);
            Lists.append(small.mutator(), ref, integer(-1));
            Lists.replace(small.mutator(), ref, tooMany, 15_000);
            Lists.replace(small.mutator(), ref, tooMany, 700);
            assertThrows(
                    HeapFullException.class, () -> Lists.splice(small.mutator(), ref, 300, 0, tooMany, tooMany.length));
            assertThrows(HeapFullException.class, () -> small.root().put("new", small.copyIn(boxed(tooMany))));
            small.mutator().begin(0);
            Lists.append(small.mutator(), ref, integer(700));
            assertThrows(
                    HeapFullException.class, () -> Lists.splice(small.mutator(), ref, 300, 0, tooMany, tooMany.length));
            assertTrue(small.mutator().commit());
            assertArrayEquals(cells(0, 701), Lists.snapshot(small.mutator(), ref));
            // What it had taken is there again.
            for (int i = 0; i < 300; i++) {
                Lists.replace(small.mutator(), ref, tooMany, 15_000);
                Lists.replace(small.mutator(), ref, tooMany, 0);
            }
            assertEquals(List.of(), small.check().problems());
        }
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    @Test
    void shouldRefuseToGrowBeyondTheFormatAndKeepTheList() {
        try (SharedHeap large = SharedHeap.openPrivate(Size.gib(64))) {
            long ref = Lists.create(large.allocator(), cells(0, 600), 600);
            int chunks = Lists.MAX_SIZE / CELLS;
            long full = Lists.create(large.allocator(), cells(0, 600), 600);
            long directory = Cell.offset(large.mutator().peek(full, ObjectLayout.FIRST_CELL_WORD));
            long one = Directory.child(large.memory(), directory, 0);
            long empty = Directory.child(large.memory(), directory, 3);
            int[] made = {0};
            long damaged = Directory.create(
                    large.allocator(), chunks + 1, (allocator, number) -> made[0]++ < chunks ? one : empty);
            large.memory()
                    .putPlain(
                            Bodies.at(ref + ObjectLayout.INLINE_BODY, ObjectLayout.FIRST_CELL_WORD),
                            Cell.ofRef(damaged));
            assertEquals(2_147_483_392, Lists.MAX_SIZE);
            assertEquals(Lists.MAX_SIZE, Lists.size(large.mutator(), ref));
            assertThrows(HeapLimitException.class, () -> Lists.append(large.mutator(), ref, Cell.NONE));
            assertThrows(HeapLimitException.class, () -> Lists.splice(large.mutator(), ref, 5, 3, cells(0, 4), 4));
            assertEquals(Lists.MAX_SIZE, Lists.size(large.mutator(), ref));
            assertEquals(integer(255), Lists.get(large.mutator(), ref, Lists.MAX_SIZE - 1));
        }
    }
}

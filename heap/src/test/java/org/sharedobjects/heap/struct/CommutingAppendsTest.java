// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.TestHeap;
import org.sharedobjects.heap.value.Cell;

/** Appending to a list that the transaction has not read. */
class CommutingAppendsTest extends HeapTest {
    private static final int SMALL = 8;
    private static final int LARGE = 700;

    private Mutator other;

    @BeforeEach
    void openAnother() {
        other = heap.newMutator();
    }

    private long list(int size) {
        long ref = Lists.create(allocator, new long[0], 0);
        for (int i = 0; i < size; i++) {
            Lists.append(mutator, ref, Cell.ofInt(i));
        }
        return ref;
    }

    private List<Long> tail(long ref, int from) {
        return Arrays.stream(Lists.snapshot(mutator, ref))
                .skip(from)
                .mapToObj(Cell::asInt)
                .toList();
    }

    private void append(Mutator by, long ref, long number) {
        Lists.append(by, ref, Cell.ofInt(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void shouldCommitBesideOtherTransactionsThatAppend(int size) {
        long ref = list(size);
        mutator.begin(0);
        append(mutator, ref, 1000);
        append(mutator, ref, 1001);
        TestHeap.atomically(other, () -> append(other, ref, 2000));
        assertTrue(mutator.commit());
        assertEquals(List.of(2000L, 1000L, 1001L), tail(ref, size));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void shouldSeeItsOwnElementsAndConflictOnceRead(int size) {
        long ref = list(size);
        mutator.begin(0);
        append(mutator, ref, 1000);
        assertEquals(size + 1, Lists.size(mutator, ref));
        assertEquals(1000, Cell.asInt(Lists.get(mutator, ref, -1)));
        append(mutator, ref, 1001);
        append(other, ref, 2000);
        assertFalse(mutator.commit());
        assertEquals(List.of(2000L), tail(ref, size));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void shouldChangeWhatItHasAppended(int size) {
        long ref = list(size);
        mutator.begin(0);
        append(mutator, ref, 1000);
        append(mutator, ref, 1001);
        assertEquals(1001, Cell.asInt(Lists.remove(mutator, ref, -1)));
        Lists.set(mutator, ref, -1, Cell.ofInt(5));
        Lists.splice(mutator, ref, 0, size, new long[0], 0);
        append(mutator, ref, 6);
        assertTrue(mutator.commit());
        assertEquals(List.of(5L, 6L), tail(ref, 0));
    }

    @Test
    void shouldConflictWhenOthersHaveRemovedAllElements() {
        long ref = list(2);
        mutator.begin(0);
        append(mutator, ref, 1000);
        Lists.splice(other, ref, 0, 2, new long[0], 0);
        assertFalse(mutator.commit());
        assertEquals(0, Lists.size(mutator, ref));
    }

    @Test
    void shouldConflictWhenTheListHasBecomeLargeMeanwhile() {
        long ref = list(SMALL);
        mutator.begin(0);
        append(mutator, ref, 1000);
        long[] many = LongStream.range(0, ListTree.MOST_FLAT).map(Cell::ofInt).toArray();
        Lists.splice(other, ref, SMALL, 0, many, many.length);
        assertFalse(mutator.commit());
        assertEquals(SMALL + many.length, Lists.size(mutator, ref));
    }

    /** Appends, lets another do something, and looks at the list again. */
    private boolean commitsAfter(long ref, Runnable interference, Runnable look) {
        mutator.begin(0);
        append(mutator, ref, 1000);
        interference.run();
        try {
            look.run();
        } catch (ConflictException e) {
            mutator.abort();
            return false;
        }
        return mutator.commit();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, SMALL, 767, 1023})
    void shouldSeeOnlyWhatFitsWhenAnotherHasAppended(int size) {
        long ref = list(size);
        int[] seen = new int[1];
        boolean done = commitsAfter(ref, () -> append(other, ref, 2000), () -> seen[0] = Lists.size(mutator, ref));
        assertTrue(!done || seen[0] == size + 2, "elements seen: " + seen[0]);
        assertEquals(done ? List.of(2000L, 1000L) : List.of(2000L), tail(ref, size));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, SMALL, 767, 1023})
    void shouldAppendAgainOnlyWhatFitsWhenAnotherHasAppended(int size) {
        long ref = list(size);
        boolean done = commitsAfter(ref, () -> append(other, ref, 2000), () -> append(mutator, ref, 1001));
        assertEquals(done ? List.of(2000L, 1000L, 1001L) : List.of(2000L), tail(ref, size));
    }

    @Test
    void shouldNotReadWhatItHasAppendedToAListThatHasBecomeLarge() {
        long ref = list(SMALL);
        long[] many = LongStream.range(0, ListTree.MOST_FLAT).map(Cell::ofInt).toArray();
        assertFalse(commitsAfter(
                ref, () -> Lists.splice(other, ref, SMALL, 0, many, many.length), () -> Lists.get(mutator, ref, 0)));
        assertEquals(SMALL + many.length, Lists.size(mutator, ref));
        assertEquals(0, Cell.asInt(Lists.get(mutator, ref, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 769})
    void shouldNotReadWhatItHasAppendedToWhatHasBecomeEmpty(int size) {
        long ref = list(size);
        assertFalse(commitsAfter(
                ref,
                () -> {
                    Lists.remove(other, ref, -1);
                    Lists.remove(other, ref, -1);
                },
                () -> Lists.size(mutator, ref)));
        assertEquals(Math.max(0, size - 2), Lists.snapshot(mutator, ref).length);
    }

    @Test
    void shouldAppendAcrossChunksAndWhileTheListGrows() {
        long ref = list(0);
        for (int round = 0; round < 30; round++) {
            int first = round * 70;
            TestHeap.atomically(mutator, () -> {
                for (int i = 0; i < 70; i++) {
                    append(mutator, ref, first + i);
                }
            });
        }
        assertEquals(LongStream.range(0, 30 * 70).boxed().toList(), tail(ref, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SMALL, LARGE})
    void shouldLoseNothingAmongManyWhoAppendAndPop(int size) throws Exception {
        int threads = 3;
        int rounds = 4_000;
        long ref = list(size);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Integer>> appenders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                long base = 1_000_000L * (t + 1);
                appenders.add(() -> appendAndPop(ref, base, rounds));
            }
            int popped = 0;
            for (var result : executor.invokeAll(appenders)) {
                popped += result.get();
            }
            assertEquals(size + threads * rounds - popped, Lists.size(mutator, ref));
        }
        for (int t = 0; t < threads; t++) {
            long base = 1_000_000L * (t + 1);
            List<Long> own = tail(ref, 0).stream()
                    .filter(number -> number >= base && number < base + rounds)
                    .toList();
            assertEquals(own.stream().sorted().toList(), own, "not in the order in which they were appended");
        }
    }

    private int appendAndPop(long ref, long base, int rounds) {
        int popped = 0;
        try (Mutator own = heap.newMutator()) {
            for (int i = 0; i < rounds; i++) {
                long number = base + i;
                TestHeap.atomically(own, () -> append(own, ref, number));
                if (i % 5 == 0 && Lists.remove(own, ref, -1) != Cell.OUT_OF_RANGE) {
                    popped++;
                }
            }
        }
        return popped;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellsTest {
    private static final int COUNT = 12;
    private static final long START = 5;
    private static final int TIMES = 500;

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ATOMICS", "HASH_MAP"})
    private @interface ForEachWithTransactions {}

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatWasWritten(Peer peer) {
        try (Cells cells = peer.create(COUNT, START)) {
            assertEquals(START, cells.read(COUNT - 1));
            cells.write(1, 7);
            assertEquals(7, cells.read(1));
            assertEquals(START, cells.read(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNoIncrement(Peer peer) throws Exception {
        try (Cells cells = peer.create(COUNT, START)) {
            inTwoThreads(thread -> cells.increment(0));
            assertEquals(START + 2 * TIMES, cells.read(0));
        }
    }

    @ForEachWithTransactions
    void shouldLoseNoIncrementInTransactions(Peer peer) throws Exception {
        try (TransactionalCells cells = peer.createTransactional(COUNT, START)) {
            inTwoThreads(thread -> cells.incrementInTransaction(0));
            assertEquals(START + 2 * TIMES, cells.read(0));
        }
    }

    @ForEachWithTransactions
    void shouldSeeTheSameSumAmongTransfers(Peer peer) throws Exception {
        try (TransactionalCells cells = peer.createTransactional(COUNT, START)) {
            inTwoThreads(thread -> {
                cells.transfer(thread, 9 - thread, 1);
                assertEquals(10 * START, cells.sum(10));
                cells.transfer(9, thread, 2);
            });
            assertEquals(
                    COUNT * START,
                    IntStream.range(0, COUNT).mapToLong(cells::read).sum());
        }
    }

    @ForEachWithTransactions
    void shouldTakeFromOneAndGiveToTheOther(Peer peer) {
        try (TransactionalCells cells = peer.createTransactional(COUNT, START)) {
            cells.transfer(0, 1, 2);
            cells.transfer(3, 2, 1);
            assertEquals(START - 2, cells.read(0));
            assertEquals(START + 2, cells.read(1));
            assertEquals(START + 1, cells.read(2));
            assertEquals(START - 1, cells.read(3));
        }
    }

    private static void inTwoThreads(Consumer<Integer> step) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> IntStream.range(0, TIMES).forEach(i -> step.accept(0)));
            Future<?> other = threads.submit(() -> IntStream.range(0, TIMES).forEach(i -> step.accept(1)));
            one.get();
            other.get();
        }
    }
}

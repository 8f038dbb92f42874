// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.benchmarks.peer.Peer;

class BenchmarksTest {
    private static final int TIMES = 100;

    private final Tally tally = new Tally();
    private final Worker worker = new Worker();

    @ParameterizedTest
    @EnumSource
    void shouldFindInTheCellWhatWasDone(Peer peer) {
        CellBenchmark benchmark = cell(peer);
        for (int i = 0; i < TIMES; i++) {
            benchmark.write();
        }
        for (int i = 0; i < TIMES; i++) {
            benchmark.increment(worker);
        }
        assertEquals(TIMES, tally.done());
        benchmark.check();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ATOMICS", "HASH_MAP"})
    void shouldFindTheTotalThatTheTransactionsLeave(Peer peer) {
        TransactionBenchmark benchmark = transaction(peer);
        benchmark.readTen();
        for (int i = 0; i < TIMES; i++) {
            benchmark.transfer(worker);
            benchmark.increment(worker);
        }
        benchmark.check();
    }

    @Test
    void shouldRejectWorkThatWasNotDone() {
        CellBenchmark cell = cell(Peer.ATOMICS);
        TransactionBenchmark accounts = transaction(Peer.LOCKS);
        worker.done++;
        assertThrows(IllegalStateException.class, cell::check);
        assertThrows(IllegalStateException.class, accounts::check);
    }

    @Test
    void shouldDrawDifferentAccountsOfTheRange() {
        Pairs pairs = new Pairs(10, 2, 1);
        for (int i = 0; i < TIMES; i++) {
            pairs.advance();
            assertNotEquals(pairs.from(), pairs.to());
            assertEquals(21, pairs.from() + pairs.to());
        }
    }

    private CellBenchmark cell(Peer peer) {
        CellBenchmark benchmark = new CellBenchmark();
        benchmark.peer = peer;
        worker.join(tally, 0);
        benchmark.open(tally);
        return benchmark;
    }

    private TransactionBenchmark transaction(Peer peer) {
        TransactionBenchmark benchmark = new TransactionBenchmark();
        benchmark.peer = peer;
        worker.join(tally, 0);
        benchmark.open(tally);
        return benchmark;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.workload;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sharedobjects.benchmarks.peer.Cells;
import org.sharedobjects.benchmarks.peer.Peer;
import org.sharedobjects.benchmarks.peer.TransactionalCells;

/** Accounts, read and changed by transactions or whatever the peer has in their place. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init")
public class TransactionBenchmark {
    public static final int ACCOUNTS = 1_000;
    public static final long START = 1_000;
    private static final int READ_TOGETHER = 10;

    @Param({"SHARED_OBJECTS", "SHARED_WORDS", "SHARED_COUNTERS", "SCALA_STM", "MULTIVERSE", "CHRONICLE_MAP", "LOCKS"})
    public Peer peer;

    private TransactionalCells accounts;
    private Tally tally;

    @Setup
    public void open(Tally all) {
        tally = all;
        accounts = peer.createTransactional(ACCOUNTS, START);
    }

    @Benchmark
    public void readTen() {
        Tally.check("sum", READ_TOGETHER * START, accounts.sum(READ_TOGETHER));
    }

    @Benchmark
    public void transfer(Worker worker) {
        Pairs pairs = worker.pairs();
        pairs.advance();
        accounts.transfer(pairs.from(), pairs.to(), 1);
    }

    @Benchmark
    public void increment(Worker worker) {
        accounts.incrementInTransaction(0);
        worker.done++;
    }

    @TearDown
    public void check() {
        Tally.check("total", ACCOUNTS * START + tally.done(), total(accounts, 0, ACCOUNTS));
        accounts.close();
    }

    /** Of the {@code count} accounts from {@code first} on, while nobody changes them. */
    public static long total(Cells accounts, int first, int count) {
        long total = 0;
        for (int i = first; i < first + count; i++) {
            total += accounts.read(i);
        }
        return total;
    }
}

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

/** One cell, each operation a step of its own. Only one thread writes; any number increments. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init")
public class CellBenchmark {
    private static final long START = 1_000;
    private static final int CELL = 0;

    @Param
    public Peer peer;

    private Cells cells;
    private Tally tally;
    private long last = START;

    @Setup
    public void open(Tally all) {
        tally = all;
        cells = peer.create(1, START);
    }

    @Benchmark
    public long read() {
        return cells.read(CELL);
    }

    @Benchmark
    public void write() {
        cells.write(CELL, ++last);
    }

    @Benchmark
    public void increment(Worker worker) {
        cells.increment(CELL);
        worker.done++;
    }

    @TearDown
    public void check() {
        Tally.check("cell", last + tally.done(), cells.read(CELL));
        cells.close();
    }
}

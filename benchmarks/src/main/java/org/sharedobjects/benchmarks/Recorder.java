// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;

/** Keeps what JMH measures, the warm-up too, and lets only its complaints through. */
final class Recorder implements OutputFormat {
    private static final String CHATTER = "#";
    private static final double NANOS_PER_MICRO = 1_000;

    private final Map<Peer, Series> series;

    Recorder(Map<Peer, Series> series) {
        this.series = series;
    }

    private Series of(BenchmarkParams benchmark) {
        return series.computeIfAbsent(Peer.valueOf(benchmark.getParam("peer")), peer -> new Series());
    }

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {
        of(benchmark).startRound();
    }

    /** The score is operations of all threads a microsecond. */
    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
        double nanos = NANOS_PER_MICRO / data.getPrimaryResult().getScore();
        if (params.getType() == IterationType.WARMUP) {
            of(benchmark).addWarmUp(nanos);
        } else {
            of(benchmark).add(nanos);
        }
    }

    @Override
    public void println(String text) {
        if (!text.isBlank() && !text.startsWith(CHATTER)) {
            System.err.println(text);
        }
    }

    @Override
    public void print(String text) {
        println(text);
    }

    @Override
    public void write(int oneByte) {}

    /** What a forked JVM prints; when one fails, its last lines come as text too. */
    @Override
    public void write(byte[] bytes) {}

    @Override
    public void flush() {
        System.err.flush();
    }

    @Override
    public void verbosePrintln(String text) {}

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

    @Override
    public void endBenchmark(BenchmarkResult result) {}

    @Override
    public void startRun() {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void close() {}
}

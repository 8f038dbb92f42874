// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.sharedobjects.benchmarks.figure.Schedule;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;
import org.sharedobjects.benchmarks.peer.TransactionalCells;
import org.sharedobjects.benchmarks.workload.TransactionBenchmark;

/**
 * How much faster two processes are than one, over the same file with accounts of their own. Each iteration lets
 * one process work while the other waits, then both.
 */
public final class TwoProcesses {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Transfers own;
    private final SecondProcess second;

    private TwoProcesses(Transfers own, SecondProcess second) {
        this.own = own;
        this.second = second;
    }

    /** Adds the ratio of each iteration to the series. */
    public static void measure(Peer peer, Schedule schedule, Series ratios) throws IOException {
        Path folder = folder();
        Path file = folder.resolve("cells");
        try (TransactionalCells cells = peer.createIn(file, Transfers.ACCOUNTS, TransactionBenchmark.START);
                SecondProcess second = SecondProcess.start(peer, file)) {
            ratios.startRound();
            TwoProcesses both = new TwoProcesses(new Transfers(cells, 0), second);
            long nanos = schedule.length().toNanos();
            both.repeat(schedule.warmUps(), nanos, ratios::addWarmUp);
            both.repeat(schedule.iterations(), nanos, ratios::add);
            checkTotal(cells, 0);
            checkTotal(cells, Transfers.ACCOUNTS_EACH);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Path folder() throws IOException {
        String prefix = "benchmark";
        return Files.isDirectory(MEMORY)
                ? Files.createTempDirectory(MEMORY, prefix)
                : Files.createTempDirectory(prefix);
    }

    private void repeat(int count, long nanos, DoubleConsumer ratios) throws IOException {
        for (int i = 0; i < count; i++) {
            double alone = own.run(nanos);
            second.ask(nanos);
            double together = own.run(nanos) + second.answer();
            ratios.accept(together / alone);
        }
    }

    private static void checkTotal(TransactionalCells cells, int first) {
        long total = TransactionBenchmark.total(cells, first, Transfers.ACCOUNTS_EACH);
        if (total != Transfers.ACCOUNTS_EACH * TransactionBenchmark.START) {
            throw new IllegalStateException("total is wrong: first=" + first + " total=" + total);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.sharedobjects.benchmarks.peer.Peer;
import org.sharedobjects.benchmarks.peer.TransactionalCells;
import org.sharedobjects.benchmarks.workload.TransactionBenchmark;

/**
 * How much faster two processes are than one, over the same file with accounts of their own. Each round lets one
 * process work while the other waits, then both.
 */
public final class TwoProcesses {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Transfers own;
    private final SecondProcess second;

    private TwoProcesses(Transfers own, SecondProcess second) {
        this.own = own;
        this.second = second;
    }

    /** Gives the ratios of the rounds to the first consumer while warming up, then to the other. */
    public static void measure(
            Peer peer, int warmUp, DoubleConsumer whileWarmingUp, int rounds, DoubleConsumer then, long roundNanos)
            throws IOException {
        Path file = folder().resolve("cells");
        try (TransactionalCells cells = peer.createIn(file, Transfers.ACCOUNTS, TransactionBenchmark.START);
                SecondProcess second = SecondProcess.start(peer, file)) {
            TwoProcesses both = new TwoProcesses(new Transfers(cells, 0), second);
            both.repeat(warmUp, whileWarmingUp, roundNanos);
            both.repeat(rounds, then, roundNanos);
            checkTotal(cells, 0);
            checkTotal(cells, Transfers.ACCOUNTS_EACH);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(file.resolveSibling("."));
        }
    }

    private static Path folder() throws IOException {
        String prefix = "benchmark";
        return Files.isDirectory(MEMORY)
                ? Files.createTempDirectory(MEMORY, prefix)
                : Files.createTempDirectory(prefix);
    }

    private void repeat(int rounds, DoubleConsumer ratios, long roundNanos) throws IOException {
        for (int i = 0; i < rounds; i++) {
            double alone = own.run(roundNanos);
            second.ask(roundNanos);
            double together = own.run(roundNanos) + second.answer();
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

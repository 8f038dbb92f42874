// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.process;

import org.sharedobjects.benchmarks.peer.TransactionalCells;
import org.sharedobjects.benchmarks.workload.Pairs;
import org.sharedobjects.benchmarks.workload.TransactionBenchmark;

/** Transfers within the accounts of one process. */
final class Transfers {
    static final int ACCOUNTS_EACH = TransactionBenchmark.ACCOUNTS;
    static final int ACCOUNTS = 2 * ACCOUNTS_EACH;
    private static final int BATCH = 1_000;

    private final TransactionalCells accounts;
    private final Pairs pairs;

    Transfers(TransactionalCells accounts, int process) {
        this.accounts = accounts;
        this.pairs = new Pairs(process * ACCOUNTS_EACH, ACCOUNTS_EACH, process);
    }

    /** Works that long and returns transfers per second. */
    double run(long nanos) {
        long start = System.nanoTime();
        long count = 0;
        long passed;
        do {
            batch();
            count += BATCH;
            passed = System.nanoTime() - start;
        } while (passed < nanos);
        return count * 1e9 / passed;
    }

    private void batch() {
        for (int i = 0; i < BATCH; i++) {
            pairs.advance();
            accounts.transfer(pairs.from(), pairs.to(), 1);
        }
    }
}

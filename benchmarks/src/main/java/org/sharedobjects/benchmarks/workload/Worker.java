// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.workload;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** What one thread has done, and which accounts it takes next. */
@State(Scope.Thread)
public class Worker {
    /** Steps that are to be found in the cells at the end. */
    long done;

    private Pairs pairs = new Pairs(0, 2, 0);

    @Setup
    public void join(Tally tally, ThreadParams thread) {
        join(tally, thread.getThreadIndex());
    }

    void join(Tally tally, int thread) {
        tally.join(this);
        pairs = new Pairs(0, TransactionBenchmark.ACCOUNTS, thread);
    }

    Pairs pairs() {
        return pairs;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import org.sharedobjects.benchmarks.figure.Series;

/** CPU time of an operation: that of the thread that does it, and the collector's share. */
final class Costs {
    final Series own = new Series();
    final Series collector = new Series();
    final Series together = new Series();

    void startRound() {
        together.startRound();
    }

    /** Runs for so much CPU time of the calling thread. */
    void measure(Work work, long nanos, boolean counts) {
        long collectorBefore = CpuTime.collectorNanos();
        long start = CpuTime.ownNanos();
        long done = 0;
        long spent;
        do {
            done += work.batch();
            spent = CpuTime.ownNanos() - start;
        } while (spent < nanos);
        double each = (double) spent / done;
        double share = (double) (CpuTime.collectorNanos() - collectorBefore) / done;
        if (counts) {
            own.add(each);
            collector.add(share);
            together.add(each + share);
        } else {
            together.addWarmUp(each + share);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import static java.util.Objects.requireNonNull;

import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.reclaim.CollectionReport;

/** What the collector needs for each block that is reached, and for each that it releases. */
final class CollectorSpeed implements AutoCloseable {
    private static final int LIVE = 300_000;
    private static final int GARBAGE = 50_000;

    final Series reached = new Series();
    final Series released = new Series();

    private final SharedHeap heap = SharedHeap.openPrivate(DictWork.SIZE);
    private final SharedList garbage;

    CollectorSpeed() {
        heap.root().put("live", Filling.lists(LIVE));
        heap.root().put("garbage", Filling.numbers(0));
        garbage = (SharedList) requireNonNull(heap.root().get("garbage"));
    }

    void startRound() {
        reached.startRound();
        released.startRound();
    }

    void measure(boolean counts) {
        heap.collect();
        long start = CpuTime.collectorNanos();
        CollectionReport without = heap.collect();
        long base = CpuTime.collectorNanos() - start;
        garbage.addAll(Filling.dicts(GARBAGE));
        garbage.clear();
        start = CpuTime.collectorNanos();
        CollectionReport with = heap.collect();
        long spent = CpuTime.collectorNanos() - start;
        if (!without.wasGivenUp() && !with.wasGivenUp() && with.releasedBlocks() >= GARBAGE) {
            add(reached, (double) base / without.reachedBlocks(), counts);
            add(released, (double) (spent - base) / with.releasedBlocks(), counts);
        }
    }

    private static void add(Series series, double nanos, boolean counts) {
        if (counts) {
            series.add(nanos);
        } else {
            series.addWarmUp(nanos);
        }
    }

    @Override
    public void close() {
        heap.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;

/** Views of dicts: made, found again, and dropped after Java's collector has found them dead. */
final class WrapperWork implements AutoCloseable {
    private static final int COUNT = 200_000;
    private static final int EACH = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int PATIENCE = 100;

    final Series made = new Series();
    final Series found = new Series();
    final Series dropped = new Series();

    private final SharedHeap heap = SharedHeap.openPrivate(DictWork.SIZE);
    private final SharedList[] lists = new SharedList[COUNT / EACH];
    private final @Nullable Object[] views = new Object[COUNT];

    WrapperWork() {
        heap.root().put("lists", Filling.lists(COUNT));
        SharedList all = (SharedList) requireNonNull(heap.root().get("lists"));
        for (int i = 0; i < lists.length; i++) {
            lists[i] = (SharedList) requireNonNull(all.get(i));
        }
    }

    void startRound() {
        made.startRound();
        found.startRound();
        dropped.startRound();
    }

    void measure(boolean counts) {
        add(made, look(), counts);
        add(found, look(), counts);
        add(dropped, drop(), counts);
    }

    private static void add(Series series, long nanos, boolean counts) {
        double each = (double) nanos / COUNT;
        if (counts) {
            series.add(each);
        } else {
            series.addWarmUp(each);
        }
    }

    private long look() {
        long start = CpuTime.ownNanos();
        for (int i = 0; i < COUNT; i++) {
            views[i] = lists[i / EACH].get(i % EACH);
        }
        return CpuTime.ownNanos() - start;
    }

    private long drop() {
        int before = heap.handles().count();
        Arrays.fill(views, null);
        System.gc();
        long start = CpuTime.collectorNanos();
        for (int i = 0; i < PATIENCE && heap.handles().count() > before - COUNT; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return CpuTime.collectorNanos() - start;
    }

    @Override
    public void close() {
        heap.close();
    }
}

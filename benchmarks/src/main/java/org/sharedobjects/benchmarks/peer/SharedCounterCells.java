// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import java.util.stream.LongStream;
import org.sharedobjects.heap.SharedCounter;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;

/** Shared counters, which transactions add to without reading them. */
final class SharedCounterCells implements TransactionalCells {
    private static final Size SIZE = Size.mib(64);

    private final SharedHeap heap = SharedHeap.openPrivate(SIZE);
    private final SharedCounter[] counters;

    SharedCounterCells(int count, long value) {
        counters = LongStream.range(0, count).mapToObj(i -> heap.counter(value)).toArray(SharedCounter[]::new);
    }

    @Override
    public long read(int index) {
        return counters[index].get();
    }

    @Override
    public void write(int index, long value) {
        counters[index].set(value);
    }

    @Override
    public void increment(int index) {
        counters[index].add(1);
    }

    @Override
    public void incrementInTransaction(int index) {
        heap.atomically(() -> counters[index].add(1));
    }

    @Override
    public long sum(int count) {
        return heap.atomically(() -> {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += counters[i].get();
            }
            return sum;
        });
    }

    @Override
    public void transfer(int from, int to, long amount) {
        heap.atomically(() -> {
            counters[from].add(-amount);
            counters[to].add(amount);
        });
    }

    @Override
    public void close() {
        heap.close();
    }
}

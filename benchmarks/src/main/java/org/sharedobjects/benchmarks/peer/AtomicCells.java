// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** One {@link AtomicLong} a cell. */
final class AtomicCells implements Cells {
    private final AtomicLong[] cells;

    AtomicCells(int count, long value) {
        cells = IntStream.range(0, count).mapToObj(i -> new AtomicLong(value)).toArray(AtomicLong[]::new);
    }

    @Override
    public long read(int index) {
        return cells[index].get();
    }

    @Override
    public void write(int index, long value) {
        cells[index].set(value);
    }

    @Override
    public void increment(int index) {
        cells[index].incrementAndGet();
    }

    @Override
    public void close() {}
}

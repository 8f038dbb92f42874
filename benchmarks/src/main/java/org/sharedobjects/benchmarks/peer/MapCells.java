// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ConcurrentHashMap;

/** The values of a {@link ConcurrentHashMap}. */
final class MapCells implements Cells {
    private final ConcurrentHashMap<Integer, Long> cells = new ConcurrentHashMap<>();

    MapCells(int count, long value) {
        for (int i = 0; i < count; i++) {
            cells.put(i, value);
        }
    }

    @Override
    public long read(int index) {
        return requireNonNull(cells.get(index));
    }

    @Override
    public void write(int index, long value) {
        cells.put(index, value);
    }

    @Override
    public void increment(int index) {
        cells.merge(index, 1L, Long::sum);
    }

    @Override
    public void close() {}
}

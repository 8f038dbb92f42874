// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** Shared lists of one element each, in a heap of one process or in a file. */
class SharedCells implements TransactionalCells {
    private static final String NAME = "cells";
    private static final Size SIZE = Size.mib(64);

    private final SharedHeap heap;
    private final Memory memory;
    private final long[] refs;

    SharedCells(SharedHeap heap) {
        this.heap = heap;
        this.memory = heap.memory();
        SharedList all = (SharedList) requireNonNull(heap.root().get(NAME));
        this.refs = all.stream()
                .mapToLong(cell -> ((SharedList) requireNonNull(cell)).ref())
                .toArray();
    }

    /** A heap of this process alone with that many cells. */
    static SharedHeap createHeap(int count, long value) {
        return fill(SharedHeap.openPrivate(SIZE), count, value);
    }

    static SharedCells create(Path file, int count, long value) {
        SharedHeap heap =
                SharedHeap.builder().file(file).size(SIZE).createIfMissing().open();
        return new SharedCells(fill(heap, count, value));
    }

    static SharedCells open(Path file) {
        return new SharedCells(SharedHeap.builder().file(file).open());
    }

    private static SharedHeap fill(SharedHeap heap, int count, long value) {
        List<List<Long>> lists = IntStream.range(0, count)
                .mapToObj(i -> Collections.singletonList(value))
                .toList();
        heap.root().put(NAME, lists);
        return heap;
    }

    @Override
    public long read(int index) {
        long cell = Lists.tryGet(memory, refs[index], 0);
        return Cell.asInt(cell != Cell.MISS_SLOW ? cell : Lists.get(heap.mutator(), refs[index], 0));
    }

    @Override
    public void write(int index, long value) {
        Mutator mutator = heap.mutator();
        long cell = Cell.ofInt(value);
        if (!Lists.trySet(mutator, refs[index], 0, cell)) {
            Lists.set(mutator, refs[index], 0, cell);
        }
    }

    /** Without a transaction: reads, and writes if nothing has changed since. */
    @Override
    public void increment(int index) {
        Mutator mutator = heap.mutator();
        long ref = refs[index];
        for (; ; ) {
            long lock = mutator.settle(ref);
            long body = memory.getGuess(ref + ObjectLayout.BODY);
            long before = memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES);
            long after = Cell.ofInt(Cell.asInt(before) + 1);
            if (mutator.plain().write(ref, lock, body, ObjectLayout.FIRST_CELL_WORD, after)) {
                return;
            }
        }
    }

    @Override
    public void incrementInTransaction(int index) {
        Mutator mutator = heap.mutator();
        heap.atomically(() -> add(mutator, index, 1));
    }

    @Override
    public long sum(int count) {
        Mutator mutator = heap.mutator();
        return heap.atomically(() -> {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Cell.asInt(load(mutator, refs[i]));
            }
            return sum;
        });
    }

    @Override
    public void transfer(int from, int to, long amount) {
        Mutator mutator = heap.mutator();
        heap.atomically(() -> {
            add(mutator, from, -amount);
            add(mutator, to, amount);
        });
    }

    private void add(Mutator mutator, int index, long amount) {
        long before = Cell.asInt(load(mutator, refs[index]));
        store(mutator, refs[index], Cell.ofInt(before + amount));
    }

    /** The cell of a list, in a transaction. */
    long load(Mutator mutator, long ref) {
        return Lists.get(mutator, ref, 0);
    }

    void store(Mutator mutator, long ref, long cell) {
        Lists.set(mutator, ref, 0, cell);
    }

    @Override
    public void close() {
        heap.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.japi.STM;

/** References of ScalaSTM, through its API for Java. */
final class ScalaCells implements TransactionalCells {
    private final List<Ref.View<Long>> cells = new ArrayList<>();

    ScalaCells(int count, long value) {
        for (int i = 0; i < count; i++) {
            cells.add(STM.newRef(value));
        }
    }

    @Override
    public long read(int index) {
        return cells.get(index).get();
    }

    @Override
    public void write(int index, long value) {
        cells.get(index).set(value);
    }

    @Override
    public void increment(int index) {
        STM.increment(cells.get(index), 1L);
    }

    @Override
    public void incrementInTransaction(int index) {
        Ref.View<Long> cell = cells.get(index);
        STM.atomic(() -> cell.set(cell.get() + 1));
    }

    @Override
    public long sum(int count) {
        return STM.atomic(() -> {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += cells.get(i).get();
            }
            return sum;
        });
    }

    @Override
    public void transfer(int from, int to, long amount) {
        Ref.View<Long> source = cells.get(from);
        Ref.View<Long> target = cells.get(to);
        STM.atomic(() -> {
            source.set(source.get() - amount);
            target.set(target.get() + amount);
        });
    }

    @Override
    public void close() {}
}

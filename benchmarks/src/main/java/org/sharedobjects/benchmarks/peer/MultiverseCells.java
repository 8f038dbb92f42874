// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.multiverse.api.StmUtils;
import org.multiverse.api.callables.TxnLongCallable;
import org.multiverse.api.callables.TxnVoidCallable;
import org.multiverse.api.references.TxnLong;

/** References of Multiverse; its transactions are handed on, which spares it the look-up by thread. */
final class MultiverseCells implements TransactionalCells {
    /** Kept here: a logger that nobody holds forgets its level. */
    private static final Logger LOGGER = Logger.getLogger("org.multiverse");

    static {
        LOGGER.setLevel(Level.WARNING);
    }

    private final TxnLong[] cells;

    MultiverseCells(int count, long value) {
        cells = IntStream.range(0, count)
                .mapToObj(i -> StmUtils.newTxnLong(value))
                .toArray(TxnLong[]::new);
    }

    @Override
    public long read(int index) {
        return cells[index].atomicGet();
    }

    @Override
    public void write(int index, long value) {
        cells[index].atomicSet(value);
    }

    @Override
    public void increment(int index) {
        cells[index].atomicIncrementAndGet(1);
    }

    @Override
    public void incrementInTransaction(int index) {
        TxnLong cell = cells[index];
        StmUtils.atomic((TxnVoidCallable) txn -> cell.set(txn, cell.get(txn) + 1));
    }

    @Override
    public long sum(int count) {
        return StmUtils.atomic((TxnLongCallable) txn -> {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += cells[i].get(txn);
            }
            return sum;
        });
    }

    @Override
    public void transfer(int from, int to, long amount) {
        TxnLong source = cells[from];
        TxnLong target = cells[to];
        StmUtils.atomic((TxnVoidCallable) txn -> {
            source.set(txn, source.get(txn) - amount);
            target.set(txn, target.get(txn) + amount);
        });
    }

    @Override
    public void close() {}
}

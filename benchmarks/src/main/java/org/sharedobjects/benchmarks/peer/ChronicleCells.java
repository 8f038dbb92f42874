// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;

/**
 * The values of a Chronicle Map, off the Java heap or in a file. It has no transactions: a transfer holds the update
 * locks of both entries, and lets go of the first when the second is taken. Nothing undoes half a transfer.
 */
final class ChronicleCells implements TransactionalCells {
    private final ChronicleMap<Integer, Long> map;

    private ChronicleCells(ChronicleMap<Integer, Long> map) {
        this.map = map;
    }

    static ChronicleCells create(int count, long value) {
        return new ChronicleCells(builder(count).create()).fill(count, value);
    }

    static ChronicleCells create(Path file, int count, long value) {
        return persisted(file, count).fill(count, value);
    }

    static ChronicleCells open(Path file, int count) {
        return persisted(file, count);
    }

    private static ChronicleMapBuilder<Integer, Long> builder(int count) {
        return ChronicleMapBuilder.of(Integer.class, Long.class).entries(2L * count);
    }

    private static ChronicleCells persisted(Path file, int count) {
        try {
            return new ChronicleCells(builder(count).createPersistedTo(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChronicleCells fill(int count, long value) {
        for (int i = 0; i < count; i++) {
            map.put(i, value);
        }
        return this;
    }

    @Override
    public long read(int index) {
        return requireNonNull(map.get(index));
    }

    @Override
    public void write(int index, long value) {
        map.put(index, value);
    }

    @Override
    public void increment(int index) {
        map.compute(index, (key, value) -> requireNonNull(value) + 1);
    }

    @Override
    public void incrementInTransaction(int index) {
        increment(index);
    }

    @Override
    public long sum(int count) {
        return sumFrom(0, count);
    }

    /** Holds the read locks of all entries before, and sums up while it still has them. */
    private long sumFrom(int index, int count) {
        if (index == count) {
            return 0;
        }
        try (ExternalMapQueryContext<Integer, Long, ?> context = map.queryContext(index)) {
            context.readLock().lock();
            return value(context) + sumFrom(index + 1, count);
        }
    }

    @Override
    public void transfer(int from, int to, long amount) {
        int first = Math.min(from, to);
        int second = Math.max(from, to);
        long change = from < to ? -amount : amount;
        while (!tryTransfer(first, second, change)) {
            Thread.onSpinWait();
        }
    }

    private boolean tryTransfer(int first, int second, long change) {
        try (ExternalMapQueryContext<Integer, Long, ?> one = map.queryContext(first)) {
            if (!one.updateLock().tryLock()) {
                return false;
            }
            try (ExternalMapQueryContext<Integer, Long, ?> other = map.queryContext(second)) {
                if (!other.updateLock().tryLock()) {
                    return false;
                }
                add(one, change);
                add(other, -change);
                return true;
            }
        }
    }

    private static void add(ExternalMapQueryContext<Integer, Long, ?> context, long amount) {
        context.replaceValue(entry(context), context.wrapValueAsData(value(context) + amount));
    }

    private static long value(ExternalMapQueryContext<Integer, Long, ?> context) {
        return entry(context).value().get();
    }

    private static MapEntry<Integer, Long> entry(ExternalMapQueryContext<Integer, Long, ?> context) {
        @Nullable MapEntry<Integer, Long> entry = context.entry();
        return requireNonNull(entry);
    }

    @Override
    public void close() {
        map.close();
    }
}

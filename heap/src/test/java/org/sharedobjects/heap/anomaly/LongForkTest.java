// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two counters change independently: all readers together agree on the order of the changes. */
class LongForkTest {
    private static final int ROUNDS = Scale.rounds(400_000);

    private record Snapshot(long x, long y) {}

    @Test
    void shouldShowAllReadersPlainWritesInOneOrder() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long x = heap.object(0);
            long y = heap.object(0);
            assertOneOrder(
                    heap,
                    x,
                    y,
                    mutator -> heap.update(mutator, x, value -> value + 1),
                    mutator -> heap.update(mutator, y, value -> value + 1));
        }
    }

    @Test
    void shouldShowAllReadersTransactionsInOneOrder() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long x = heap.object(0);
            long y = heap.object(0);
            assertOneOrder(
                    heap,
                    x,
                    y,
                    mutator -> atomically(mutator, () -> WordHeap.store(mutator, x, load(mutator, x) + 1)),
                    mutator -> heap.update(mutator, y, value -> value + 1));
        }
    }

    private static void assertOneOrder(WordHeap heap, long x, long y, Together.Action changeX, Together.Action changeY)
            throws Exception {
        AtomicInteger writers = new AtomicInteger(2);
        List<Snapshot> seen = Collections.synchronizedList(new ArrayList<>());
        Together.run(
                heap,
                repeat(changeX, writers),
                repeat(changeY, writers),
                reader(x, y, true, writers, seen),
                reader(x, y, false, writers, seen));
        seen.sort(Comparator.comparingLong(Snapshot::x).thenComparingLong(Snapshot::y));
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(seen.get(i).y >= seen.get(i - 1).y, seen.get(i - 1) + " and " + seen.get(i));
        }
    }

    private static Together.Action repeat(Together.Action change, AtomicInteger writers) {
        return mutator -> {
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    change.run(mutator);
                }
            } finally {
                writers.decrementAndGet();
            }
        };
    }

    private static Together.Action reader(long x, long y, boolean xFirst, AtomicInteger writers, List<Snapshot> seen) {
        return mutator -> {
            List<Snapshot> mine = new ArrayList<>();
            while (writers.get() > 0) {
                long[] values = new long[2];
                atomically(mutator, () -> {
                    if (xFirst) {
                        values[0] = load(mutator, x);
                        values[1] = load(mutator, y);
                    } else {
                        values[1] = load(mutator, y);
                        values[0] = load(mutator, x);
                    }
                });
                mine.add(new Snapshot(values[0], values[1]));
            }
            seen.addAll(mine);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.Mutator;

/** What one thread did before it told another is seen by the other. */
class RealTimeOrderTest {
    private static final int ROUNDS = Scale.rounds(1_000_000);

    private interface Write {
        void run(Mutator mutator, long ref, long value);
    }

    private interface Read {
        long run(Mutator mutator, long ref);
    }

    @Test
    void shouldShowAPlainWriteToALaterPlainRead() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            assertSeen(heap, plainWrite(heap), (mutator, ref) -> heap.read(ref));
        }
    }

    @Test
    void shouldShowAPlainWriteToALaterTransaction() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            assertSeen(heap, plainWrite(heap), RealTimeOrderTest::readInTransaction);
        }
    }

    @Test
    void shouldShowATransactionToALaterPlainRead() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            assertSeen(heap, RealTimeOrderTest::writeInTransaction, (mutator, ref) -> heap.read(ref));
        }
    }

    @Test
    void shouldShowATransactionToALaterTransaction() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            assertSeen(heap, RealTimeOrderTest::writeInTransaction, RealTimeOrderTest::readInTransaction);
        }
    }

    private static Write plainWrite(WordHeap heap) {
        return (mutator, ref, value) -> heap.update(mutator, ref, before -> value);
    }

    private static void writeInTransaction(Mutator mutator, long ref, long value) {
        atomically(mutator, () -> store(mutator, ref, value));
    }

    private static long readInTransaction(Mutator mutator, long ref) {
        return atomically(mutator, () -> load(mutator, ref));
    }

    private static void assertSeen(WordHeap heap, Write write, Read read) throws Exception {
        long x = heap.object(0);
        AtomicLong told = new AtomicLong();
        Together.run(
                heap,
                mutator -> {
                    try {
                        for (long i = 1; i <= ROUNDS; i++) {
                            write.run(mutator, x, i);
                            told.set(i);
                        }
                    } finally {
                        told.set(ROUNDS);
                    }
                },
                mutator -> {
                    for (long expected = 0; expected < ROUNDS; ) {
                        expected = told.get();
                        long seen = read.run(mutator, x);
                        assertTrue(seen >= expected, "seen " + seen + ", told " + expected);
                    }
                });
    }
}

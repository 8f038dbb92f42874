// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

class DirtyReadTest {
    private static final long NEVER_COMMITTED = -1;

    @Test
    void shouldShowStoresToTheTransactionItselfOnly() {
        try (WordHeap heap = new WordHeap();
                Mutator writer = heap.mutator();
                Mutator reader = heap.mutator()) {
            long x = heap.object(1);
            writer.begin(0);
            store(writer, x, 2);
            assertEquals(2, load(writer, x));
            assertEquals(1, heap.read(x));
            assertEquals(1, atomically(reader, () -> load(reader, x)));
            assertTrue(writer.commit());
            assertEquals(2, heap.read(x));
        }
    }

    @Test
    void shouldLeaveNothingOfAnAbortedTransaction() {
        try (WordHeap heap = new WordHeap();
                Mutator writer = heap.mutator()) {
            long x = heap.object(1);
            long y = heap.object(1, 1, 1);
            writer.begin(0);
            store(writer, x, 2);
            writer.replaceBody(y, heap.body(2, 2, 2, 2));
            writer.abort();
            assertEquals(1, heap.read(x));
            assertEquals(1, heap.read(y));
        }
    }

    @Test
    void shouldNeverShowWhatWasNotCommitted() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] refs = heap.objects(4);
            AtomicBoolean done = new AtomicBoolean();
            Together.run(
                    heap,
                    mutator -> {
                        try {
                            for (int i = 0; i < Scale.rounds(200_000); i++) {
                                storeAndAbort(mutator, refs);
                            }
                        } finally {
                            done.set(true);
                        }
                    },
                    mutator -> {
                        while (!done.get()) {
                            for (long ref : refs) {
                                assertEquals(0, heap.read(ref));
                                assertEquals(0, atomically(mutator, () -> load(mutator, ref)));
                            }
                        }
                    });
        }
    }

    private static void storeAndAbort(Mutator mutator, long[] refs) {
        mutator.begin(0);
        try {
            for (long ref : refs) {
                store(mutator, ref, NEVER_COMMITTED);
            }
        } catch (ConflictException impossible) {
            throw new AssertionError("nobody commits here", impossible);
        } finally {
            mutator.abort();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlainWriteAmongTransactionsTest {
    private static final int ROUNDS = Scale.rounds(1_000_000);

    /** A source is counted up by plain writes, transactions copy it. */
    @Test
    void shouldNotCommitACopyOfAValueThatSomebodyHasSeenReplaced() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long source = heap.object(0);
            long copy = heap.object(0);
            AtomicBoolean done = new AtomicBoolean();
            Together.run(
                    heap,
                    mutator -> {
                        try {
                            for (int i = 0; i < ROUNDS; i++) {
                                heap.update(mutator, source, value -> value + 1);
                            }
                        } finally {
                            done.set(true);
                        }
                    },
                    mutator -> {
                        while (!done.get()) {
                            atomically(mutator, () -> store(mutator, copy, load(mutator, source)));
                        }
                    },
                    mutator -> {
                        while (!done.get()) {
                            long replaced = heap.read(source);
                            long before = heap.read(copy);
                            long after = heap.read(copy);
                            assertTrue(before <= heap.read(source));
                            assertTrue(
                                    after == before || after >= replaced,
                                    "copy of " + after + " made after " + replaced + " was seen");
                        }
                    });
        }
    }

    @Test
    void shouldKeepASumThatTransactionsMoveAndPlainWritesRaise() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] refs = heap.objects(2);
            Together.run(
                    heap,
                    mutator -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            heap.update(mutator, refs[i & 1], value -> value + 1);
                        }
                    },
                    mutator -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            atomically(mutator, () -> {
                                store(mutator, refs[0], load(mutator, refs[0]) - 1);
                                store(mutator, refs[1], load(mutator, refs[1]) + 1);
                            });
                        }
                    });
            assertEquals(ROUNDS, heap.read(refs[0]) + heap.read(refs[1]));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

/** Opacity: not even a transaction that is going to be undone sees two states mixed. */
class ReadSkewTest {
    private static final int OBJECTS = 5;
    private static final int ROUNDS = Scale.rounds(100_000);

    @Test
    void shouldStopAReaderBeforeItSeesASecondState() {
        try (WordHeap heap = new WordHeap();
                Mutator reader = heap.mutator();
                Mutator writer = heap.mutator()) {
            long[] refs = heap.objects(2);
            reader.begin(0);
            assertEquals(0, load(reader, refs[0]));
            atomically(writer, () -> incrementAll(writer, refs));
            assertThrows(ConflictException.class, () -> load(reader, refs[1]));
            assertTrue(reader.doomed());
            assertThrows(ConflictException.class, () -> load(reader, refs[0]));
            assertThrows(ConflictException.class, () -> store(reader, refs[0], 7));
            assertFalse(reader.commit());
            assertEquals(1, heap.read(refs[0]));
        }
    }

    @Test
    void shouldLetAReaderGoOnWhenWhatItReadStillStands() {
        try (WordHeap heap = new WordHeap();
                Mutator reader = heap.mutator();
                Mutator writer = heap.mutator()) {
            long[] refs = heap.objects(2);
            reader.begin(0);
            assertEquals(0, load(reader, refs[0]));
            atomically(writer, () -> store(writer, refs[1], 5));
            heap.update(writer, refs[1], value -> value + 1);
            assertEquals(6, load(reader, refs[1]));
            assertTrue(reader.commit());
        }
    }

    @Test
    void shouldReadTheSameValueTwice() {
        try (WordHeap heap = new WordHeap();
                Mutator reader = heap.mutator();
                Mutator writer = heap.mutator()) {
            long x = heap.object(1);
            reader.begin(0);
            assertEquals(1, load(reader, x));
            heap.update(writer, x, value -> 2);
            assertThrows(ConflictException.class, () -> load(reader, x));
            reader.abort();
        }
    }

    @Test
    void shouldNeverShowDifferentValuesOfObjectsThatChangeTogether() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] refs = heap.objects(OBJECTS);
            long unrelated = heap.object(0);
            AtomicInteger writers = new AtomicInteger(2);
            Together.run(
                    heap,
                    writer(refs, writers),
                    writer(refs, writers),
                    mutator -> {
                        while (writers.get() > 0) {
                            heap.update(mutator, unrelated, value -> value + 1);
                            atomically(mutator, () -> load(mutator, unrelated));
                        }
                    },
                    mutator -> {
                        SplittableRandom random = new SplittableRandom(1);
                        while (writers.get() > 0) {
                            atomically(mutator, () -> assertAllEqual(mutator, refs, random));
                        }
                    });
            assertEquals(2L * ROUNDS, heap.read(refs[0]));
        }
    }

    private static Together.Action writer(long[] refs, AtomicInteger writers) {
        return mutator -> {
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    atomically(mutator, () -> incrementAll(mutator, refs));
                }
            } finally {
                writers.decrementAndGet();
            }
        };
    }

    private static void assertAllEqual(Mutator mutator, long[] refs, SplittableRandom random) {
        int start = random.nextInt(OBJECTS);
        int step = random.nextInt(1, OBJECTS);
        long seen = load(mutator, refs[start]);
        for (int i = 1; i < OBJECTS; i++) {
            assertEquals(seen, load(mutator, refs[(start + i * step) % OBJECTS]));
        }
    }

    private static void incrementAll(Mutator mutator, long[] refs) {
        long seen = load(mutator, refs[0]);
        for (long ref : refs) {
            assertEquals(seen, load(mutator, ref));
            store(mutator, ref, seen + 1);
        }
    }
}

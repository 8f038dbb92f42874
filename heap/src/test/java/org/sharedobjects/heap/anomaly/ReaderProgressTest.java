// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.Mutator;

/** A long transaction gets through although short ones never stop changing what it reads. */
class ReaderProgressTest {
    private static final int OBJECTS = 100;
    private static final int MEASURED_SECONDS = 2;

    @Test
    void shouldReadAHundredCellsFiftyTimesASecondBesideTwoWriters() throws Exception {
        assertFiftyPerSecond(false);
    }

    @Test
    void shouldChangeOneOfAHundredCellsFiftyTimesASecondBesideTwoWriters() throws Exception {
        assertFiftyPerSecond(true);
    }

    private static void assertFiftyPerSecond(boolean alsoWrites) throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] refs = heap.objects(OBJECTS);
            AtomicBoolean done = new AtomicBoolean();
            AtomicLong succeeded = new AtomicLong();
            AtomicLong written = new AtomicLong();
            Together.run(heap, writer(refs, 0, done, written), writer(refs, 1, done, written), mutator -> {
                try {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < SECONDS.toNanos(MEASURED_SECONDS)) {
                        atomically(mutator, () -> sumUp(mutator, refs, alsoWrites));
                        succeeded.incrementAndGet();
                    }
                } finally {
                    done.set(true);
                }
            });
            assertTrue(succeeded.get() >= 50 * MEASURED_SECONDS, "times: " + succeeded);
            assertTrue(written.get() > 10_000, "the writers stood still: " + written);
        }
    }

    private static void sumUp(Mutator mutator, long[] refs, boolean alsoWrites) {
        long sum = 0;
        for (long ref : refs) {
            sum += load(mutator, ref);
        }
        if (alsoWrites) {
            store(mutator, refs[OBJECTS - 1], sum);
        }
    }

    private static Together.Action writer(long[] refs, int from, AtomicBoolean done, AtomicLong written) {
        return mutator -> {
            int i = from;
            while (!done.get()) {
                long ref = refs[i % OBJECTS];
                atomically(mutator, () -> store(mutator, ref, load(mutator, ref) + 1));
                i += 2;
                written.incrementAndGet();
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Bodies of all sizes are replaced and used again at once. Each holds copies of one number that says whose body it is, so
 * that a reader who believes a body in its next life is found out.
 */
class BodyReuseTest {
    private static final int OBJECTS = 6;
    private static final int MOST_CELLS = 40;
    private static final int ROUNDS = Scale.rounds(150_000);

    @Test
    void shouldNeverShowABodyInItsNextLife() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] refs = new long[OBJECTS];
            Arrays.setAll(refs, i -> heap.object(i));
            AtomicInteger writers = new AtomicInteger(2);
            Together.run(
                    heap,
                    replacer(heap, refs, writers, 1),
                    replacer(heap, refs, writers, 2),
                    mutator -> {
                        for (int i = 0; writers.get() > 0; i = (i + 1) % OBJECTS) {
                            assertOwn(i, plainSnapshot(mutator, refs[i]));
                        }
                    },
                    mutator -> {
                        for (int i = 0; writers.get() > 0; i = (i + 1) % OBJECTS) {
                            assertOwn(i, snapshot(mutator, refs[i]));
                        }
                    });
        }
    }

    private static Together.Action replacer(WordHeap heap, long[] refs, AtomicInteger writers, int seed) {
        return mutator -> {
            SplittableRandom random = new SplittableRandom(seed);
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    int i = random.nextInt(OBJECTS);
                    long value = i + OBJECTS * (long) random.nextInt(1_000);
                    long[] cells = new long[random.nextInt(1, MOST_CELLS)];
                    Arrays.fill(cells, value);
                    if (random.nextInt(3) == 0) {
                        replacePlain(heap, mutator, refs[i], cells);
                    } else {
                        atomically(mutator, () -> {
                            mutator.load(refs[i], WordHeap.CELL);
                            mutator.replaceBody(refs[i], heap.body(cells));
                        });
                    }
                }
            } finally {
                writers.decrementAndGet();
            }
        };
    }

    private static void replacePlain(WordHeap heap, Mutator mutator, long ref, long[] cells) {
        long body = heap.body(cells);
        for (; ; ) {
            long lock = mutator.settle(ref);
            long old = heap.memory().getPlain(ref + ObjectLayout.BODY);
            if (mutator.plain().replace(ref, lock, old, body)) {
                return;
            }
        }
    }

    private static long[] plainSnapshot(Mutator mutator, long ref) {
        Memory memory = mutator.memory();
        for (; ; ) {
            long lock = mutator.settle(ref);
            long body = memory.getPlain(ref + ObjectLayout.BODY);
            int size = Math.clamp(memory.getGuess(body + ObjectLayout.SIZE_WORD * Long.BYTES), 0, MOST_CELLS);
            long[] cells = new long[size];
            for (int i = 0; i < size; i++) {
                cells[i] = memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES + (long) i * Long.BYTES);
            }
            if (Locks.unchanged(memory, ref, lock)) {
                return cells;
            }
        }
    }

    private static long[] snapshot(Mutator mutator, long ref) {
        long[][] cells = new long[1][];
        atomically(mutator, () -> {
            int size = (int) mutator.load(ref, ObjectLayout.SIZE_WORD);
            assertTrue(size >= 1 && size <= MOST_CELLS, "size: " + size);
            cells[0] = new long[size];
            for (int i = 0; i < size; i++) {
                cells[0][i] = mutator.load(ref, WordHeap.CELL + i);
            }
        });
        return cells[0];
    }

    private static void assertOwn(int object, long[] cells) {
        assertTrue(cells.length >= 1);
        assertEquals(object, cells[0] % OBJECTS);
        for (long cell : cells) {
            assertEquals(cells[0], cell);
        }
    }
}

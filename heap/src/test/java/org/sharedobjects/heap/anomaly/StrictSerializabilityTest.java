// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.anomaly.Operation.Access;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Random transactions and plain operations of several threads on few objects, recorded and judged: with real time, and with
 * what undone transactions have seen. {@code -Dpso.long=true} runs thirty times as many.
 */
class StrictSerializabilityTest {
    private static final int THREADS = 4;
    private static final int HISTORIES = Scale.rounds(60);
    private static final int OPERATIONS = 3_000;

    @Test
    void shouldExplainEveryHistoryByOneOrder() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            assertEquals(Optional.empty(), History.violation(record(seed, true)), "seed " + seed);
        }
    }

    @Test
    void shouldFindReadersThatUseNoTransactions() throws Exception {
        boolean found = false;
        // On a busy machine a hundred may go by in which the threads hardly meet.
        for (int seed = 0; seed < 2_000 && !found; seed++) {
            found = History.violation(record(seed, false)).isPresent();
        }
        assertTrue(found, "the histories are too tame to show anything");
    }

    private static List<Operation> record(int seed, boolean readersUseTransactions) throws Exception {
        List<Operation> all = Collections.synchronizedList(new ArrayList<>());
        try (WordHeap heap = new WordHeap()) {
            long[] refs = heap.objects(2 + seed % 3);
            Together.Action[] actions = new Together.Action[THREADS];
            Arrays.setAll(actions, thread -> mutator -> {
                SplittableRandom random = new SplittableRandom(31L * seed + thread);
                Recorder recorder = new Recorder(heap, mutator, refs, thread);
                for (int i = 0; i < OPERATIONS; i++) {
                    recorder.step(random, readersUseTransactions);
                }
                all.addAll(recorder.operations);
            });
            Together.run(heap, actions);
        }
        return all;
    }

    private static final class Recorder {
        private final WordHeap heap;
        private final Mutator mutator;
        private final long[] refs;
        private final int thread;
        private final List<Operation> operations = new ArrayList<>();
        private long unique;

        Recorder(WordHeap heap, Mutator mutator, long[] refs, int thread) {
            this.heap = heap;
            this.mutator = mutator;
            this.refs = refs;
            this.thread = thread;
        }

        void step(SplittableRandom random, boolean readersUseTransactions) {
            int kind = random.nextInt(8);
            int object = random.nextInt(refs.length);
            switch (kind) {
                case 0, 1 -> plainRead(object);
                case 2, 3 -> plainWrite(object);
                case 4, 5 -> transaction(random, 0);
                case 6 -> transaction(random, 2);
                default -> {
                    if (readersUseTransactions) {
                        transaction(random, 0);
                    } else {
                        readsOneByOne();
                    }
                }
            }
        }

        private long nextValue() {
            return ++unique * THREADS + thread;
        }

        private void plainRead(int object) {
            long start = System.nanoTime();
            long found = heap.read(refs[object]);
            operations.add(Operation.of(start, System.nanoTime(), Access.read(object, found)));
        }

        private void plainWrite(int object) {
            long value = nextValue();
            long start = System.nanoTime();
            long found = heap.update(mutator, refs[object], before -> value);
            operations.add(Operation.of(start, System.nanoTime(), new Access(object, found, value)));
        }

        private void readsOneByOne() {
            long start = System.nanoTime();
            Access[] accesses = new Access[refs.length];
            for (int object = 0; object < refs.length; object++) {
                accesses[object] = Access.read(object, heap.read(refs[object]));
            }
            operations.add(Operation.of(start, System.nanoTime(), accesses));
        }

        private void transaction(SplittableRandom random, int leastReads) {
            int reads = random.nextInt(leastReads, refs.length + 1);
            int writes = random.nextInt(refs.length + 1);
            int first = random.nextInt(refs.length);
            long start = System.nanoTime();
            for (int attempt = 0; !runOnce(attempt, first, reads, writes, start); attempt++) {
                start = System.nanoTime();
            }
        }

        private boolean runOnce(int attempt, int first, int reads, int writes, long start) {
            List<Access> accesses = new ArrayList<>();
            boolean committed = false;
            mutator.begin(attempt);
            try {
                for (int i = 0; i < refs.length; i++) {
                    int object = (first + i) % refs.length;
                    access(object, i < reads, (i + first) % refs.length < writes, accesses);
                }
                committed = mutator.commit();
            } catch (ConflictException conflict) {
                mutator.abort();
            }
            Operation operation = new Operation(start, System.nanoTime(), accesses);
            operations.add(committed ? operation : operation.readsOnly());
            return committed;
        }

        private void access(int object, boolean reads, boolean writes, List<Access> accesses) {
            if (writes) {
                long found = load(mutator, refs[object]);
                long value = nextValue();
                accesses.add(new Access(object, found, value));
                store(mutator, refs[object], value);
            } else if (reads) {
                accesses.add(Access.read(object, load(mutator, refs[object])));
            }
        }
    }
}

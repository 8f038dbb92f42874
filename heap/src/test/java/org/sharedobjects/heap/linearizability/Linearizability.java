// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.memory.FaultPoints;

/**
 * Runs random scenarios of three threads many times, and lets Lincheck look for an order of the operations that explains
 * what they have returned. Threads dawdle before some of their stores, else two cores would hardly ever meet in the middle of
 * one. {@code -Dpso.long=true} runs two hundred times as many.
 *
 * <p>Only in its stress mode: the model checker interrupts accesses to Java's own memory alone, and takes what the heap keeps from
 * one run to the next for non-determinism.
 */
final class Linearizability {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int SCENARIOS = LONG ? 500 : 12;
    /** Of what has the steps of another subject inside. */
    private static final int FEW_SCENARIOS = LONG ? 500 : 3;

    private static final int RUNS = LONG ? 400 : 50;
    private static final int THREADS = 3;
    private static final int OPERATIONS = 3;
    private static final int SPIN_ONE_OF = 8;
    private static final int YIELD_ONE_OF = 32;
    private static final int MOST_SPINS = 100;

    private static volatile @Nullable SharedHeap heap;

    private Linearizability() {}

    /** Fails unless each method of {@code subject} that is an operation does what the specification's does, in one step. */
    static void check(Class<?> subject, Class<?> specification) {
        check(subject, specification, SCENARIOS);
    }

    /** The same with fewer scenarios in the usual build. */
    static void checkShortly(Class<?> subject, Class<?> specification) {
        check(subject, specification, FEW_SCENARIOS);
    }

    private static void check(Class<?> subject, Class<?> specification, int scenarios) {
        FaultPoints.set(Linearizability::dawdle);
        try (SharedHeap fresh = SharedHeap.openPrivate(Size.gib(4))) {
            heap = fresh;
            new StressOptions()
                    .iterations(scenarios)
                    .invocationsPerIteration(RUNS)
                    .threads(THREADS)
                    .actorsPerThread(OPERATIONS)
                    .sequentialSpecification(specification)
                    .check(subject);
            assertEquals(List.of(), fresh.check().problems());
        } finally {
            FaultPoints.set(null);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static void dawdle() {
        int chance = ThreadLocalRandom.current().nextInt(SPIN_ONE_OF * YIELD_ONE_OF);
        if (chance % YIELD_ONE_OF == 0) {
            Thread.yield();
        } else if (chance % SPIN_ONE_OF == 1) {
            for (int i = 0; i < MOST_SPINS; i++) {
                Thread.onSpinWait();
            }
        }
    }

    /** The one that the subjects of the running check live in. */
    static SharedHeap heap() {
        return Objects.requireNonNull(heap);
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(List<?> values) {
        return (List<Object>) Objects.requireNonNull(heap().toJava(heap().copyIn(values)));
    }
}

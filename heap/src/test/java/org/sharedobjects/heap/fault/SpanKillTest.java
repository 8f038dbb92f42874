// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.fault.SpanFaults.Kind;
import org.sharedobjects.heap.memory.FaultPoints;
import org.sharedobjects.heap.process.OtherProcess;

/** A process is killed before each of its stores while it takes spans or gives them back. */
@Timeout(1200)
class SpanKillTest {
    private static final int KILLED = 9;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int STEP = Boolean.getBoolean("pso.long") ? 1 : 9;

    @TempDir
    private Path folder;

    /** Does one thing, and is killed at the store of that number. */
    static final class Participant {
        private Participant() {}

        public static void main(String[] arguments) {
            AtomicInteger storesLeft = new AtomicInteger(NEVER);
            FaultPoints.set(() -> {
                if (storesLeft.getAndDecrement() == 0) {
                    Runtime.getRuntime().halt(KILLED);
                }
            });
            try (SpanFaults faults = new SpanFaults(Path.of(arguments[0]))) {
                storesLeft.set(Integer.parseInt(arguments[2]));
                faults.run(Kind.valueOf(arguments[1]));
                storesLeft.set(NEVER);
            }
        }
    }

    private boolean runAndKill(Path file, Kind kind, int stop) throws Exception {
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, file, kind, stop)) {
            boolean killed = other.status() == KILLED;
            if (!killed) {
                other.join();
            }
            return killed;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldGetAllSpansBackFromAProcessThatWasKilled(Kind kind) throws Exception {
        Path file = folder.resolve("heap");
        try (SpanFaults others = new SpanFaults(file)) {
            others.workOn(1);
            int room = others.room();
            boolean killed = true;
            int stop = kind.name().length() % STEP;
            for (; killed; stop += STEP) {
                killed = runAndKill(file, kind, stop);
                others.assertSound();
                collect(file);
                assertEquals(room, others.room(), "killed before store " + stop);
                others.assertSound();
                others.workOn(1);
            }
            assertTrue(stop > STEP, "hardly ever killed: " + stop);
        }
    }

    private static void collect(Path file) {
        try (SharedHeap heap = SharedHeap.builder().file(file).open()) {
            assertFalse(heap.collect().wasGivenUp());
        }
    }
}

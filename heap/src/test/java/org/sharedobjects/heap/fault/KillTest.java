// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.anomaly.WordHeap;
import org.sharedobjects.heap.fault.Operations.Kind;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.FaultPoints;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.OtherProcess;
import org.sharedobjects.heap.slot.SlotTable;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Ends other processes without a warning before each of their stores: in the middle of an operation, and while they end
 * what others have left. {@code -Dpso.long=true} tries every store instead of some.
 */
@Timeout(3600)
class KillTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int STEP = LONG ? 1 : 5;
    private static final int PAIR_STEP = LONG ? 1 : 14;
    private static final int ROUNDS = 20;
    private static final int KILLED = 9;
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private Path file;
    private WordHeap heap;
    private Mutator survivor;
    private Operations operations;

    @BeforeEach
    void create() {
        file = folder.resolve("heap");
        Segment segment = Segment.create(file, 16L << 20, made -> {});
        heap = new WordHeap(segment);
        survivor = heap.mutator();
        operations = new Operations(heap);
    }

    @AfterEach
    void close() {
        survivor.close();
        heap.close();
    }

    /** Attaches, does one operation after some others, leaves; is killed at the store of that number. */
    static final class Participant {
        private Participant() {}

        public static void main(String[] arguments) {
            AtomicInteger storesLeft = new AtomicInteger(NEVER);
            FaultPoints.set(() -> {
                if (storesLeft.getAndDecrement() == 0) {
                    Runtime.getRuntime().halt(KILLED);
                }
            });
            Kind kind = Kind.valueOf(arguments[1]);
            int stopWhileAttaching = Integer.parseInt(arguments[2]);
            int stopInOperation = Integer.parseInt(arguments[3]);
            storesLeft.set(stopWhileAttaching);
            WordHeap heap = new WordHeap(Segment.open(Path.of(arguments[0])));
            storesLeft.set(NEVER);
            long[] refs = new long[Operations.WORDS];
            for (int i = 0; i < refs.length; i++) {
                refs[i] = Long.parseLong(arguments[4 + i]);
            }
            try (heap;
                    Mutator mutator = heap.mutator()) {
                storesLeft.set(stopInOperation);
                new Operations(heap, refs[0], refs[1], refs[2]).run(kind, mutator);
                storesLeft.set(NEVER);
            }
        }
    }

    /** Whether it has been killed, rather than come to its end. */
    private boolean runAndKill(Kind kind, int stopWhileAttaching, int stopInOperation) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of(file, kind, stopWhileAttaching, stopInOperation));
        for (long ref : operations.refs()) {
            arguments.add(ref);
        }
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, arguments.toArray())) {
            boolean killed = other.status() == KILLED;
            if (!killed) {
                other.join();
            }
            return killed;
        }
    }

    private void workOn() {
        for (int i = 0; i < ROUNDS; i++) {
            for (Kind kind : Kind.values()) {
                operations.run(kind, survivor);
                operations.expect(kind);
            }
            operations.assertWhole(survivor, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldLoseNothingAndLeaveNothingHalfDoneWhenKilledInAnOperation(Kind kind) throws Exception {
        workOn();
        boolean killed = true;
        int kills = 0;
        for (int stop = kind.name().length() % STEP; killed; stop += STEP) {
            long edition = heap.memory().getVolatile(Superblock.EDITION);
            killed = runAndKill(kind, NEVER, stop);
            kills += killed ? 1 : 0;
            operations.expectIfDone(kind, survivor);
            workOn();
            heap.attachment().recover();
            assertNothingIsLeft();
            assertEquals(killed, heap.memory().getVolatile(Superblock.EDITION) != edition, "whether it is told");
        }
        assertTrue(kills > 1, "hardly ever killed: " + kills);
    }

    @Test
    void shouldBeRecoveredByTheNextWhenKilledOverRecovering() throws Exception {
        Kind kind = Kind.TRANSFER_AND_COUNT_BOTH_WAYS;
        boolean stillKilled = true;
        for (int stop = PAIR_STEP / 2; stillKilled; stop += PAIR_STEP) {
            boolean recovererKilled = true;
            for (int stopRecoverer = stop % 2; recovererKilled; stopRecoverer += PAIR_STEP) {
                stillKilled = runAndKill(kind, NEVER, stop);
                recovererKilled = runAndKill(kind, stopRecoverer, NEVER);
                if (!recovererKilled) {
                    operations.expect(kind);
                }
                heap.attachment().recover();
                assertNothingIsLeft();
                operations.expectIfDone(kind, survivor);
                workOn();
            }
        }
    }

    private void assertNothingIsLeft() {
        operations.assertUnlocked();
        Memory memory = heap.memory();
        int owned = 0;
        for (int slot = 0; slot < SlotTable.high(memory); slot++) {
            long status = memory.getAcquire(SlotLayout.offset(slot) + SlotLayout.STATUS);
            assertEquals(StatusWord.IDLE, StatusWord.state(status), "a slot is left in the middle of something");
            owned += memory.getAcquire(SlotLayout.offset(slot) + SlotLayout.OWNER) == ProcessLayout.NOBODY ? 0 : 1;
        }
        assertEquals(1, owned, "a slot is left to a dead process");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.fault.Operations.Kind;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Stops threads before each of their stores, one alone and two at once, while a third one works on the same objects. {@code
 * -Dpso.long=true} tries every pair of stores instead of some.
 */
@Timeout(1200)
class FreezeTest extends Beside {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int STEP = LONG ? 1 : 7;
    private static final int ROUNDS = LONG ? 20 : 4;
    private static final int MANY = 1_000;

    private Victim start(Kind kind, Mutator mutator, int stopBefore) {
        return new Victim(() -> operations.run(kind, mutator), stopBefore);
    }

    private void workOn(int rounds, int open) {
        for (int i = 0; i < rounds; i++) {
            for (Kind kind : Kind.values()) {
                operations.run(kind, third);
                operations.expect(kind);
            }
            operations.assertWhole(third, open);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldCommitAThousandTimesASecondBesideOneThatStandsStill(Kind kind) throws Exception {
        workOn(MANY, 0);
        boolean frozen = true;
        for (int stop = 0; frozen; stop++) {
            try (Mutator own = heap.mutator()) {
                Victim victim = start(kind, own, stop);
                frozen = victim.isFrozen();
                workFast(1, "stopped before store " + stop);
                victim.thaw();
                operations.expect(kind);
                operations.assertWhole(third, 0);
                operations.assertUnlocked();
            }
        }
    }

    /** A thousand operations in less than a second. */
    private void workFast(int standing, String where) throws Exception {
        long start = System.nanoTime();
        workOn(MANY / Kind.values().length, standing);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis < 1_000, "%s: %d ms".formatted(where, millis));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldStayWholeWhileTwoStandStillAndGoOnInEitherOrder(Kind first) throws Exception {
        for (Kind second : Kind.values()) {
            int stop = 0;
            for (boolean frozen = true; frozen; stop++) {
                frozen = stopTwo(first, stop, second);
            }
        }
    }

    /** The second one at every {@link #STEP}th store; false when the first did not get as far as its own. */
    private boolean stopTwo(Kind first, int stopFirst, Kind second) throws Exception {
        boolean frozen = true;
        for (int stop = stopFirst % STEP, run = 0; frozen; stop += STEP, run++) {
            try (Mutator one = heap.mutator();
                    Mutator two = heap.mutator()) {
                Victim a = start(first, one, stopFirst);
                if (!a.isFrozen()) {
                    a.thaw();
                    operations.expect(first);
                    return false;
                }
                Victim b = start(second, two, stop);
                frozen = b.isFrozen();
                if (LONG || (run == 0 && stopFirst % STEP == 0)) {
                    workFast(2, "%s stopped before store %d, %s before %d".formatted(first, stopFirst, second, stop));
                } else {
                    workOn(ROUNDS, 2);
                }
                boolean inOrder = (run + stopFirst) % 2 == 0;
                int rounds = 1 + (run + stopFirst) % ROUNDS;
                thaw(inOrder ? a : b, inOrder ? first : second, rounds, 1);
                thaw(inOrder ? b : a, inOrder ? second : first, rounds, 0);
                operations.assertUnlocked();
            }
        }
        return true;
    }

    private void thaw(Victim victim, Kind kind, int rounds, int open) throws InterruptedException {
        victim.thaw();
        operations.expect(kind);
        workOn(rounds, open);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.fault.Operations.Kind;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Errors such as a stack overflow strike before each store of an operation: it has happened or not, the thread goes on with
 * its mutator, and nobody else is hindered.
 */
@Timeout(600)
class ErrorTest extends Beside {
    private static final int STEP = Boolean.getBoolean("pso.long") ? 1 : 5;

    private static final class Strike extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** False when there was no such store. */
    private boolean runStruck(Kind kind, Mutator mutator, int before) {
        Thread self = Thread.currentThread();
        AtomicInteger left = new AtomicInteger(before);
        Victim.alsoBeforeStores(() -> {
            if (Thread.currentThread() == self && left.getAndDecrement() == 0) {
                throw new Strike();
            }
        });
        try {
            operations.run(kind, mutator);
            operations.expect(kind);
            return false;
        } catch (Strike struck) {
            return true;
        } finally {
            Victim.alsoBeforeStores(() -> {});
            if (mutator.active()) {
                mutator.abort();
            }
        }
    }

    private void workOn(Mutator mutator, int open) {
        for (Kind kind : Kind.values()) {
            operations.run(kind, mutator);
            operations.expect(kind);
            operations.assertWhole(mutator, open);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldHaveHappenedOrNotAndLetTheThreadGoOn(Kind kind) {
        workOn(third, 0);
        int stores = 0;
        try (Mutator own = heap.mutator()) {
            while (runStruck(kind, own, stores)) {
                operations.expectIfDone(kind, third);
                workOn(third, 0);
                workOn(own, 0);
                operations.assertUnlocked();
                stores++;
            }
        }
        assertTrue(stores > 10, "hardly any stores: " + stores);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldLetTheSlotsBeGivenBack(Kind kind) {
        for (int stores = 0, struck = 1; struck > 0; stores++) {
            Mutator own = heap.mutator();
            struck = runStruck(kind, own, stores) ? 1 : 0;
            own.close();
            operations.assertUnlocked();
            operations.expectIfDone(kind, third);
            workOn(third, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldBeHarmlessWhileTheCommitOfAnotherIsFinished(Kind kind) throws Exception {
        workOn(third, 0);
        boolean frozen = true;
        for (int stop = 0; frozen; stop += STEP) {
            boolean struck = true;
            for (int before = stop % STEP; struck && frozen; before += STEP) {
                try (Mutator stopped = heap.mutator();
                        Mutator own = heap.mutator()) {
                    Victim victim = new Victim(() -> operations.run(kind, stopped), stop);
                    frozen = victim.isFrozen();
                    int unknown = strikeBeside(own, before);
                    struck = unknown > 0;
                    victim.thaw();
                    operations.expect(kind);
                    operations.expectWhatIsThere(own, unknown);
                    workOn(own, 0);
                    operations.assertUnlocked();
                }
            }
        }
    }

    /** Number of operations of which it is not known whether they have happened. */
    private int strikeBeside(Mutator own, int before) {
        int struck = 0;
        for (Kind kind : Kind.values()) {
            struck += runStruck(kind, own, before) ? 1 : 0;
            workOn(own, 1 + struck);
        }
        return struck;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;

/** Something that happens just before a store of somebody who has no idea. */
public final class Interruption {
    private Interruption() {}

    /** Runs the operation, and the action before the first of its stores at which that is so. */
    public static void of(Runnable operation, BooleanSupplier when, Runnable action) {
        Thread self = Thread.currentThread();
        boolean[] reached = {false};
        FaultPoints.set(() -> {
            if (!reached[0] && Thread.currentThread() == self && when.getAsBoolean()) {
                reached[0] = true;
                action.run();
            }
        });
        try {
            operation.run();
        } finally {
            FaultPoints.set(null);
        }
        assertTrue(reached[0], "it never came to that");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Whether a thread just waits inside of an operation of some heap. For other heaps it is as if it were in no operation, however
 * long that lasts.
 */
final class Waiting {
    private static final ThreadLocal<Waiting> OF_THREAD = ThreadLocal.withInitial(Waiting::new);

    /** Odd while it waits. Only its thread changes it. */
    private volatile long count;
    /** That of the heap in whose operation it waits; written before the count. */
    private @Nullable Mutator mutator;

    private Waiting() {}

    static Waiting ofCurrentThread() {
        return OF_THREAD.get();
    }

    /** Runs something that only waits, in an operation with that mutator. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only its thread changes it
    <T extends @Nullable Object> T during(Mutator mutator, Supplier<T> wait) {
        if (count % 2 != 0) {
            return wait.get();
        }
        this.mutator = mutator;
        count++;
        try {
            return wait.get();
        } finally {
            count++;
        }
    }

    /** Whether it waits in an operation with another mutator, and the condition, which only its thread changes, is met meanwhile. */
    boolean isElsewhereAnd(Mutator own, BooleanSupplier condition) {
        long before = count;
        boolean met = before % 2 != 0 && mutator != own && condition.getAsBoolean();
        VarHandle.acquireFence();
        return met && count == before;
    }
}

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
 *
 * <p>Why somebody who sees it wait twice, and between that finds that it keeps no temporaries of his heap, may pass for it:
 * <ul>
 * <li>What the thread has done before, as keeping something or making handles, it did before it stored that it waits; so it can
 *     be seen by who reads that.
 * <li>What it keeps does not change while it waits. Something newer, such as the end of a transaction, is stored after the
 *     fence at the end. Who sees that also sees, behind his own fence, that this wait is over, or that it is another one.
 * <li>Its first look at the heap comes after that fence. When the end of the wait cannot be seen yet, then that look comes
 *     later than his, so what it finds is no temporary from before, and it finds EPOCH as he did, or later. Without the fence
 *     the look might come before the end of the wait is stored: no order of that store and later loads is a matter of course,
 *     also not when the store is volatile and they are not.
 * </ul>
 */
final class Waiting {
    private static final ThreadLocal<Waiting> OF_THREAD = ThreadLocal.withInitial(Waiting::new);

    /** Only its thread changes it. */
    private volatile @Nullable Wait now;

    /** One wait, in an operation with that mutator. A new one each time, so that none is taken for another. */
    private static final class Wait {
        final Mutator mutator;

        Wait(Mutator mutator) {
            this.mutator = mutator;
        }
    }

    private Waiting() {}

    static Waiting ofCurrentThread() {
        return OF_THREAD.get();
    }

    /** Runs something that only waits, and calls nobody back, in an operation with that mutator. */
    <T extends @Nullable Object> T during(Mutator mutator, Supplier<T> wait) {
        now = new Wait(mutator);
        try {
            return wait.get();
        } finally {
            now = null;
            VarHandle.fullFence();
        }
    }

    /** Whether it waits in an operation with another mutator, and the condition, which only its thread changes, is met meanwhile. */
    boolean isElsewhereAnd(Mutator own, BooleanSupplier condition) {
        Wait wait = now;
        if (wait == null || wait.mutator == own || !condition.getAsBoolean()) {
            return false;
        }
        VarHandle.acquireFence();
        return now == wait;
    }
}

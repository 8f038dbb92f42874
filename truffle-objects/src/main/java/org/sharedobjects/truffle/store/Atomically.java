// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Makes one step of several operations. */
public final class Atomically {
    private Atomically() {}

    /** Runs the body as part of the running transaction, or as one of its own, again and again until it commits. */
    public static <T extends @Nullable Object> T run(AttachedHeap home, Supplier<T> body) {
        Mutator mutator = home.mutator();
        if (mutator.active()) {
            return body.get();
        }
        for (int attempt = 0; ; attempt++) {
            home.begin(attempt);
            try {
                T result = body.get();
                if (mutator.commit()) {
                    return result;
                }
            } catch (ConflictException e) {
                // Run again.
            } finally {
                if (mutator.active()) {
                    mutator.abort();
                }
                home.ended();
            }
        }
    }
}

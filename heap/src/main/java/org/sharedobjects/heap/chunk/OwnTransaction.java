// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.chunk;

import java.util.function.LongSupplier;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;

/** Operations that are transactions of their own when none is running. */
public final class OwnTransaction {
    private OwnTransaction() {}

    /** Runs this as part of the running transaction, or as one of its own until that commits. */
    public static long joinOrRun(Mutator mutator, LongSupplier body) {
        return mutator.active() ? body.getAsLong() : run(mutator, body);
    }

    /** Runs this until it commits. No transaction must be running. */
    public static long run(Mutator mutator, LongSupplier body) {
        SelfConflicts conflicts = null;
        for (int attempt = 0; ; attempt++) {
            mutator.begin(attempt);
            try {
                long result = body.getAsLong();
                if (mutator.commit()) {
                    return result;
                }
            } catch (ConflictException e) {
                // Run again.
            } finally {
                if (mutator.active()) {
                    mutator.abort();
                }
            }
            conflicts = conflicts == null ? new SelfConflicts(mutator) : conflicts;
            conflicts.count();
        }
    }
}

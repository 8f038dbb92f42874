// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.lang.ref.Cleaner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.txn.Mutator;

/** One mutator for each thread that touches a heap; given back some time after the thread has ended. */
final class ThreadMutators {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Supplier<Mutator> factory;
    /** Not static: each heap has its own. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Lease> leases = new ThreadLocal<>();

    /** Reachable from its thread alone; the mutator is not, since other caches may hold it. */
    private record Lease(Mutator mutator) {}

    ThreadMutators(Supplier<Mutator> factory) {
        this.factory = factory;
    }

    Mutator current() {
        Lease lease = leases.get();
        return lease != null ? lease.mutator : open();
    }

    /** Gives back the calling thread's mutator. */
    void closeCurrent() {
        Lease lease = leases.get();
        if (lease != null) {
            leases.remove();
            lease.mutator.close();
        }
    }

    private Mutator open() {
        Mutator mutator = factory.get();
        Lease lease = new Lease(mutator);
        CLEANER.register(lease, mutator::close);
        leases.set(lease);
        return mutator;
    }
}

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
    private static final class Lease {
        final Mutator mutator;
        /** Gives the mutator back, once. */
        final Cleaner.Cleanable end;

        Lease(Mutator mutator) {
            this.mutator = mutator;
            this.end = CLEANER.register(this, mutator::close);
        }
    }

    ThreadMutators(Supplier<Mutator> factory) {
        this.factory = factory;
    }

    Mutator current() {
        Lease lease = leases.get();
        return lease != null ? lease.mutator : open();
    }

    /** Is the calling thread inside a transaction? */
    boolean active() {
        Lease lease = leases.get();
        return lease != null && lease.mutator.active();
    }

    /** Gives back the calling thread's mutator. */
    void closeCurrent() {
        Lease lease = leases.get();
        if (lease != null) {
            leases.remove();
            lease.end.clean();
        }
    }

    private Mutator open() {
        Lease lease = new Lease(factory.get());
        leases.set(lease);
        return lease.mutator;
    }
}

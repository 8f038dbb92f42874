// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.txn.Mutator;

/**
 * One mutator for each thread that touches a heap. It is given back some time after the thread has ended, at the latest when
 * another thread finds no slots.
 */
final class ThreadMutators {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Supplier<Mutator> factory;
    /** Not static: each heap has its own. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Lease> leases = new ThreadLocal<>();

    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();

    /** Reachable from its thread alone; the loan is not, nor the mutator, since other caches may hold it. */
    private static final class Lease {
        final Mutator mutator;
        /** Gives the mutator back, once. */
        final Cleaner.Cleanable end;

        Lease(Loan loan) {
            this.mutator = loan.mutator;
            this.end = CLEANER.register(this, loan);
        }
    }

    /** Known to the cleaner, so that it must not lead to the leases. */
    private static final class Loan implements Runnable {
        final Mutator mutator;
        private final Set<Loan> loans;
        private final WeakReference<Thread> borrower = new WeakReference<>(Thread.currentThread());

        Loan(Mutator mutator, Set<Loan> loans) {
            this.mutator = mutator;
            this.loans = loans;
        }

        boolean isOver() {
            Thread thread = borrower.get();
            return thread == null || !thread.isAlive();
        }

        @Override
        public void run() {
            loans.remove(this);
            mutator.close();
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
        Loan loan = new Loan(make(), loans);
        loans.add(loan);
        leases.set(new Lease(loan));
        return loan.mutator;
    }

    /** One that belongs to no thread. */
    Mutator make() {
        try {
            return factory.get();
        } catch (HeapException e) {
            giveBackThoseOfEndedThreads();
            return factory.get();
        }
    }

    private synchronized void giveBackThoseOfEndedThreads() {
        for (Loan loan : loans) {
            if (loan.isOver()) {
                loan.run();
            }
        }
    }
}

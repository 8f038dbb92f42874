// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.txn.Mutator;

/**
 * One mutator for each thread that touches a heap. It is given back some time after the thread has ended, at the latest when
 * another thread finds no slots.
 *
 * <p>A thread has temporaries in operations of the Java API only, unless it was {@linkplain #lend lent} its mutator. It
 * passes when it begins one outside of transactions and of {@link #holding}; the collector passes for it while it is in none.
 */
final class ThreadMutators {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long CLOSING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Supplier<Mutator> factory;
    /** Not static: each heap has its own. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Lease> leases = new ThreadLocal<>();

    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();

    /** Reachable from its thread alone; the loan is not, nor the mutator, since other caches may hold it. */
    private static final class Lease {
        final Mutator mutator;
        final Loan loan;
        /** Gives the mutator back, once. */
        final Cleaner.Cleanable end;

        Lease(Loan loan) {
            this.mutator = loan.mutator;
            this.loan = loan;
            this.end = CLEANER.register(this, loan);
        }
    }

    /** Known to the cleaner, so that it must not lead to the leases. */
    private static final class Loan implements Runnable {
        final Mutator mutator;
        /** Whether the borrower may have temporaries at any time. */
        boolean lent;
        /** Whether the borrower has temporaries when he begins an operation now. */
        boolean holding;

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

        boolean keepsTemporaries() {
            return lent || holding || mutator.active();
        }

        /** Whether there was a moment during the call at which the borrower had no temporaries. */
        boolean isIdle() {
            Thread thread = borrower.get();
            // The stack first: after that what the borrower has stored can be seen.
            return thread == null || !(ApiFrames.mayBeInside(thread) || keepsTemporaries());
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

    /** The calling thread's mutator, in the middle of an operation. */
    Mutator current() {
        return lease().mutator;
    }

    /** As {@link #current}, at the beginning of an operation. */
    Mutator enter() {
        Lease lease = lease();
        if (!lease.loan.keepsTemporaries()) {
            lease.mutator.pass();
        }
        return lease.mutator;
    }

    /** As {@link #current}, for who may keep offsets in Java variables: the thread does not pass any more on its own. */
    Mutator lend() {
        Lease lease = lease();
        lease.loan.lent = true;
        return lease.mutator;
    }

    /** Runs a part of an operation that may begin other operations while there are temporaries. */
    <T extends @Nullable Object> T holding(Supplier<T> part) {
        Loan loan = lease().loan;
        boolean before = loan.holding;
        loan.holding = true;
        try {
            return part.get();
        } finally {
            loan.holding = before;
        }
    }

    /** Runs something that looks at nothing of the heap, outside of transactions; the thread counts as having passed all the time. */
    <T extends @Nullable Object> T resting(Supplier<T> pause) {
        Lease lease = lease();
        if (lease.loan.keepsTemporaries()) {
            return pause.get();
        }
        lease.mutator.rest();
        try {
            return pause.get();
        } finally {
            lease.mutator.pass();
        }
    }

    /** Is the calling thread inside a transaction? */
    boolean active() {
        Lease lease = leases.get();
        return lease != null && lease.mutator.active();
    }

    /** Whether the calling thread has temporaries when an operation begins. */
    boolean keepsTemporaries() {
        Lease lease = leases.get();
        return lease != null && lease.loan.keepsTemporaries();
    }

    /** Gives back the calling thread's mutator. */
    void closeCurrent() {
        Lease lease = leases.get();
        if (lease != null) {
            leases.remove();
            lease.end.clean();
        }
    }

    /** How many threads have one. */
    int count() {
        return loans.size();
    }

    private Lease lease() {
        Lease lease = leases.get();
        return lease != null ? lease : open();
    }

    private Lease open() {
        Loan loan = new Loan(make(), loans);
        loans.add(loan);
        Lease lease = new Lease(loan);
        leases.set(lease);
        return lease;
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

    /**
     * Passes into an era, which EPOCH must have reached before the call, for the threads that are in no operation. Threads that
     * are in one do so themselves when they begin the next, if they do.
     */
    void passForIdle(long era) {
        for (Loan loan : loans) {
            if (loan.isOver()) {
                loan.run();
            } else if (!loan.mutator.hasPassedInto(era) && loan.isIdle()) {
                loan.mutator.passFor(era);
            }
        }
    }

    /**
     * Gives back the mutators of threads that are in no operation, after waiting a little for those that are in one: nobody
     * passes for them any more. None must begin one after the call has begun.
     */
    void closeIdle() {
        long start = System.nanoTime();
        while (!closeIdleNow() && System.nanoTime() - start < CLOSING_NANOS) {
            LockSupport.parkNanos(CLOSING_NANOS / 1000);
        }
    }

    /** Whether there is none left that could become idle soon. */
    private boolean closeIdleNow() {
        boolean all = true;
        for (Loan loan : loans) {
            if (loan.isOver() || loan.isIdle()) {
                loan.run();
            } else {
                all &= loan.lent;
            }
        }
        return all;
    }
}

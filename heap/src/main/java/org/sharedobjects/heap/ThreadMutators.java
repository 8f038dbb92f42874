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
 * passes when it begins one outside of {@link #holding}; the collector passes for it while it is in none. Those of a transaction
 * are known to the mutator.
 */
final class ThreadMutators {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long LOOK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
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
        /** Whether the thread of the collector looks, or is about to look, at what the borrower's transaction has touched. */
        private volatile boolean looking;
        /** Of the collector's thread. */
        private long nextLook = System.nanoTime();

        /** Operations begun so far. Others read it as it comes: they want to know whether it changes in the long run. */
        long operations;

        private final Set<Loan> loans;
        private final WeakReference<Thread> borrower = new WeakReference<>(Thread.currentThread());
        private final Waiting waiting = Waiting.ofCurrentThread();

        Loan(Mutator mutator, Set<Loan> loans) {
            this.mutator = mutator;
            this.loans = loans;
        }

        boolean isOver() {
            Thread thread = borrower.get();
            return thread == null || !thread.isAlive();
        }

        boolean keepsTemporaries() {
            return hasHidden() || mutator.active();
        }

        /** Whether he has temporaries, or may have, that his mutator does not know of. */
        boolean hasHidden() {
            return lent || holding;
        }

        /** Whether there was a moment during the call at which the borrower had no temporaries. */
        boolean isIdle() {
            // Looking at a stack is dear: not for who has temporaries anyway.
            if (keepsTemporaries()) {
                return false;
            }
            if (waiting.isElsewhereAnd(mutator, () -> !keepsTemporaries())) {
                return true;
            }
            // The stack first: after that what the borrower has stored can be seen.
            return !(isInside() || keepsTemporaries());
        }

        /** Whether the borrower is in an operation. */
        boolean isInside() {
            Thread thread = borrower.get();
            return thread != null && ApiFrames.mayBeInside(thread);
        }

        /** Passes for the borrower if he is in no operation, be it in a transaction. */
        void passFor(long era) {
            // Looking at a stack is dear: not for who has temporaries anyway.
            if (hasHidden()) {
                return;
            }
            if (waiting.isElsewhereAnd(mutator, () -> !keepsTemporaries())) {
                mutator.passForIdle(era);
            } else if (System.nanoTime() - nextLook >= 0) {
                nextLook = System.nanoTime() + LOOK_PAUSE_NANOS;
                passForOutsideOfOperations(era);
            }
        }

        /**
         * Once the stack has shown that he is in no operation, he finds {@link #looking} set before he begins the next one, and
         * waits; so what his transaction has touched stays the same until it has been looked at.
         */
        private synchronized void passForOutsideOfOperations(long era) {
            Thread thread = borrower.get();
            looking = true;
            try {
                if (thread == null || (ApiFrames.isOutsideOfOperations(thread) && !hasHidden())) {
                    mutator.passFor(era);
                }
            } finally {
                looking = false;
            }
        }

        /** By the borrower, before he does anything with his mutator. */
        void awaitLook() {
            if (looking) {
                awaitEndOfLook();
            }
        }

        private synchronized void awaitEndOfLook() {}

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
        lease.loan.operations++;
        lease.loan.awaitLook();
        if (!lease.loan.hasHidden()) {
            lease.mutator.pass();
        }
        return lease.mutator;
    }

    /** Runs a function of the caller's inside a transaction; the thread is in no operation meanwhile. */
    <T extends @Nullable Object> T callback(Supplier<T> function) {
        Loan loan = lease().loan;
        try {
            return UserCode.run(function);
        } finally {
            loan.awaitLook();
        }
    }

    /** As {@link #current}, for who may keep offsets in Java variables: the thread does not pass any more on its own. */
    Mutator lend() {
        Lease lease = lease();
        lease.loan.awaitLook();
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
            return lease.loan.waiting.during(lease.mutator, pause);
        }
        lease.mutator.rest();
        try {
            return lease.loan.waiting.during(lease.mutator, pause);
        } finally {
            lease.mutator.pass();
        }
    }

    /** Is the calling thread inside a transaction? */
    boolean active() {
        Lease lease = leases.get();
        return lease != null && lease.mutator.active();
    }

    /** Is the calling thread in the middle of {@link #holding}? */
    boolean isHolding() {
        Lease lease = leases.get();
        return lease != null && lease.loan.holding;
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

    /** Changes when a thread begins an operation. */
    long activity() {
        long sum = 0;
        for (Loan loan : loans) {
            sum += loan.operations;
        }
        return sum;
    }

    /** Whether a thread is in an operation outside of transactions; in those it begins one after the other. */
    boolean isBusy() {
        return loans.stream().anyMatch(loan -> !loan.mutator.active() && loan.isInside());
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
        Mutator mutator = make();
        try {
            Loan loan = new Loan(mutator, loans);
            loans.add(loan);
            Lease lease = new Lease(loan);
            leases.set(lease);
            return lease;
        } catch (RuntimeException | Error e) {
            // Slots that nobody passes for would keep all collectors waiting.
            mutator.close();
            throw e;
        }
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
            } else if (!loan.mutator.hasPassedInto(era)) {
                loan.passFor(era);
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

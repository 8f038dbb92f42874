// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.Savepoint;

/** What one thread of an interpreter changes one heap with. */
public final class ThreadMutator {
    public final Thread thread;
    private final SharedHeap heap;
    private final Deque<Suspended> suspended = new ArrayDeque<>();
    private final List<Savepoint> savepoints = new ArrayList<>();
    private Mutator mutator;
    private boolean retrying;
    /** It waits for a change of what its transaction has read, without the interpreter's lock. */
    private boolean waiting;

    /** A transaction that the thread is outside of for a while. */
    private record Suspended(Mutator mutator, boolean retrying, boolean waiting, List<Savepoint> savepoints) {}

    ThreadMutator(Thread thread, SharedHeap heap) {
        this.thread = thread;
        this.heap = heap;
        this.mutator = heap.newMutator();
    }

    public Mutator mutator() {
        if (mutator.isCommitting() || waiting) {
            stepAside();
        }
        return mutator;
    }

    /** For all threads. */
    boolean isInTransaction() {
        return mutator.active();
    }

    /**
     * In the middle of a commit, where compiled code lets it, or of a wait something else of this thread runs, as a signal's handler or a finalizer.
     * That is outside of the transaction, and has another mutator until {@link #comeBackTo}.
     */
    @TruffleBoundary
    private void stepAside() {
        if (thread == Thread.currentThread()) {
            suspend();
        }
    }

    /** After a commit or wait by this mutator, which was that of the thread when it began. */
    void comeBackTo(Mutator committed) {
        if (mutator != committed) {
            comeBack(committed);
        }
    }

    @TruffleBoundary
    private void comeBack(Mutator committed) {
        while (mutator != committed && hasSuspended()) {
            resume();
        }
    }

    /**
     * The mutator, for operations.
     *
     * @throws RetrySignal while the transaction waits to be undone and run again
     */
    Mutator usable() {
        Mutator own = mutator();
        if (retrying) {
            throw RetrySignal.INSTANCE;
        }
        return own;
    }

    public boolean isRetrying() {
        return retrying;
    }

    /** Nothing has to be cleared at the end of the transaction. */
    boolean isPlain() {
        return !retrying && savepoints.isEmpty();
    }

    /** The running transaction is to be undone, and run again when something it has read changes. */
    public void retry() {
        retrying = true;
    }

    void ended() {
        retrying = false;
        savepoints.clear();
    }

    /** Number of a savepoint of the running transaction. */
    public int savepoint() {
        savepoints.add(usable().savepoint());
        return savepoints.size() - 1;
    }

    /** Forgets what was written since the savepoint, and that the transaction was to wait. */
    public void rollbackTo(int savepoint) {
        mutator.rollbackTo(savepoints.get(savepoint));
        savepoints.subList(savepoint, savepoints.size()).clear();
        retrying = false;
    }

    /** Until {@link #resume}, the thread works with another mutator, outside of its transaction. */
    void suspend() {
        Mutator another = heap.newMutator();
        suspended.push(new Suspended(mutator, retrying, waiting, List.copyOf(savepoints)));
        mutator = another;
        waiting = false;
        ended();
    }

    boolean hasSuspended() {
        return !suspended.isEmpty();
    }

    void resume() {
        mutator.close();
        Suspended before = suspended.pop();
        mutator = before.mutator;
        retrying = before.retrying;
        waiting = before.waiting;
        savepoints.clear();
        savepoints.addAll(before.savepoints);
    }

    /** Until {@link #endWait}, the transaction of the mutator that this gives waits for a change. */
    public Mutator beginWait() {
        Mutator own = mutator();
        waiting = true;
        return own;
    }

    public void endWait(Mutator own) {
        comeBackTo(own);
        waiting = false;
    }

    /**
     * Passes for the thread, which may be about to end; also inside of transactions. False when it has not, since one waits for a change or
     * is being committed. EPOCH must have reached that era.
     */
    boolean pass(long era) {
        boolean all = pass(mutator, waiting, era);
        for (Suspended each : suspended) {
            all &= pass(each.mutator, each.waiting, era);
        }
        return all;
    }

    private static boolean pass(Mutator mutator, boolean waiting, long era) {
        if (!waiting) {
            mutator.passForKeepingConflict(era);
        }
        return !waiting && mutator.hasPassedInto(era);
    }

    boolean hasPassedInto(long era) {
        return mutator.hasPassedInto(era);
    }

    void close() {
        while (!suspended.isEmpty()) {
            resume();
        }
        mutator.close();
    }
}

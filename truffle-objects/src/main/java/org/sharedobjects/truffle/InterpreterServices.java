// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import org.jspecify.annotations.Nullable;

/** What an interpreter asks of the host that runs it. Methods that block are called without the interpreter's lock. */
public interface InterpreterServices {
    /** Place of this interpreter among those of the run, from 0. */
    int index();

    /** Number of interpreters of the run. */
    int count();

    /** Never used twice within a host. */
    long id();

    /**
     * Runs a visit on the calling thread unless the interpreter is about to end; it does not end before the visit is over.
     * Does not block otherwise.
     */
    void visit(Runnable visit);

    /** Whether every transaction is run once in vain before it is run for real. */
    boolean chaos();

    /** The script the run was started with, null for {@code -c}, {@code -} and embedded code. */
    @Nullable
    String mainScript();

    /**
     * Starts a worker: a new interpreter on a thread of its own.
     *
     * @param jobRef offset of the shared dict that describes the job; the caller keeps it reachable
     * @param daemon the host does not wait for it
     * @return worker id
     */
    long spawn(long jobRef, boolean daemon);

    /**
     * Blocks until the worker has ended.
     *
     * @param timeoutNanos negative: no limit
     * @return false when the time was up
     */
    boolean join(long workerId, long timeoutNanos) throws InterruptedException;

    /** Ends a worker at its next safepoint. */
    void cancel(long workerId);

    /**
     * Blocks until every interpreter of the run is here.
     *
     * @param timeoutNanos negative: no limit
     * @return false when the time was up
     */
    boolean barrier(long timeoutNanos) throws InterruptedException;
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A handler of Python's for a signal, on its way to the thread that is to run it, which GraalPy does at a safepoint. The
 * thread is woken from calls of the system until it has come to one.
 */
public final class HandlerCall {

    private static final long FIRST_MILLIS = 5;
    private static final long WAKE_MILLIS = 50;
    /** When GraalPy has surely asked for a safepoint: it does so in a thread of its own, at most every 25 ms. */
    private static final int PROBED_WAKE = 2;

    private final PythonContext python;
    private final Thread thread;
    private final long nativeThread;
    private int wakes;
    private boolean ended;

    /** @param nativeThread the thread as the system knows it */
    public HandlerCall(PythonContext python, Thread thread, long nativeThread) {
        this.python = python;
        this.thread = thread;
        this.nativeThread = nativeThread;
    }

    /** Returns at once. */
    public void start() {
        later(FIRST_MILLIS);
    }

    /** From now on the thread is not woken. */
    public synchronized void end() {
        ended = true;
    }

    private void later(long millis) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::wake);
    }

    private synchronized void wake() {
        if (ended) {
            return;
        }
        if (++wakes == PROBED_WAKE) {
            probe();
        }
        NativeSignals.wake(nativeThread);
        later(WAKE_MILLIS);
    }

    /** A thread does what it is asked for in turn: when it comes to this, the handler has been called. */
    private void probe() {
        var _ = python.getEnv().submitThreadLocal(new Thread[] {thread}, new ThreadLocalAction(false, false) {
            @Override
            protected void perform(Access access) {
                end();
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Something on its way to a Python thread, which does it at a safepoint, and is woken from calls of the system until then. Not inside
 * of weakref callbacks and the like, where what it raises would be ignored: it comes again later.
 */
abstract class SafepointCall {

    private static final long RETRY_MILLIS = 5;
    private static final long WAKE_MILLIS = 50;

    private final PythonThread target;
    private boolean over;

    SafepointCall(PythonThread target) {
        this.target = target;
    }

    /** To be done by the thread, with Python's lock. */
    protected abstract void perform(ThreadLocalAction.Access access);

    /** Returns at once. */
    public final void send() {
        submit();
        wake();
    }

    /** From now on it will not be done, and the thread not be woken. */
    public final void cancel() {
        var _ = take();
    }

    /** Whether it is still to be done. */
    public final synchronized boolean isPending() {
        return !over;
    }

    private synchronized boolean take() {
        boolean pending = !over;
        over = true;
        return pending;
    }

    private void submit() {
        if (!isPending()) {
            return;
        }
        target.submit(new ThreadLocalAction(true, false) {
            @Override
            protected void perform(Access access) {
                arrive(access);
            }
        });
    }

    /** The thread may be about to wait: so again and again. */
    private synchronized void wake() {
        if (!over && target.wake()) {
            later(WAKE_MILLIS, this::wake);
        }
    }

    private static void later(long millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(action);
    }

    private void arrive(ThreadLocalAction.Access access) {
        PythonContext python = target.python();
        if (!python.tryEnterAsyncHandler()) {
            later(RETRY_MILLIS, this::submit);
            return;
        }
        // Callbacks may run inside of what follows, as in CPython.
        python.leaveAsyncHandler();
        if (!take()) {
            return;
        }
        GilNode gil = GilNode.getUncached();
        boolean acquired = gil.acquire();
        try {
            perform(access);
        } finally {
            gil.release(acquired);
        }
    }
}

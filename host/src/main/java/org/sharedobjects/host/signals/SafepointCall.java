// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Something on its way to a Python thread, which does it at a safepoint, and is woken from calls of the system until then. Not inside
 * of weakref callbacks and the like, where what it raises would be ignored: it comes again later, as it does when the thread was not in
 * Python's context.
 */
final class SafepointCall {

    private static final long RETRY_MILLIS = 5;
    private static final long WAKE_MILLIS = 50;

    private final PythonThread target;
    private final Consumer<ThreadLocalAction.Access> action;
    private boolean over;

    /** @param action to be done by the thread, with Python's lock */
    SafepointCall(PythonThread target, Consumer<ThreadLocalAction.Access> action) {
        this.target = target;
        this.action = action;
    }

    /** Returns at once. */
    void send() {
        Future<Void> sent = submit();
        keepAwake(sent);
    }

    /** From now on it will not be done, and the thread not be woken. */
    void cancel() {
        var _ = take();
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean take() {
        boolean pending = !over;
        over = true;
        return pending;
    }

    private Future<Void> submit() {
        return target.submit(new ThreadLocalAction(true, false) {
            @Override
            protected void perform(Access access) {
                arrive(access);
            }
        });
    }

    /** The thread may be about to wait: so again and again. */
    private synchronized void keepAwake(Future<Void> sent) {
        if (!over) {
            target.wake();
            later(WAKE_MILLIS, () -> {
                if (!isOver()) {
                    keepAwake(sent.isDone() ? submit() : sent);
                }
            });
        }
    }

    private static void later(long millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(action);
    }

    private void arrive(ThreadLocalAction.Access access) {
        PythonContext python = target.python();
        if (!python.tryEnterAsyncHandler()) {
            later(RETRY_MILLIS, () -> {
                if (!isOver()) {
                    var _ = submit();
                }
            });
            return;
        }
        // Callbacks may run inside of what follows, as in CPython.
        python.leaveAsyncHandler();
        GilNode gil = GilNode.getUncached();
        boolean acquired = gil.acquire(); // lets in other such actions
        try {
            if (take()) {
                action.accept(access);
            }
        } finally {
            gil.release(acquired);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.nodes.PRaiseNode;
import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One KeyboardInterrupt on its way to a thread, where it is raised at a safepoint; sleeping and waiting end early. */
final class KeyboardInterrupt {

    private static final long RETRY_MILLIS = 5;

    private final PythonContext python;
    private final Thread thread;
    private volatile boolean cancelled;

    KeyboardInterrupt(PythonContext python, Thread thread) {
        this.python = python;
        this.thread = thread;
    }

    /** From now on it will not be raised. */
    void cancel() {
        cancelled = true;
    }

    void send() {
        if (cancelled) {
            return;
        }
        var _ = python.getEnv().submitThreadLocal(new Thread[] {thread}, new ThreadLocalAction(true, false) {
            @Override
            protected void perform(Access access) {
                arrive(access);
            }
        });
    }

    /** What is raised inside a weakref callback or {@code __del__} would be ignored there: it comes again later. */
    private void arrive(ThreadLocalAction.Access access) {
        if (cancelled) {
            return;
        }
        if (!python.tryEnterAsyncHandler()) {
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(this::send);
            return;
        }
        GilNode gil = GilNode.getUncached();
        boolean acquired = gil.acquire();
        try {
            throw PRaiseNode.raiseStatic(access.getLocation(), PythonBuiltinClassType.KeyboardInterrupt);
        } finally {
            gil.release(acquired);
            python.leaveAsyncHandler();
        }
    }
}

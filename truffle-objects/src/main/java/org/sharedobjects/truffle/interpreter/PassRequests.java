// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleLanguage.Env;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.InterpreterServices;

/**
 * Asks an interpreter to pass. The thread that has its lock does that when it ends an operation, or else at its next safepoint. When none
 * has done so for a while, since all wait or have left the interpreter, a thread of ours pays it a visit.
 */
final class PassRequests {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final @Nullable MethodHandle GIL_OWNER = gilOwner();

    private final Env env;
    private final Passage passage;
    private final Visitor visitor;
    /** The request that is on its way, null when there is none. */
    private @Nullable Future<Void> action;

    private volatile @Nullable PythonContext python;
    private long sent;
    private long sentEra;
    /** Some thread has come to a safepoint since. */
    private volatile boolean arrived;

    PassRequests(Env env, InterpreterServices services, Passage passage) {
        this.env = env;
        this.passage = passage;
        this.visitor = new Visitor(env, services, "shared-objects-visit", 0, this::passIfAwaited);
    }

    /**
     * By the thread of a collector, again and again until the interpreter has passed into that era. One that has arrived has
     * left the passing to an operation or transaction that was under way, which does it when it ends.
     */
    synchronized void send(long era) {
        passage.await();
        long now = System.nanoTime();
        if (era == sentEra && now - sent < PATIENCE_NANOS) {
            return;
        }
        Future<Void> before = action;
        if (era == sentEra && !arrived) {
            if (before != null) {
                before.cancel(false);
            }
            visitor.send();
        }
        arrived = false;
        sent = now;
        sentEra = era;
        action = submit();
    }

    /** Not to threads that wait: GraalPy's locks would begin their timeouts anew. */
    private @Nullable Future<Void> submit() {
        Thread[] asked = asked();
        if (asked != null && asked.length == 0) {
            return null;
        }
        try {
            return env.submitThreadLocal(asked, new ThreadLocalAction(false, false) {
                @Override
                protected void perform(Access access) {
                    // Waiting for the lock would let in what has side effects and may throw, as a signal's handler:
                    // that is a visitor's to do.
                    PythonContext own = PythonContext.get(null);
                    python = own;
                    if (own.ownsGil()) {
                        arrived = true;
                        passIfAwaited();
                    }
                }
            });
        } catch (IllegalStateException ended) {
            return null;
        }
    }

    /** The thread with the interpreter's lock, if any; null for all threads, where it cannot be told. */
    private Thread @Nullable [] asked() {
        PythonContext own = python;
        if (own == null || GIL_OWNER == null) {
            return null;
        }
        try {
            Thread owner = (Thread) GIL_OWNER.invokeExact(own);
            return owner == null ? new Thread[0] : new Thread[] {owner};
        } catch (Throwable e) {
            return null;
        }
    }

    /** GraalPy keeps it to itself. */
    private static @Nullable MethodHandle gilOwner() {
        try {
            return MethodHandles.privateLookupIn(PythonContext.class, MethodHandles.lookup())
                    .findVirtual(PythonContext.class, "getGilOwner", MethodType.methodType(Thread.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** With the interpreter's lock. */
    private void passIfAwaited() {
        if (passage.isAwaited()) {
            passage.pass();
        }
    }
}

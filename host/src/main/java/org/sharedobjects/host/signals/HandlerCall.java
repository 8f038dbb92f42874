// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Handlers of Python's for signals, on their way to the thread that is to run them, which GraalPy does at a safepoint. The
 * thread is woken from calls of the system until it has called them.
 */
public final class HandlerCall {

    private static final long FIRST_MILLIS = 5;
    private static final long WAKE_MILLIS = 50;

    private final long nativeThread;
    private boolean ended;

    /** @param nativeThread the thread as the system knows it */
    public HandlerCall(long nativeThread) {
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
        if (!ended) {
            NativeSignals.wake(nativeThread);
            later(WAKE_MILLIS);
        }
    }
}

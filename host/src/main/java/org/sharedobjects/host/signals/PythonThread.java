// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The main thread of an interpreter, which runs what signals cause. */
public final class PythonThread {

    private final PythonContext python;
    private final Thread thread;
    private volatile @Nullable Long nativeThread;

    /** A thread that is not woken from calls of the system. */
    public PythonThread(PythonContext python, Thread thread) {
        this.python = python;
        this.thread = thread;
    }

    /** From now on it is woken from calls of the system, too; to be called on it. */
    public void makeWakeable() {
        nativeThread = NativeSignals.currentThread();
    }

    PythonContext python() {
        return python;
    }

    /** Has it do this at its next safepoint, unless it is not in Python's context: then nothing happens, and this is done. */
    Future<Void> submit(ThreadLocalAction action) {
        try {
            return python.getEnv().submitThreadLocal(new Thread[] {thread}, action);
        } catch (IllegalStateException ended) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Ends the call of the system that it waits in, if any and if it can be woken; to be called while it lives. */
    void wake() {
        Long known = nativeThread;
        if (known != null) {
            NativeSignals.wake(known);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.nodes.PRaiseNode;
import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.nodes.RootNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.ForeignInterrupt;

/**
 * One KeyboardInterrupt on its way to a thread, where it is raised at a safepoint; sleeping and waiting end early. Code of another
 * language is ended by a {@link ForeignInterrupt} instead, which becomes a KeyboardInterrupt where that returns to Python.
 */
public final class KeyboardInterrupt {

    private static final long RETRY_MILLIS = 5;
    private static final long WAKE_MILLIS = 50;
    private static final String HOST = "host";

    private final PythonContext python;
    private final Thread thread;
    private final @Nullable Long nativeThread;
    private volatile boolean cancelled;
    private volatile boolean arrived;

    /** @param nativeThread the thread as the system knows it, if it is to be woken from calls of the system */
    public KeyboardInterrupt(PythonContext python, Thread thread, @Nullable Long nativeThread) {
        this.python = python;
        this.thread = thread;
        this.nativeThread = nativeThread;
    }

    /** From now on it will not be raised, and the thread not be woken. */
    public synchronized void cancel() {
        cancelled = true;
    }

    /** Whether it is still to be raised. */
    public boolean isPending() {
        return !arrived && !cancelled;
    }

    public void send() {
        submit();
        wake();
    }

    private void submit() {
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

    /** The thread may be about to wait: so again and again, until it is raised. */
    private synchronized void wake() {
        if (nativeThread != null && !cancelled && !arrived) {
            NativeSignals.wake(nativeThread);
            later(WAKE_MILLIS, this::wake);
        }
    }

    private static void later(long millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(action);
    }

    /** What is raised inside a weakref callback or {@code __del__} would be ignored there: it comes again later. */
    private void arrive(ThreadLocalAction.Access access) {
        if (cancelled) {
            return;
        }
        if (isElsewhere()) {
            arrived = true;
            throw new ForeignInterrupt(access.getLocation());
        }
        if (!python.tryEnterAsyncHandler()) {
            later(RETRY_MILLIS, this::submit);
            return;
        }
        arrived = true;
        GilNode gil = GilNode.getUncached();
        boolean acquired = gil.acquire();
        try {
            throw PRaiseNode.raiseStatic(access.getLocation(), PythonBuiltinClassType.KeyboardInterrupt);
        } finally {
            gil.release(acquired);
            python.leaveAsyncHandler();
        }
    }

    /** Whether the thread is in code of another language, called from Python. */
    private static boolean isElsewhere() {
        String language = Truffle.getRuntime().iterateFrames(KeyboardInterrupt::language);
        return language != null && !language.equals(PythonLanguage.ID);
    }

    /** Null for what belongs to the host, and for languages that Python itself is made of, as that of regular expressions. */
    private static @Nullable String language(FrameInstance frame) {
        RootNode root = frame.getCallTarget() instanceof RootCallTarget target ? target.getRootNode() : null;
        LanguageInfo language = root == null ? null : root.getLanguageInfo();
        if (language == null || language.isInternal() || language.getId().equals(HOST)) {
            return null;
        }
        return language.getId();
    }
}

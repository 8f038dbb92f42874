// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleLanguage.Env;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets an interpreter take the new texts of classes that others have stored. The Python code that does it runs at a safepoint of
 * any of its threads, as handlers of signals do, but not while the thread waits for something: it takes them when it goes on.
 */
public final class Reloading {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final InterpreterState interpreter;
    private final Env env;
    private volatile boolean due;
    private long pause;
    private long next;

    Reloading(InterpreterState interpreter, Env env) {
        this.interpreter = interpreter;
        this.env = env;
    }

    /** There are new texts. By one thread, which calls {@link #remind} from time to time. */
    void begin() {
        due = true;
        pause = FIRST_PAUSE;
        send();
    }

    /** Asks again when that has been without effect for a while. */
    void remind() {
        if (due && System.nanoTime() - next >= 0) {
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            send();
        }
    }

    private void send() {
        next = System.nanoTime() + pause;
        try {
            var _ = env.submitThreadLocal(null, new ThreadLocalAction(true, false) {
                @Override
                protected void perform(Access access) {
                    arrive();
                }
            });
        } catch (IllegalStateException ended) {
            due = false;
        }
    }

    private void arrive() {
        PythonContext python = PythonContext.get(null);
        if (!due || interpreter.isBlocked() || !python.tryEnterAsyncHandler()) {
            return;
        }
        GilNode gil = GilNode.getUncached();
        boolean acquired = gil.acquire(python, null);
        try {
            run();
        } finally {
            gil.release(python, acquired);
            python.leaveAsyncHandler();
        }
    }

    /** Takes the new texts if there are any. By a thread that runs Python code, and is in no operation. */
    public void run() {
        if (!due) {
            return;
        }
        due = false;
        @Nullable Object reload = interpreter.bindings().reloadClasses;
        if (reload != null && Boolean.FALSE.equals(CallNode.executeUncached(reload))) {
            due = true;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.graal.python.runtime.PythonContext;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * One Python interpreter: a context and the platform thread that made it, which is Python's main thread. Tasks run one
 * after another on that thread. Thread-safe.
 */
public final class Interpreter {

    /** Room for Python's own recursion limit, also in the slow first runs of a function. */
    private static final long STACK_BYTES = 64L << 20;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile @Nullable Context context;
    private volatile @Nullable PythonContext python;
    private volatile boolean closing;
    private boolean busy;
    private boolean interruptedEarly;
    private @Nullable Future<?> interruption;

    /** Starts the thread, which makes the context in the background and then runs {@code tasks}. */
    Interpreter(String name, String id, ContextFactory contexts, Consumer<Interpreter> onEnd) {
        thread = Thread.ofPlatform().name(name).stackSize(STACK_BYTES).unstarted(() -> {
            try {
                work(id, contexts);
            } finally {
                onEnd.accept(this);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a task on the interpreter's thread as soon as those before it are done. */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Function<Context, T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        tasks.add(() -> complete(result, task));
        if (closing) {
            result.completeExceptionally(new IllegalStateException("the interpreter is closed"));
        }
        return result;
    }

    /** Raises KeyboardInterrupt in what the interpreter is running now, or in its first task if it is still starting. */
    public synchronized void interrupt() {
        PythonContext own = python;
        if (own == null) {
            interruptedEarly = true;
        } else if (busy) {
            interruption = KeyboardInterrupts.raiseIn(own, thread);
        }
    }

    /** Ends the interpreter after the tasks submitted so far, as the end of a Python program would; does not wait. */
    public void close() {
        closing = true;
        tasks.add(() -> {});
    }

    /** Ends the interpreter now, without running {@code finally} blocks. */
    public void cancel() {
        closing = true;
        tasks.clear();
        tasks.add(() -> {});
        Context current = context;
        if (current != null) {
            current.close(true);
        }
    }

    /** Waits until the interpreter has ended; false when the time is up before that. */
    public boolean join(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    public void join() throws InterruptedException {
        thread.join();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void work(String id, ContextFactory contexts) {
        try (Context own = contexts.create(id)) {
            context = own;
            own.initialize("python");
            own.enter();
            try {
                python = PythonContext.get(null);
            } finally {
                own.leave();
            }
            while (!closing || !tasks.isEmpty()) {
                tasks.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (PolyglotException e) {
            if (!e.isCancelled() && !e.isExit()) {
                throw e;
            }
        } finally {
            closing = true;
            python = null;
            fail(tasks);
        }
    }

    private static void fail(BlockingQueue<Runnable> tasks) {
        // a task run without a context fails its future
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private <T extends @Nullable Object> void complete(CompletableFuture<T> result, Function<Context, T> task) {
        Context own = context;
        if (own == null || python == null) {
            result.completeExceptionally(new IllegalStateException("the interpreter is closed"));
            return;
        }
        begin();
        try {
            T value = task.apply(own);
            end();
            result.complete(value);
        } catch (Throwable e) {
            end();
            result.completeExceptionally(e);
        }
    }

    private synchronized void begin() {
        busy = true;
        if (interruptedEarly) {
            interruptedEarly = false;
            interrupt();
        }
    }

    /** An interrupt that came too late for its task must not hit the next. */
    private synchronized void end() {
        busy = false;
        if (interruption != null) {
            interruption.cancel(false);
            interruption = null;
        }
    }
}

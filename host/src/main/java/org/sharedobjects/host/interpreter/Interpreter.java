// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.graal.python.runtime.PythonContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.output.LateOutput;
import org.sharedobjects.host.output.Lines;
import org.sharedobjects.host.signals.PythonSignals;
import org.sharedobjects.host.signals.PythonThread;

/**
 * One Python interpreter: a context and the platform thread that made it, which is Python's main thread. Tasks run one
 * after another on that thread. It can be made before it is known what for; then it belongs to nobody until it is
 * adopted. Thread-safe.
 */
public final class Interpreter {

    static final Duration NO_LIMIT = Duration.ofDays(36500);

    /** Room for Python's own recursion limit, also in the slow first runs of a function. */
    private static final long STACK_BYTES = 64L << 20;

    /** How often a program is ended with its handlers running, when they raise something in between. */
    private static final int HANDLED_ENDS = 3;

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final ContextFactory contexts;
    private final LateOutput out = new LateOutput();
    private final LateOutput err = new LateOutput();
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final List<Context> companions = new ArrayList<>();
    private final PythonSignals signals = new PythonSignals();
    private Runnable onEnd = () -> {};
    private volatile @Nullable Context context;
    private volatile @Nullable PythonThread python;
    private volatile boolean closing;
    private volatile @Nullable NotStartedException notStarted;
    private final Object visits = new Object();
    private boolean visitable = true;
    private boolean ended;
    private volatile boolean asked;
    private boolean begun;
    private boolean interruptedEarly;

    Interpreter(ContextFactory contexts) {
        this.contexts = contexts;
        this.thread = Thread.ofPlatform()
                .name("python")
                .daemon()
                .stackSize(STACK_BYTES)
                .unstarted(this::work);
    }

    /** Names it among all interpreters of the process. */
    public long id() {
        return id;
    }

    /** Its name to the shared heap's language. */
    String key() {
        return "python#" + id;
    }

    /** What its program wants to be done about signals. */
    PythonSignals signals() {
        return signals;
    }

    Lines out() {
        return out.lines();
    }

    Lines err() {
        return err.lines();
    }

    /**
     * Says where its output goes, and what is to be done when it has ended.
     *
     * @return false when it has ended already, and nothing will be done
     */
    synchronized boolean adopt(String name, Lines stdout, Lines stderr, Runnable action) {
        if (ended) {
            return false;
        }
        thread.setName(name);
        out.connect(stdout);
        err.connect(stderr);
        onEnd = action;
        return true;
    }

    /** Makes the context in the background, then runs the tasks; nothing when it has been started before. */
    synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Runs a task on the interpreter's thread as soon as those before it are done. */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Function<Context, T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        asked = true;
        if (closing) {
            result.completeExceptionally(closed());
        }
        Context own = context;
        if (isCurrentThread() && own != null) {
            run(result, task, own); // Python code has called back: waiting for the queue would wait for itself
        } else {
            tasks.add(() -> complete(result, task));
        }
        return result;
    }

    /**
     * Raises KeyboardInterrupt in what the interpreter is running now, or in its first task if it is still starting.
     *
     * @return false if it changes nothing: one is on its way already, or nothing runs
     */
    public synchronized boolean interrupt() {
        if (!begun) {
            boolean isFirst = asked && !interruptedEarly && !ended;
            interruptedEarly |= isFirst;
            return isFirst;
        }
        return signals.interrupt();
    }

    /** From now on interrupts and handlers of signals end the waiting in calls of the system, too; to be called on its thread. */
    void wakeForSignals() {
        PythonThread own = python;
        if (own != null) {
            own.makeWakeable();
        }
    }

    /** The task's program is over: an interrupt that comes too late must not hit what follows. */
    public void endInterrupts() {
        signals.endInterrupts();
    }

    /** Ends the interpreter after the tasks submitted so far, as the end of a Python program would; does not wait. */
    public void close() {
        tasks.add(() -> closing = true);
    }

    /** Ends the interpreter now, without running {@code finally} blocks. */
    public void cancel() {
        closing = true;
        tasks.add(() -> {});
        Context current = context;
        if (current != null) {
            endVisits(); // nobody can enter what is being cancelled
            closeQuietly(current);
        }
    }

    /**
     * Makes a context for another language, with the same output, that ends with the interpreter; to be called on its
     * thread.
     */
    public Context newCompanion() {
        Context companion = contexts.create(key() + "+" + companions.size(), out, err);
        companions.add(companion);
        return companion;
    }

    /** Waits until the interpreter has ended; false when the time is up before that. */
    public boolean join(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    public void join() throws InterruptedException {
        thread.join();
    }

    public boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Runs a visit on the calling thread, unless it is too late: the context must not be closed meanwhile. */
    void visit(Runnable visit) {
        synchronized (visits) {
            if (visitable) {
                visit.run();
            }
        }
    }

    private void endVisits() {
        synchronized (visits) {
            visitable = false;
        }
    }

    private void work() {
        try {
            runTasks();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (PolyglotException | IllegalStateException e) {
            // Once started: cancelled, or GraalPy has not managed to end a thread of the program's in time. The
            // program's result is known by then, so there is nobody to tell.
            notStarted = python == null && !closing ? new NotStartedException(e) : null;
        } finally {
            end();
        }
    }

    private void runTasks() throws InterruptedException {
        Context own = contexts.create(key(), out, err);
        context = own;
        try {
            own.initialize("python");
            own.enter();
            PythonThread main = new PythonThread(PythonContext.get(null), thread);
            python = main;
            own.leave();
            while (!closing) {
                tasks.take().run();
            }
            endProgram(own, main);
            endVisits();
            own.close();
        } finally {
            endVisits();
            companions.forEach(Interpreter::closeQuietly);
            closeQuietly(own);
        }
    }

    /** While it can still be visited: its threads, its workers and the functions it has registered with atexit may go on for long. */
    private void endProgram(Context own, PythonThread main) {
        if (!begun) {
            return;
        }
        own.enter();
        try {
            boolean ended = false;
            for (int tries = 0; tries < HANDLED_ENDS && !ended; tries++) {
                signals.resume(main);
                ended = hasEnded(own);
            }
            signals.pause();
            if (!ended) {
                Launcher.end(own);
            }
        } finally {
            signals.pause();
            own.leave();
        }
    }

    /** False when a handler has raised something where that ended more than it should. */
    private static boolean hasEnded(Context own) {
        try {
            Launcher.end(own);
            return true;
        } catch (PolyglotException e) {
            return false;
        }
    }

    private void end() {
        closing = true;
        python = null;
        signals.close();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        Runnable last;
        synchronized (this) {
            ended = true;
            last = onEnd;
        }
        closeQuietly(out);
        closeQuietly(err);
        last.run();
    }

    private static void closeQuietly(Context context) {
        try {
            context.close(true);
        } catch (PolyglotException | IllegalStateException e) {
            // see work()
        }
    }

    private static void closeQuietly(LateOutput lines) {
        try {
            lines.close();
        } catch (IOException e) {
            // the reader has gone; Python has said so already
        }
    }

    private <T extends @Nullable Object> void complete(CompletableFuture<T> result, Function<Context, T> task) {
        Context own = context;
        PythonThread main = python;
        if (own == null || main == null || closing) {
            result.completeExceptionally(closed());
            return;
        }
        run(result, context -> uninterruptedAfter(task, context, main), own);
    }

    /** Whoever looks at the result is not to meet what a signal raises. */
    private <T extends @Nullable Object> T uninterruptedAfter(
            Function<Context, T> task, Context own, PythonThread main) {
        own.enter(); // a thread that has not entered the context cannot be interrupted
        try {
            beginInterrupts(main);
            return task.apply(own);
        } finally {
            signals.pause();
            own.leave();
        }
    }

    private static <T extends @Nullable Object> void run(
            CompletableFuture<T> result, Function<Context, T> task, Context own) {
        try {
            result.complete(task.apply(own));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private synchronized void beginInterrupts(PythonThread main) {
        signals.begin(main);
        begun = true;
        if (interruptedEarly) {
            interruptedEarly = false;
            var _ = signals.interrupt();
        }
    }

    private IllegalStateException closed() {
        IllegalStateException reason = notStarted;
        return reason == null ? new IllegalStateException("the interpreter is closed") : reason;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/**
 * Interpreters made before they are asked for, one at a time in the background. Nothing is made in advance until
 * {@link #keep} says so. Thread-safe.
 */
public final class PreparedInterpreters implements AutoCloseable {

    private final ContextFactory contexts;
    private final Function<Context, Boolean> warmUp;
    private final Deque<Interpreter> ready = new ArrayDeque<>();
    private @Nullable Interpreter preparing;
    private int wanted;
    private boolean paused;

    /** {@code warmUp}: what each does before it is asked for. */
    public PreparedInterpreters(ContextFactory contexts, Function<Context, Boolean> warmUp) {
        this.contexts = contexts;
        this.warmUp = warmUp;
    }

    /** Keeps so many ready from now on; returns at once. */
    public synchronized void keep(int count) {
        wanted = count;
        prepareNext();
    }

    /** Makes no more until {@link #resume}; the one that is being made is finished. */
    public synchronized void pause() {
        paused = true;
    }

    public synchronized void resume() {
        paused = false;
        prepareNext();
    }

    public synchronized int ready() {
        return ready.size();
    }

    /** Blocks until nothing is being made. */
    public synchronized void awaitQuiet() throws InterruptedException {
        while (preparing != null) {
            wait();
        }
    }

    public synchronized boolean isQuiet() {
        return preparing == null;
    }

    /** One that is ready, or nearly; a new one, not yet started, when there is none. */
    synchronized Interpreter take() {
        Interpreter taken = ready.poll();
        if (taken != null) {
            prepareNext();
            return taken;
        }
        return new Interpreter(contexts);
    }

    private void prepareNext() {
        if (preparing != null || paused || ready.size() >= wanted) {
            return;
        }
        Interpreter interpreter = new Interpreter(contexts);
        preparing = interpreter;
        interpreter.start();
        var _ = interpreter.submit(warmUp).whenComplete((_, failure) -> done(interpreter, failure == null));
    }

    /** One that could not be made is not tried again until somebody asks for it: it would fail as well. */
    private synchronized void done(Interpreter interpreter, boolean usable) {
        preparing = null;
        if (usable) {
            ready.add(interpreter);
            prepareNext();
        }
        notifyAll();
    }

    /** Ends those that nobody has taken; blocks until they have ended. */
    @Override
    public void close() {
        Deque<Interpreter> left;
        synchronized (this) {
            wanted = 0;
            left = new ArrayDeque<>(ready);
            ready.clear();
            if (preparing != null) {
                left.add(preparing);
            }
        }
        left.forEach(Interpreter::cancel);
        try {
            for (Interpreter interpreter : left) {
                interpreter.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

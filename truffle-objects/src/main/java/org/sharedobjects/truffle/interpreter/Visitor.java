// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.runtime.GilNode;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleLanguage.Env;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sharedobjects.truffle.InterpreterServices;

/** Does something in an interpreter on a thread of its own, with the interpreter's lock: what no thread that is there can be asked for. */
final class Visitor {
    private final Env env;
    private final InterpreterServices services;
    private final String name;
    private final Runnable task;
    private final long pauseNanos;
    private final AtomicBoolean visiting = new AtomicBoolean();
    private volatile long sent;

    /** @param pauseNanos at least from one visit to the next */
    Visitor(Env env, InterpreterServices services, String name, long pauseNanos, Runnable task) {
        this.env = env;
        this.services = services;
        this.name = name;
        this.pauseNanos = pauseNanos;
        this.sent = System.nanoTime() - pauseNanos;
        this.task = task;
    }

    /** By any thread; returns at once. Nothing is done if a visit is under way or was sent a moment ago, or when the interpreter ends. */
    void send() {
        if (System.nanoTime() - sent >= pauseNanos && visiting.compareAndSet(false, true)) {
            sent = System.nanoTime();
            try {
                Thread.ofPlatform().daemon().name(name).start(this::visit);
            } catch (RuntimeException | Error e) {
                visiting.set(false);
                throw e;
            }
        }
    }

    private void visit() {
        try {
            services.visit(this::enterAndRun);
        } finally {
            visiting.set(false);
        }
    }

    @SuppressWarnings({"try", "unused"})
    private void enterAndRun() {
        TruffleContext context = env.getContext();
        Object before;
        try {
            before = context.enter(null);
        } catch (IllegalStateException ended) {
            return;
        }
        try (var gil = GilNode.uncachedAcquire()) {
            task.run();
        } finally {
            context.leave(null, before);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands each call an interpreter that has nothing to do, first come, first served. */
final class IdleInterpreters {

    private final Collection<PythonInterpreter> all;
    private final Deque<PythonInterpreter> idle;
    private final Deque<Consumer<PythonInterpreter>> waiting = new ArrayDeque<>();

    IdleInterpreters(Collection<PythonInterpreter> all) {
        this.all = all;
        this.idle = new ArrayDeque<>(all);
    }

    /** Python code that calls back stays in its interpreter: waiting for another could wait forever. */
    <T extends @Nullable Object> CompletableFuture<T> call(Function<PythonInterpreter, CompletableFuture<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        PythonInterpreter free = take(interpreter -> start(interpreter, task, result));
        if (free != null) {
            start(free, task, result);
        }
        return result;
    }

    @Nullable
    PythonInterpreter current() {
        return all.stream().filter(PythonInterpreter::isCurrent).findAny().orElse(null);
    }

    private <T extends @Nullable Object> void start(
            PythonInterpreter interpreter,
            Function<PythonInterpreter, CompletableFuture<T>> task,
            CompletableFuture<T> result) {
        var _ = task.apply(interpreter).whenComplete((value, failure) -> {
            release(interpreter);
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private synchronized @Nullable PythonInterpreter take(Consumer<PythonInterpreter> otherwise) {
        PythonInterpreter free = idle.poll();
        if (free == null) {
            waiting.add(otherwise);
        }
        return free;
    }

    private void release(PythonInterpreter interpreter) {
        Consumer<PythonInterpreter> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                idle.add(interpreter);
                return;
            }
        }
        next.accept(interpreter);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All interpreters of one host: those a run starts with, and the workers that programs spawn. Thread-safe. */
public final class InterpreterPool {

    private static final AtomicLong IDS = new AtomicLong();

    private final ContextFactory contexts;
    private final SharedOutput out;
    private final SharedOutput err;
    private final ConcurrentHashMap<Long, Worker> workers = new ConcurrentHashMap<>();
    private final Collection<Interpreter> running = ConcurrentHashMap.newKeySet();

    private record Worker(Interpreter interpreter, boolean daemon) {}

    public InterpreterPool(ContextFactory contexts, SharedOutput out, SharedOutput err) {
        this.contexts = contexts;
        this.out = out;
        this.err = err;
    }

    /** Starts a worker on the job at this offset of the heap; gives its id. */
    long spawn(long jobRef, boolean daemon, @Nullable String mainScript) {
        Interpreter worker = start("python-worker", new Place(0, 1, new Meeting(1), mainScript));
        workers.put(worker.id(), new Worker(worker, daemon));
        var _ = worker.submit(context -> Launcher.runJob(worker, context, jobRef))
                .exceptionally(failure -> {
                    var _ = ExitStatus.of(failure);
                    return false;
                });
        worker.close();
        return worker.id();
    }

    /** Raises KeyboardInterrupt in everything that runs. */
    public void interruptAll() {
        running.forEach(Interpreter::interrupt);
    }

    /** Blocks until the workers have ended; those that nobody is to wait for are ended now. */
    public void awaitWorkers() throws InterruptedException {
        for (Worker worker : workers.values()) {
            if (!worker.daemon()) {
                worker.interpreter().join();
            }
        }
        for (Worker worker : workers.values()) {
            worker.interpreter().cancel();
            worker.interpreter().join();
        }
    }

    @Nullable
    Interpreter worker(long id) {
        Worker worker = workers.get(id);
        return worker == null ? null : worker.interpreter();
    }

    /** Starts an interpreter, which waits for tasks until it is closed. */
    Interpreter start(String name, Place place) {
        long id = IDS.incrementAndGet();
        String key = name + "#" + id;
        Interpreter interpreter = new Interpreter(id, name, () -> contexts.create(key), out.open(), err.open());
        running.add(interpreter);
        interpreter.onEnd(() -> {
            running.remove(interpreter);
            workers.remove(id);
        });
        interpreter.start();
        return interpreter;
    }
}

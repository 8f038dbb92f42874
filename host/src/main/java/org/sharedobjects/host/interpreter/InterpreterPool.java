// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.truffle.Interpreters;

/** All interpreters of one host: those a run starts with, and the workers that programs spawn. Thread-safe. */
public final class InterpreterPool {

    private static final AtomicLong IDS = new AtomicLong();

    private final ContextFactory contexts;
    private final SharedHeap heap;
    private final SharedOutput out;
    private final SharedOutput err;
    private final ConcurrentHashMap<Long, Worker> workers = new ConcurrentHashMap<>();
    private final Collection<Interpreter> running = ConcurrentHashMap.newKeySet();

    private record Worker(Interpreter interpreter, boolean daemon) {}

    public InterpreterPool(ContextFactory contexts, SharedHeap heap, SharedOutput out, SharedOutput err) {
        this.contexts = contexts;
        this.heap = heap;
        this.out = out;
        this.err = err;
    }

    /** Starts the interpreters of a run. */
    public List<Interpreter> startRun(int count, @Nullable String mainScript) {
        Meeting meeting = new Meeting(count);
        return IntStream.range(0, count)
                .mapToObj(i -> start("python-" + i, new Place(i, count, meeting, mainScript)))
                .toList();
    }

    /** Waits for workers and for what the run's interpreters are doing, then ends these. */
    public void close(List<Interpreter> run) {
        try {
            run.forEach(Interpreter::close);
            awaitWorkers();
            for (Interpreter interpreter : run) {
                interpreter.join();
            }
        } catch (InterruptedException e) {
            run.forEach(Interpreter::cancel);
            Thread.currentThread().interrupt();
        }
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
        Lines stdout = out.open();
        Lines stderr = err.open();
        Interpreter interpreter = new Interpreter(id, name, () -> contexts.create(key, stdout, stderr), stdout, stderr);
        Interpreters.register(key, heap, new HostServices(this, interpreter, place));
        running.add(interpreter);
        interpreter.onEnd(() -> {
            Interpreters.unregister(key);
            running.remove(interpreter);
            workers.remove(id);
        });
        interpreter.start();
        return interpreter;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.host.output.Lines;
import org.sharedobjects.host.output.SharedOutput;
import org.sharedobjects.host.signals.PythonSignals;
import org.sharedobjects.truffle.Interpreters;

/** All interpreters of one host: those a run starts with, and the workers that programs spawn. Thread-safe. */
public final class InterpreterPool {

    private final PreparedInterpreters prepared;
    private final boolean ownsPrepared;
    private volatile boolean workerHasEnded;
    private volatile boolean chaos;
    private final SharedHeap heap;
    private final SharedOutput out;
    private final SharedOutput err;
    private final @Nullable Caller caller;
    private final ConcurrentHashMap<Long, Worker> workers = new ConcurrentHashMap<>();
    private final Collection<Interpreter> running = ConcurrentHashMap.newKeySet();

    /** @param job handle of what it is to do, which is held until it has ended */
    private record Worker(Interpreter interpreter, boolean daemon, int job) {}

    public InterpreterPool(ContextFactory contexts, SharedHeap heap, SharedOutput out, SharedOutput err) {
        this(new PreparedInterpreters(contexts, Launcher::warmUp), true, heap, out, err, null);
    }

    /**
     * @param prepared where interpreters come from; stays the caller's to close
     * @param caller for whom they run, null for the process itself
     */
    public InterpreterPool(
            PreparedInterpreters prepared,
            SharedHeap heap,
            SharedOutput out,
            SharedOutput err,
            @Nullable Caller caller) {
        this(prepared, false, heap, out, err, caller);
    }

    private InterpreterPool(
            PreparedInterpreters prepared,
            boolean ownsPrepared,
            SharedHeap heap,
            SharedOutput out,
            SharedOutput err,
            @Nullable Caller caller) {
        this.prepared = prepared;
        this.ownsPrepared = ownsPrepared;
        this.heap = heap;
        this.out = out;
        this.err = err;
        this.caller = caller;
    }

    /** From now on interpreters run every transaction once in vain before they run it for real, or they do not. */
    public void setChaos(boolean on) {
        chaos = on;
    }

    boolean chaos() {
        return chaos;
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
        if (workerHasEnded && ownsPrepared) {
            prepared.keep(1); // a program that starts workers one after the other
        }
        int job = heap.handles().add(Cell.ofRef(jobRef));
        Interpreter worker;
        try {
            worker = start("python-worker", new Place(0, 1, new Meeting(1), mainScript));
        } catch (RuntimeException | Error e) {
            heap.handles().remove(job);
            throw e;
        }
        workers.put(worker.id(), new Worker(worker, daemon, job));
        var _ = worker.submit(context -> Launcher.runJob(worker, context, caller, jobRef))
                .exceptionally(failure -> {
                    var _ = ExitStatus.of(failure);
                    return false;
                });
        worker.close();
        return worker.id();
    }

    /** Raises KeyboardInterrupt in everything that runs. */
    public void interruptAll() {
        var _ = interruptExcept(Set.of());
    }

    /** Raises KeyboardInterrupt in everything that runs, but not in these; false if that changes nothing anywhere. */
    boolean interruptExcept(Set<PythonSignals> some) {
        return running.stream()
                        .filter(interpreter -> !some.contains(interpreter.signals()))
                        .filter(Interpreter::interrupt)
                        .count()
                > 0;
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
        if (ownsPrepared) {
            prepared.close();
        }
    }

    @Nullable
    Interpreter worker(long id) {
        Worker worker = workers.get(id);
        return worker == null ? null : worker.interpreter();
    }

    @Nullable
    Caller caller() {
        return caller;
    }

    /** Starts an interpreter, or takes a prepared one, which waits for tasks until it is closed. */
    Interpreter start(String name, Place place) {
        Lines stdout = out.open();
        Lines stderr = err.open();
        Interpreter interpreter = prepared.take();
        while (!adopt(interpreter, name, place, stdout, stderr)) {
            interpreter = prepared.take();
        }
        interpreter.start();
        return interpreter;
    }

    private boolean adopt(Interpreter interpreter, String name, Place place, Lines stdout, Lines stderr) {
        Interpreters.register(interpreter.key(), heap, new HostServices(this, interpreter, place));
        running.add(interpreter);
        boolean adopted = interpreter.adopt(name, stdout, stderr, () -> ended(interpreter));
        if (!adopted) {
            ended(interpreter);
        }
        return adopted;
    }

    private void ended(Interpreter interpreter) {
        Interpreters.unregister(interpreter.key());
        running.remove(interpreter);
        Worker worker = workers.remove(interpreter.id());
        if (worker != null) {
            heap.handles().remove(worker.job());
            workerHasEnded = true;
        }
    }
}

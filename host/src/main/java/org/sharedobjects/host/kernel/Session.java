// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.host.interpreter.ContextFactory;
import org.sharedobjects.host.interpreter.Interpreter;
import org.sharedobjects.host.interpreter.InterpreterPool;
import org.sharedobjects.host.json.RawJson;
import org.sharedobjects.host.output.SharedOutput;

/** A heap and the interpreters of a notebook over it. Cells are run by one thread; interrupts come from any. */
final class Session implements AutoCloseable {

    private static final int NOBODY = -1;

    private final SharedHeap heap;
    private final InterpreterPool pool;
    private final Publisher publisher;
    private final Questions questions;
    private final CellRunner main;
    private final List<Interpreter> started = new ArrayList<>();
    private final Map<Integer, CellRunner> others = new ConcurrentHashMap<>();
    private final Collection<CellRunner> running = ConcurrentHashMap.newKeySet();

    Session(ContextFactory contexts, SharedHeap heap, Publisher publisher, Questions questions) {
        this.heap = heap;
        this.publisher = publisher;
        this.questions = questions;
        pool = new InterpreterPool(
                contexts,
                heap,
                new SharedOutput(new OutputText(publisher, "stdout")),
                new SharedOutput(new OutputText(publisher, "stderr")));
        main = start();
    }

    /** The notebook's first interpreter. */
    CellRunner main() {
        return main;
    }

    Outcome run(Cell cell) {
        return run(main, cell);
    }

    /** Runs a cell in the interpreter of this number, which is made when it is asked for first. */
    Outcome runIn(int number, Cell cell) {
        return run(others.computeIfAbsent(number, _ -> start()), cell);
    }

    /** Runs a cell in new interpreters at once; when one fails, the others get a KeyboardInterrupt. */
    Outcome runParallel(int count, Cell cell) {
        List<Interpreter> interpreters = pool.startRun(count, null);
        List<CellRunner> runners = interpreters.stream()
                .map(interpreter -> new CellRunner(interpreter, publisher, questions, false))
                .toList();
        running.addAll(runners);
        AtomicInteger firstFailed = new AtomicInteger(NOBODY);
        List<Outcome> ended = awaitAll(runners, cell, firstFailed);
        end(interpreters);
        return firstFailed.get() == NOBODY ? shown(ended, cell) : failed(ended, firstFailed.get(), cell);
    }

    private List<Outcome> awaitAll(List<CellRunner> runners, Cell cell, AtomicInteger firstFailed) {
        if (cell.silent()) {
            return runAll(runners, cell, firstFailed, () -> {});
        }
        try (Progress progress = new Progress(publisher, runners.size())) {
            return runAll(runners, cell, firstFailed, progress::oneIsDone);
        }
    }

    private List<Outcome> runAll(
            List<CellRunner> runners, Cell cell, AtomicInteger firstFailed, Runnable whenOneIsDone) {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < runners.size(); i++) {
            int index = i;
            outcomes.add(runners.get(i).execute(cell).whenComplete((outcome, _) -> {
                running.remove(runners.get(index));
                whenOneIsDone.run();
                if (!outcome.ok() && firstFailed.compareAndSet(NOBODY, index)) {
                    runners.stream().filter(running::contains).forEach(CellRunner::interrupt);
                }
            }));
        }
        return outcomes.stream().map(CompletableFuture::join).toList();
    }

    /** What is asked about names of the notebook's interpreter runs code of programs too, and can be interrupted. */
    CompletableFuture<RawJson> ask(String method, Object... arguments) {
        CellRunner main = main();
        running.add(main);
        return main.ask(method, arguments).whenComplete((_, _) -> running.remove(main));
    }

    /** Raises KeyboardInterrupt in the cell that is running; workers that cells have started go on. */
    void interrupt() {
        running.forEach(CellRunner::interrupt);
    }

    /** Waits for workers, ends all interpreters, closes the heap. */
    @Override
    public void close() {
        pool.close(List.copyOf(started));
        heap.close();
    }

    private CellRunner start() {
        Interpreter interpreter = pool.startRun(1, null).getFirst();
        started.add(interpreter);
        return new CellRunner(interpreter, publisher, questions, true);
    }

    private Outcome run(CellRunner runner, Cell cell) {
        running.add(runner);
        try {
            return runner.execute(cell).join();
        } finally {
            running.remove(runner);
        }
    }

    private static void end(List<Interpreter> interpreters) {
        interpreters.forEach(Interpreter::close);
        try {
            for (Interpreter interpreter : interpreters) {
                interpreter.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome shown(List<Outcome> ended, Cell cell) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            String text = ended.get(i).text();
            if (text != null) {
                lines.add("[" + i + "] " + text);
            }
        }
        if (!lines.isEmpty() && !cell.silent()) {
            Map<String, Object> data = Map.of("text/plain", String.join("\n", lines));
            publisher.publish(
                    "execute_result", Map.of("execution_count", cell.number(), "data", data, "metadata", Map.of()));
        }
        return ended.getFirst();
    }

    private Outcome failed(List<Outcome> ended, int index, Cell cell) {
        Outcome first = ended.get(index);
        if (!cell.silent()) {
            publisher.publish("error", first.error("In interpreter " + index + ":"));
        }
        return first;
    }
}

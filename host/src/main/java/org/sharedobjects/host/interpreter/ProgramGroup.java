// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.sharedobjects.host.signals.InterruptSignal;
import org.sharedobjects.host.signals.ProcessEnd;

/** Runs one program in several interpreters at once, each as {@code __main__}. */
public final class ProgramGroup {

    /** How long the others may take to end after one has failed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final InterpreterPool pool;
    private final int count;
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final AtomicBoolean interruptReported = new AtomicBoolean();
    private volatile boolean interrupted;

    public ProgramGroup(InterpreterPool pool, int count) {
        this.pool = pool;
        this.count = count;
    }

    /** Runs the program and its workers to their end; gives the exit status of the first that failed, or 0. */
    public int run(Program program) {
        InterruptSignal.install(program.isInteractive(), handling -> {
            interrupted = true;
            return pool.interruptExcept(handling);
        });
        try {
            List<Interpreter> interpreters = start(program);
            int status = awaitPrograms(interpreters);
            interpreters.forEach(Interpreter::close); // which wait for their workers, and handle signals meanwhile
            pool.awaitWorkers();
            for (Interpreter interpreter : interpreters) {
                interpreter.join();
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProcessEnd.BY_INTERRUPT;
        }
    }

    private List<Interpreter> start(Program program) {
        Meeting meeting = new Meeting(count);
        List<Place> places = IntStream.range(0, count)
                .mapToObj(i -> new Place(i, count, meeting, program.script()))
                .toList();
        return places.stream().map(place -> start(program, place)).toList();
    }

    private Interpreter start(Program program, Place place) {
        Interpreter interpreter = pool.start("python-" + place.index(), place);
        var _ = interpreter
                .submit(context -> Launcher.run(interpreter, context, pool.caller(), program, place, interruptReported))
                .exceptionally(ExitStatus::of)
                .thenAccept(statuses::add);
        return interpreter;
    }

    private int awaitPrograms(List<Interpreter> interpreters) throws InterruptedException {
        int first = 0;
        long deadline = Long.MAX_VALUE;
        for (int ended = 0; ended < count; ended++) {
            Integer status = statuses.poll(remaining(deadline), TimeUnit.NANOSECONDS);
            if (status == null) {
                interpreters.forEach(Interpreter::cancel);
                return first;
            }
            if (first == 0 && status != 0) {
                first = status;
                deadline = System.nanoTime() + GRACE.toNanos();
                stopOthers();
            }
        }
        return first;
    }

    /** Ctrl-C has reached all of them already: a second one could hit what they do about the first. */
    private void stopOthers() {
        if (!interrupted) {
            interruptReported.set(true);
            pool.interruptAll();
        }
    }

    private static long remaining(long deadline) {
        return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
    }
}

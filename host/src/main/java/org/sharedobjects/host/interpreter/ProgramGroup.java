// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** Runs one program in several interpreters at once, each as {@code __main__}. */
public final class ProgramGroup {

    /** How long the others may take to end after one has failed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ContextFactory contexts;
    private final int count;
    private final SharedOutput out = new SharedOutput(new FileOutputStream(FileDescriptor.out));
    private final SharedOutput err = new SharedOutput(new FileOutputStream(FileDescriptor.err));
    private final List<Interpreter> interpreters = new ArrayList<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final AtomicBoolean interruptReported = new AtomicBoolean();

    public ProgramGroup(ContextFactory contexts, int count) {
        this.contexts = contexts;
        this.count = count;
    }

    /** Runs the program to its end; gives the exit status of the first that failed, or 0. */
    public int run(Program program) {
        InterruptSignal.install(program.isInteractive(), this::interruptAll);
        try {
            for (int i = 0; i < count; i++) {
                start(i, program);
            }
            int status = awaitAll();
            interpreters.forEach(Interpreter::close);
            for (Interpreter interpreter : interpreters) {
                interpreter.join();
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERRUPTED;
        }
    }

    private void start(int index, Program program) {
        Lines stdout = out.open();
        Lines stderr = err.open();
        String name = "python-" + index;
        Interpreter interpreter = new Interpreter(name, name, contexts, ended -> {
            close(stdout);
            close(stderr);
        });
        interpreters.add(interpreter);
        var _ = interpreter
                .submit(context -> launch(context, program, index, stdout, stderr))
                .handle((status, failure) -> statuses.add(failure == null ? status : ExitStatus.of(failure)));
    }

    private int launch(Context context, Program program, int index, Lines stdout, Lines stderr) {
        return Launcher.prepare(context, stdout, stderr, count > 1, index == 0)
                .execute(
                        program.kind(),
                        program.target(),
                        program.arguments().toArray(String[]::new),
                        program.banner(),
                        program.inspect(),
                        (ProxyExecutable) arguments -> interruptReported.compareAndSet(false, true))
                .asInt();
    }

    private int awaitAll() throws InterruptedException {
        int first = 0;
        long deadline = Long.MAX_VALUE;
        for (int ended = 0; ended < count; ) {
            Integer status = statuses.poll(remaining(deadline), TimeUnit.NANOSECONDS);
            if (status == null) {
                interpreters.forEach(Interpreter::cancel);
                return first;
            }
            ended++;
            if (first == 0 && status != 0 && ended < count) {
                first = status;
                deadline = System.nanoTime() + GRACE.toNanos();
                interruptReported.set(true);
                interruptAll();
            } else if (first == 0) {
                first = status;
            }
        }
        return first;
    }

    private static long remaining(long deadline) {
        return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
    }

    private static void close(Lines lines) {
        try {
            lines.close();
        } catch (IOException e) {
            // the reader has gone; Python has said so already
        }
    }

    private void interruptAll() {
        interpreters.forEach(Interpreter::interrupt);
    }
}

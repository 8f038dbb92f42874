// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** The Python side of starting a program, launch.py. */
final class Launcher {

    private static final Source SOURCE = read();
    private static final Source RUN_JOB = internal("from shared_objects._worker import run\nrun");

    private Launcher() {}

    /**
     * Runs a program to its end.
     *
     * @param interruptReported whether some interpreter has printed a KeyboardInterrupt already
     * @return the exit status python would give
     */
    static int run(Interpreter own, Context context, Program program, Place place, AtomicBoolean interruptReported) {
        ProxyExecutable programEnded = _ -> {
            own.endInterrupts();
            return null;
        };
        ProxyExecutable reportsInterrupt = _ -> interruptReported.compareAndSet(false, true);
        return prepare(own, context, place.count() > 1, place.index() == 0)
                .execute(
                        program.kind(),
                        program.target(),
                        program.arguments().toArray(String[]::new),
                        program.banner(),
                        program.inspect(),
                        programEnded,
                        reportsInterrupt)
                .asInt();
    }

    /** Runs a worker's job, whose result and failure both end in the heap. */
    static boolean runJob(Interpreter own, Context context, long jobRef) {
        prepare(own, context, true, false);
        context.eval(RUN_JOB).executeVoid(jobRef);
        return true;
    }

    /** Connects the interpreter's standard streams and gives launch.py's function {@code launch}. */
    private static Value prepare(Interpreter own, Context context, boolean several, boolean readsStdin) {
        return context.eval(SOURCE)
                .execute(new OutputFunction(own.out()), new OutputFunction(own.err()), several, readsStdin);
    }

    private static Source read() {
        try (InputStream in = Objects.requireNonNull(Launcher.class.getResourceAsStream("launch.py"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return internal(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source internal(String text) {
        return Source.newBuilder("python", text, "<pso>").internal(true).buildLiteral();
    }
}

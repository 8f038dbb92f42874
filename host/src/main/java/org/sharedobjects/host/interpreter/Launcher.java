// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.output.OutputFunction;
import org.sharedobjects.host.signals.InterruptSignal;
import org.sharedobjects.host.signals.ProcessEnd;

/** The Python side of starting a program, launch.py. */
public final class Launcher {

    private static final Source SOURCE = read("launch.py");
    private static final Source SIGNALS = read("signals.py");
    private static final Source OPEN_FILES = read("open_files.py");
    private static final Source ENDING = read("ending.py");
    private static final Source EARLY_MODULES = read("early_modules.py");
    private static final ProxyExecutable KEEP = arguments -> {
        KeptSources.keep(arguments[0].asString(), arguments[1].asString());
        return true;
    };
    /** Of os._exit: at once, for the whole process. */
    private static final ProxyExecutable END_PROCESS = arguments -> {
        ProcessEnd.now(arguments[0].asInt());
        return null;
    };

    private static final Source RUN_JOB = internal("from shared_objects._worker import run\nrun");

    private Launcher() {}

    /**
     * Runs a program to its end.
     *
     * @param caller for whom, null for the process itself
     * @param interruptReported whether some interpreter has printed a KeyboardInterrupt already
     * @return the exit status python would give
     */
    static int run(
            Interpreter own,
            Context context,
            @Nullable Caller caller,
            Program program,
            Place place,
            AtomicBoolean interruptReported) {
        ProxyExecutable programEnded = _ -> {
            own.signals().pause();
            if (place.index() == 0) {
                InterruptSignal.promptEnded();
            }
            return null;
        };
        ProxyExecutable reportsInterrupt = _ -> interruptReported.compareAndSet(false, true);
        Value launch = prepare(own, context, caller, place.count() > 1, place.index() == 0, END_PROCESS);
        try {
            int status = launch.execute(
                            program.kind(),
                            program.target(),
                            program.arguments().toArray(String[]::new),
                            program.banner(),
                            program.inspect(),
                            programEnded,
                            reportsInterrupt)
                    .asInt();
            programEnded.execute(); // again, if a handler has raised something before the first call
            return status;
        } catch (PolyglotException e) {
            Value raised = e.getGuestObject();
            if (raised == null) {
                throw e;
            }
            programEnded.execute();
            return launch.getMember("failed").execute(raised, reportsInterrupt).asInt();
        }
    }

    /** Runs a worker's job, whose result and failure both end in the heap. */
    static boolean runJob(Interpreter own, Context context, @Nullable Caller caller, long jobRef) {
        prepare(own, context, caller, true, false, END_PROCESS);
        context.eval(RUN_JOB).executeVoid(jobRef);
        return true;
    }

    /** Connects the interpreter's standard streams for what is no program: output goes out by lines, there is no input. */
    public static void connect(Interpreter own, Context context) {
        prepare(own, context, null, true, false, null);
    }

    /** Does what Python does at the end of a program before it takes itself down. Blocks until its threads and workers have ended. */
    static void end(Context context) {
        context.eval(ENDING).executeVoid();
    }

    /** Does in advance what every program needs. */
    public static boolean warmUp(Context context) {
        context.eval(SOURCE).getMember("warm_up").executeVoid(KEEP);
        context.eval(OPEN_FILES);
        context.eval(SIGNALS);
        return true;
    }

    /** Also imports what many programs do; for interpreters with time enough until they are asked for. */
    public static boolean warmUpFully(Context context) {
        warmUp(context);
        context.eval(EARLY_MODULES);
        return true;
    }

    /** Connects the interpreter's standard streams and gives launch.py's function {@code launch}. */
    private static Value prepare(
            Interpreter own,
            Context context,
            @Nullable Caller caller,
            boolean several,
            boolean readsStdin,
            @Nullable ProxyExecutable endProcess) {
        own.wakeForSignals();
        Value prepare = context.eval(SOURCE);
        context.eval(OPEN_FILES).executeVoid();
        context.eval(SIGNALS).executeVoid(own.signals().functions());
        Object environment = caller == null ? null : String.join("\0", caller.environment());
        return prepare.execute(
                new OutputFunction(own.out()),
                new OutputFunction(own.err()),
                several,
                readsStdin,
                environment,
                endProcess,
                KEEP);
    }

    private static Source read(String name) {
        try (InputStream in = Objects.requireNonNull(Launcher.class.getResourceAsStream(name))) {
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

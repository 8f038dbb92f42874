// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedHeapBuilder;
import org.sharedobjects.heap.Size;
import org.sharedobjects.host.interpreter.Contexts;
import org.sharedobjects.host.interpreter.InterpreterPool;
import org.sharedobjects.host.interpreter.Launcher;
import org.sharedobjects.host.interpreter.PreparedInterpreters;
import org.sharedobjects.host.interpreter.Program;
import org.sharedobjects.host.interpreter.ProgramGroup;
import org.sharedobjects.host.output.SharedOutput;

/** Runs one program in the interpreters the command line asks for. */
final class ProgramRun {

    private final RunOptions options;
    private final CommandLine line;
    private final Invocation invocation;

    ProgramRun(RunOptions options, CommandLine line, Invocation invocation) {
        this.options = options;
        this.line = line;
        this.invocation = invocation;
        if (options.interpreters < 1) {
            throw new UsageException("-n must be at least 1: n=" + options.interpreters);
        }
        if (!options.jit.equals("on") && !options.jit.equals("off")) {
            throw new UsageException("--jit must be on or off: jit=" + options.jit);
        }
    }

    /** The exit status python would give. */
    int run() {
        try (Contexts contexts = new Contexts(graalPyOptions(), builder -> builder.allowAllAccess(true))) {
            return runIn(contexts, new PreparedInterpreters(contexts, Launcher::warmUp));
        }
    }

    /** Runs in prepared interpreters, whose options must be those of {@link #graalPyOptions}. */
    int runIn(Contexts contexts, PreparedInterpreters prepared) {
        try (SharedHeap heap = openHeap()) {
            adviseWhenSlow(contexts);
            InterpreterPool pool = new InterpreterPool(
                    prepared, heap, standard(FileDescriptor.out), standard(FileDescriptor.err), invocation.caller());
            pool.setChaos(options.chaos());
            return new ProgramGroup(pool, options.interpreters).run(program());
        }
    }

    Map<String, String> graalPyOptions() {
        return PythonEnvironment.graalPyOptions(
                options, invocation.environment(), Installation.packages(), Installation.executable());
    }

    private SharedHeap openHeap() {
        SharedHeapBuilder builder = SharedHeap.builder();
        try {
            if (options.heap != null) {
                builder.name(invocation.heapName(options.heap)).createIfMissing();
            }
            if (options.size != null) {
                builder.size(Size.parse(options.size));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return builder.open();
    }

    private static SharedOutput standard(FileDescriptor stream) {
        return new SharedOutput(new FileOutputStream(stream));
    }

    private Program program() {
        ProgramKind kind = line.kind();
        if (kind == ProgramKind.STDIN && line.target().isEmpty() && invocation.terminal()) {
            kind = ProgramKind.INTERACTIVE;
        }
        return new Program(kind.pythonName(), line.target(), line.arguments(), banner(), inspect());
    }

    private boolean inspect() {
        String variable = invocation.environment().get("PYTHONINSPECT");
        boolean ignored = options.ignoreEnvironment || options.isolated;
        return options.inspect || (!ignored && variable != null && !variable.isEmpty());
    }

    private String banner() {
        return options.quiet
                ? ""
                : Version.text() + "\nType \"help\", \"copyright\" or \"license\" for more information.";
    }

    /** One line, and only when the user could do something about it. */
    private void adviseWhenSlow(Contexts contexts) {
        if (options.jit.equals("on") && !contexts.hasCompiler()) {
            System.err.println("pso: this Java (" + System.getProperty("java.vm.name") + " "
                    + Runtime.version().feature()
                    + ") cannot compile Python, which runs slowly; install a JDK 25, or say --jit off");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.host.interpreter.Contexts;
import org.sharedobjects.host.resident.Member;
import org.sharedobjects.host.signals.InterruptSignal;
import org.sharedobjects.host.signals.ProcessEnd;
import picocli.CommandLine.ParameterException;

/** Entry point of {@code pso}. */
public final class Main {

    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;

    private Main() {}

    public static void main(String[] arguments) {
        JavaCompilers.direct();
        // Not exit(): contexts and heap are closed, and no hook may hold up or change the end of the program.
        ProcessEnd.now(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> words) {
        return reported(() -> dispatch(words));
    }

    /** The status of a command, whose failure goes to standard error. */
    static int reported(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (UsageException | ParameterException e) {
            System.err.println("pso: " + firstLine(e));
            System.err.println("Try 'pso --help' for more information.");
            return USAGE_ERROR;
        } catch (HeapException e) {
            System.err.println("pso: " + e.getMessage());
            return FAILED;
        }
    }

    private static int dispatch(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        return switch (first) {
            case "run" -> dispatchRun(words.subList(1, words.size()));
            case Member.COMMAND -> ResidentPrograms.serve(words.subList(1, words.size()));
            case "notebook" -> NotebookCommand.run(words.subList(1, words.size()));
            case "heap" -> HeapCommand.run(words.subList(1, words.size()));
            default -> dispatchRun(words);
        };
    }

    private static int dispatchRun(List<String> words) {
        Contexts.preload();
        InterruptSignal.installDefaults();
        CommandLine line = CommandLine.split(words);
        RunOptions options = RunOptions.parse(line);
        if (options.help) {
            new picocli.CommandLine(options).usage(System.out);
            return 0;
        }
        if (options.version) {
            System.out.println(Version.text());
            return 0;
        }
        return new ProgramRun(options, line, Invocation.ofProcess()).run();
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options before the program; the words after them never reach picocli. */
@Command(
        name = "pso",
        sortOptions = false,
        sortSynopsis = false,
        customSynopsis = {
            "pso [run] [-n N] [--heap NAME|PATH] [--size SIZE] [python options] [-c CMD | -m MODULE | FILE | -] [ARG]...",
            "       pso up [-n N] | down [--now] | status",
            "       pso heap ls|stat|gc|check|rm",
            "       pso notebook [install]"
        },
        description = "Runs Python programs in interpreters that share one heap of living objects.%n",
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Without a program pso reads it from standard input, or asks for input on a terminal.",
            "PYTHON* environment variables mean what they mean to python."
        })
final class RunOptions {

    @Option(names = "-n", paramLabel = "N", description = "run the program in N interpreters at once")
    int interpreters = 1;

    @Option(
            names = "--heap",
            paramLabel = "NAME|PATH",
            description = "share the heap of this name or file with other processes (default: a private heap)")
    @Nullable
    String heap;

    @Option(names = "--size", paramLabel = "SIZE", description = "largest size of the heap, as 512m or 2g")
    @Nullable
    String size;

    @Option(names = "--jit", paramLabel = "on|off", description = "compile Python to machine code (default: on)")
    String jit = "on";

    @Option(names = "--no-resident", description = "start a host of its own, also while 'pso up' keeps one waiting")
    boolean noResident;

    @Option(names = "-b", hidden = true)
    boolean[] bytesWarning = {};

    @Option(names = "-B", description = "python: do not write .pyc files")
    boolean dontWriteBytecode;

    @Option(names = "-d", hidden = true)
    boolean[] parserDebug = {};

    @Option(names = "-E", description = "python: ignore PYTHON* environment variables")
    boolean ignoreEnvironment;

    @Option(names = "-i", description = "python: ask for input after the program")
    boolean inspect;

    @Option(names = "-I", description = "python: isolated from the user's environment (-E -P -s)")
    boolean isolated;

    @Option(names = "-O", description = "python: leave out assert statements")
    boolean[] optimize = {};

    @Option(names = "-P", description = "python: do not put the program's folder on sys.path")
    boolean safePath;

    @Option(names = "-q", description = "python: no version on interactive start")
    boolean quiet;

    @Option(names = "-s", description = "python: no user site folder")
    boolean noUserSite;

    @Option(names = "-S", description = "python: do not import site")
    boolean noSite;

    @Option(names = "-u", description = "python: unbuffered stdout and stderr")
    boolean unbuffered;

    @Option(names = "-v", description = "python: trace imports")
    boolean[] verbose = {};

    @Option(names = "-W", paramLabel = "ARG", description = "python: warning filter")
    List<String> warnings = new ArrayList<>();

    @Option(names = "-x", hidden = true)
    boolean skipFirstLine;

    @Option(
            names = "-X",
            paramLabel = "OPT",
            description =
                    "python: implementation option; chaos: run every transaction at least twice, to find functions "
                            + "that do more than change shared objects")
    List<String> implementation = new ArrayList<>();

    @Option(names = "--check-hash-based-pycs", paramLabel = "MODE", hidden = true)
    String checkHashBasedPycs = "default";

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "print versions and exit")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this text and exit")
    boolean help;

    boolean chaos() {
        return implementation.contains("chaos");
    }

    /** @throws picocli.CommandLine.ParameterException for what is no option */
    static RunOptions parse(CommandLine line) {
        RunOptions options = new RunOptions();
        var parser = new picocli.CommandLine(options);
        parser.setOverwrittenOptionsAllowed(true);
        parser.parseArgs(line.options().toArray(String[]::new));
        return options;
    }
}

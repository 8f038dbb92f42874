// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.nio.file.FileSystemException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code pso notebook}: notebooks whose cells work on shared objects. The script becomes Jupyter itself where it is to be started. */
@Command(
        name = "pso notebook",
        customSynopsis = {"pso notebook [JUPYTER OPTION]...", "       pso notebook install"},
        description = {
            "Starts Jupyter, where it is installed, with pso among its kernels.",
            "'pso notebook install' makes pso known to every Jupyter of this user."
        },
        subcommands = {NotebookInstall.class, NotebookKernel.class},
        mixinStandardHelpOptions = true)
final class NotebookCommand {

    private NotebookCommand() {}

    static int run(List<String> words) {
        var command = new picocli.CommandLine(new NotebookCommand());
        command.setExecutionExceptionHandler((e, _, _) -> {
            System.err.println("pso: " + (e instanceof FileSystemException file ? described(file) : e.getMessage()));
            return 1;
        });
        return command.execute(words.toArray(String[]::new));
    }

    private static String described(FileSystemException e) {
        return "cannot write " + e.getFile() + ": " + e.getClass().getSimpleName();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.InterruptSignal;

/** Starts the Jupyter that is installed, which finds pso among its kernels for as long as it runs. */
final class Jupyter {

    private static final List<String> PROGRAMS = List.of("jupyter-lab", "jupyter-notebook");
    private static final String PATH = "JUPYTER_PATH";
    private static final int MISSING = 1;

    private Jupyter() {}

    static int start(List<String> arguments) {
        Path program = program();
        if (program == null) {
            System.err.println(
                    "pso: Jupyter is not installed: 'apt install jupyter-notebook' or 'pip install jupyterlab' "
                            + "brings it, then 'pso notebook' starts it");
            return MISSING;
        }
        InterruptSignal.install(true, () -> {}); // Ctrl-C is for Jupyter, which asks back
        try {
            return run(program, arguments);
        } catch (IOException e) {
            System.err.println("pso: Jupyter cannot be started: " + e.getMessage());
            return MISSING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return MISSING;
        }
    }

    private static int run(Path program, List<String> arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pso-notebook");
        Path kernel = new KernelSpec(KernelSpec.NAME, KernelSpec.DISPLAY_NAME, null).write(folder.resolve("kernels"));
        try {
            List<String> words = new ArrayList<>(List.of(program.toString()));
            words.add("--MultiKernelManager.default_kernel_name=" + KernelSpec.NAME);
            words.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
            Map<String, String> environment = builder.environment();
            String before = environment.getOrDefault(PATH, "");
            environment.put(PATH, before.isEmpty() ? folder.toString() : folder + File.pathSeparator + before);
            return builder.start().waitFor();
        } finally {
            for (Path each = kernel; each != null && each.startsWith(folder); each = each.getParent()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static @Nullable Path program() {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        Stream<Path> candidates = PROGRAMS.stream()
                .flatMap(name -> Arrays.stream(folders)
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)));
        return candidates.filter(Files::isExecutable).findFirst().orElse(null);
    }
}

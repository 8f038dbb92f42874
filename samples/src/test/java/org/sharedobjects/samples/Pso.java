// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the launcher as a user does, as a process of its own. */
final class Pso {
    private static final long TIMEOUT_S = 180;
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /** What one run left: the exit code and both outputs. */
    record Outcome(int exitCode, String output, String errors) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    private Pso() {}

    static Outcome run(Object... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(REPOSITORY.resolve("pso").toString());
        for (var argument : arguments) command.add(argument.toString());
        var output = Files.createTempFile("pso", ".out");
        var errors = Files.createTempFile("pso", ".err");
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + TIMEOUT_S + " s: " + command);
            }
            return new Outcome(process.exitValue(), read(output), read(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}

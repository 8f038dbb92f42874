// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sharedobjects.host.Command.Result;

/** The tests of the Python package, which are Python too, run by the real {@code pso}. */
class PythonModulesTest {

    private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();
    private static final String SUFFIX = ".py";

    static List<String> modules() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("test_") && name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldPassAllTestsOfTheModule(String module) throws IOException, InterruptedException {
        try (Command command = Command.pso(FOLDER, "--jit=off", "-m", "unittest", module)) {
            Result result = command.await();
            assertEquals(0, result.status(), result.out() + result.err());
        }
    }
}

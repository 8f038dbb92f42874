// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sharedobjects.host.Command.Result;

/**
 * The tests of the Python package, which are Python too, run by the real {@code pso}; several modules in one process, since each
 * is slow at first. The classes that run them are run side by side.
 */
final class PythonModules {
    /** They compare with native objects and plain classes. */
    static final List<String> OF_LIKENESS =
            List.of("test_by_value", "test_classes_fuzz", "test_classes_like_plain", "test_cpython", "test_fuzz");

    static final List<String> OF_RELEASE = List.of("test_gc", "test_stats");
    static final List<String> OF_SEVERAL_HEAPS = List.of("test_heaps");
    /** They start pso themselves. */
    static final List<String> OF_PROCESSES = List.of("test_queue_processes", "test_scripts", "test_typed");
    /** Most of the code runs too seldom to be worth the better compiler: without it they take half the processor time. */
    static final Map<String, String> QUICKLY_COMPILED = Map.of("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();
    private static final String SUFFIX = ".py";

    private PythonModules() {}

    static List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("test_") && name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    static void pass(Map<String, String> more, String jit, List<String> modules)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(Map.of("PSO_BUILD", "off", "PSO_RESIDENT", "off"));
        Path pso = Command.repository().resolve("pso");
        List<String> words = new ArrayList<>(Command.words(pso, "--jit=" + jit, "-m", "unittest"));
        words.addAll(modules);
        try (Command command = Command.start(environment, FOLDER, words)) {
            Result result = command.await();
            assertEquals(0, result.status(), result.out() + result.err());
        }
    }
}

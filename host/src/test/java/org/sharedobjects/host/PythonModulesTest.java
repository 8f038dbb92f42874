// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sharedobjects.host.Command.Result;

/**
 * The tests of the Python package, which are Python too, run by the real {@code pso}; several modules in one process, since each
 * is slow at first. With {@code -Dpso.long=true} those of the release of memory take minutes, and are compiled.
 */
class PythonModulesTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();
    private static final String SUFFIX = ".py";
    private static final List<String> OF_RELEASE = List.of("test_gc");
    private static final List<String> OF_SEVERAL_HEAPS = List.of("test_heaps");
    /** They start pso themselves, and look at all that it writes. */
    private static final List<String> OF_PROCESSES = List.of("test_scripts", "test_typed");
    /** Most of the code runs too seldom to be worth the better compiler: without it they take half the processor time. */
    private static final Map<String, String> QUICKLY_COMPILED = Map.of("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static List<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("test_") && name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldPassTestsOfOneHeap() throws IOException, InterruptedException {
        List<String> modules = new ArrayList<>(modules());
        for (List<String> others : List.of(OF_RELEASE, OF_SEVERAL_HEAPS, OF_PROCESSES)) {
            assertTrue(modules.removeAll(others));
        }
        pass(QUICKLY_COMPILED, "off", modules);
    }

    @Test
    void shouldPassTestsOfSeveralHeaps() throws IOException, InterruptedException {
        pass(QUICKLY_COMPILED, "off", OF_SEVERAL_HEAPS);
    }

    @Test
    void shouldPassTestsOfProcesses() throws IOException, InterruptedException {
        pass(Map.of(), "off", OF_PROCESSES);
    }

    /** What is released is overwritten at once. */
    @Test
    void shouldPassTestsOfRelease() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(QUICKLY_COMPILED);
        environment.put("JAVA_TOOL_OPTIONS", "-Dorg.sharedobjects.poison=true");
        if (LONG) {
            environment.put("PSO_LONG", "on");
        }
        pass(environment, LONG ? "on" : "off", OF_RELEASE);
    }

    private static void pass(Map<String, String> more, String jit, List<String> modules)
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

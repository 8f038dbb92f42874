// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;
import org.sharedobjects.heap.process.OtherProcess;

/**
 * Runs the jcstress tests of this package in JVMs of their own. {@code -Dpso.long=true} runs each for longer, in each of
 * the ways its methods can be compiled.
 */
class StressTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final Duration LIMIT = LONG ? Duration.ofHours(2) : Duration.ofMinutes(5);
    private static final String JVM_OPTIONS =
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:-DontCompileHugeMethods";
    private static final List<String> SHORT_RUN = List.of(
            "-sc",
            "false",
            "-af",
            "NONE",
            "-f",
            "1",
            "-fsm",
            "1",
            "-iters",
            "1",
            "-time",
            "300",
            "-jvmArgs",
            JVM_OPTIONS);
    private static final List<String> LONG_RUN = List.of("-m", "quick", "-jvmArgsPrepend", JVM_OPTIONS);

    private static final int TESTS = 7;
    private static final String RESULTS = "(Results: ";
    private static final Pattern RESULT = Pattern.compile("(\\d+) planned; (\\d+) passed");

    @TempDir
    private Path folder;

    @Test
    void shouldSeeNothingThatIsForbidden() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two threads cannot meet on one processor");
        List<String> arguments = new ArrayList<>(LONG ? LONG_RUN : SHORT_RUN);
        // Fewer states at a time than Words has objects.
        arguments.addAll(List.of("-strideSize", "64", "-strideCount", "64"));
        try (OtherProcess jcstress = OtherProcess.start(folder, Main.class, arguments.toArray())) {
            String output = jcstress.join(LIMIT);
            Matcher last = RESULT.matcher(output.substring(Math.max(0, output.lastIndexOf(RESULTS))));
            assertTrue(last.find(), output);
            assertEquals(last.group(1), last.group(2), output);
            assertTrue(Integer.parseInt(last.group(1)) >= TESTS, output);
        }
    }
}

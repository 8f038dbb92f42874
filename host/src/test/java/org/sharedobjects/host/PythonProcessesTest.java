// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code -Dpso.long=true} those of the release of memory take minutes, and are compiled. */
class PythonProcessesTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");

    @Test
    void shouldPassTestsOfSeveralHeaps() throws IOException, InterruptedException {
        PythonModules.pass(PythonModules.QUICKLY_COMPILED, "off", PythonModules.OF_SEVERAL_HEAPS);
    }

    @Test
    void shouldPassTestsOfProcesses() throws IOException, InterruptedException {
        PythonModules.pass(PythonModules.QUICKLY_COMPILED, "off", PythonModules.OF_PROCESSES);
    }

    /** What is released is overwritten at once. */
    @Test
    void shouldPassTestsOfRelease() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(PythonModules.QUICKLY_COMPILED);
        environment.put("JAVA_TOOL_OPTIONS", "-Dorg.sharedobjects.poison=true");
        if (LONG) {
            environment.put("PSO_LONG", "on");
        }
        PythonModules.pass(environment, LONG ? "on" : "off", PythonModules.OF_RELEASE);
    }
}

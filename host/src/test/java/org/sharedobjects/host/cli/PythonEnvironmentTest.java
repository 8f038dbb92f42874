// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PythonEnvironmentTest {

    private static Map<String, String> optionsFor(Map<String, String> environment, String... words) {
        RunOptions options = new RunOptions();
        new picocli.CommandLine(options)
                .parseArgs(CommandLine.split(List.of(words)).options().toArray(String[]::new));
        return PythonEnvironment.graalPyOptions(options, environment, "/packages", "/bin/pso");
    }

    @Test
    void shouldHonourPythonVariables() {
        Map<String, String> options = optionsFor(
                Map.of("PYTHONPATH", "/mine", "PYTHONUNBUFFERED", "1", "PYTHONHASHSEED", "7", "PYTHONWARNINGS", "a"),
                "-Wb");
        assertEquals("/mine:/packages", options.get("python.PythonPath"));
        assertEquals("true", options.get("python.UnbufferedIO"));
        assertEquals("7", options.get("python.HashSeed"));
        assertEquals("a,b", options.get("python.WarnOptions"));
    }

    @Test
    void shouldIgnorePythonVariablesWhenAsked() {
        Map<String, String> variables = Map.of("PYTHONPATH", "/mine", "PYTHONDONTWRITEBYTECODE", "1");
        Map<String, String> isolated = optionsFor(variables, "-I");
        assertEquals("/packages", isolated.get("python.PythonPath"));
        assertEquals("false", isolated.get("python.DontWriteBytecodeFlag"));
        assertEquals("true", isolated.get("python.NoUserSiteFlag"));
        assertEquals("true", isolated.get("python.SafePathFlag"));
        assertEquals("/packages", optionsFor(variables, "-E").get("python.PythonPath"));
    }

    @Test
    void shouldPassImplementationOptionsOn() {
        assertEquals("9", optionsFor(Map.of(), "-X", "int_max_str_digits=9").get("python.IntMaxStrDigits"));
    }
}

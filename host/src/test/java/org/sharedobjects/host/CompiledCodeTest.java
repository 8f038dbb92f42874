// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledCodeTest {
    private static final Path PROGRAM = Path.of("src/test/python/stays_compiled.py");
    /** What matters only, in one tier, and not in the middle of a call: it does not take longer than it must. */
    private static final List<String> OPTIONS =
            List.of("TraceCompilation=true", "CompileOnly=hot_,_wrapper,CommitRoot", "MultiTier=false", "OSR=false");

    @Test
    void shouldStayCompiled(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        StringBuilder options = new StringBuilder("-Dpolyglot.log.file=" + log);
        OPTIONS.forEach(option -> options.append(" -Dpolyglot.engine.").append(option));
        Map<String, String> environment =
                Map.of("PSO_BUILD", "off", "PSO_RESIDENT", "off", "JAVA_TOOL_OPTIONS", options.toString());
        List<String> words = Command.words(
                Command.repository().resolve("pso"), PROGRAM.toAbsolutePath().toString(), log.toString());
        try (Command pso = Command.start(environment, folder, words)) {
            Command.Result result = pso.await();
            assertEquals(0, result.status(), result.err());
        }
    }
}

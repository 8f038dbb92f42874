// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotLoopsTest {
    private static final Path PROGRAM = Path.of("src/test/python/hot_loop.py").toAbsolutePath();
    /** May just have been taken from the queue; some twenty wait. */
    private static final int MOST_BEFORE = 1;

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 100;
    private static final String OPTIONS = "-Dpso.member.warmUps=0 -Dpso.member.interpreters=1"
            + " -Dpolyglot.engine.TraceCompilation=true -Dpolyglot.engine.TraceCompilationDetails=true"
            + " -Dpolyglot.engine.CompileOnly=hot_ -Dpolyglot.log.file=";

    @Test
    void shouldCompileARunningLoopBeforeWhatWaitedAndAgainAfterItsProgram(@TempDir Path folder) throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        Map<String, String> traced = Map.of("JAVA_TOOL_OPTIONS", OPTIONS + log);
        try (ResidentHost host = new ResidentHost().up(traced)) {
            host.idleMember();
            Command.Result result =
                    host.pso(traced, folder, PROGRAM.toString(), log.toString()).await();
            assertEquals(0, result.status(), result.err());
            assertTrue(Integer.parseInt(result.out().strip()) <= MOST_BEFORE, result.out());
            awaitCompilations(log, 2);
        }
    }

    private static void awaitCompilations(Path log, int count) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (compilations(log) < count) {
            assertTrue(Instant.now().isBefore(deadline), () -> "compiled fewer than " + count + " times");
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static long compilations(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("opt done") && line.contains("<bytecode hot_loop "))
                    .count();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sharedobjects.host.Command.Result;

/** A resident host in a folder of its own. */
final class ResidentHost implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 200;
    private static final Path PSO = Command.repository().resolve("pso");

    private final Path folder;

    ResidentHost() throws IOException {
        folder = Files.createTempDirectory("pso");
    }

    static ResidentHost up() throws IOException, InterruptedException {
        ResidentHost host = new ResidentHost();
        Result result = host.pso(Path.of("/"), "up").await();
        assertEquals(0, result.status(), result.err());
        return host;
    }

    Path folder() {
        return folder;
    }

    Map<String, String> environment() {
        return Map.of("PSO_BUILD", "off", "PSO_RUNTIME_DIR", folder.toString());
    }

    Command pso(Path where, String... words) {
        return pso(Map.of(), where, words);
    }

    Command pso(Map<String, String> more, Path where, String... words) {
        Map<String, String> all = new HashMap<>(environment());
        all.putAll(more);
        return Command.start(all, where, Command.interruptible(Command.words(PSO, words)));
    }

    Result status() throws IOException, InterruptedException {
        return pso(Path.of("/"), "status").await();
    }

    /** Waits until a member has nothing to do; gives its process id. */
    String idleMember() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        List<String> idle = List.of();
        while (idle.isEmpty()) {
            assertTrue(Instant.now().isBefore(deadline), status().out());
            Thread.sleep(POLL_MILLIS);
            idle = status().out()
                    .lines()
                    .filter(line -> line.contains(" idle "))
                    .toList();
        }
        return idle.getFirst().replaceAll(" .*", "");
    }

    @Override
    public void close() throws IOException {
        try {
            assertEquals(0, pso(Path.of("/"), "down", "--now").await().status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(folder);
    }
}

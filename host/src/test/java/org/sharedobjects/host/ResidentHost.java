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

    /** Members are ready sooner, and their first programs take longer. Java tells of it when a program starts cold. */
    private static final Map<String, String> UNPREPARED =
            Map.of("JAVA_TOOL_OPTIONS", "-Dpso.member.warmUps=0 -Dpso.member.interpreters=1");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    ResidentHost() throws IOException {
        folder = Files.createTempDirectory("pso");
        environment.put("PSO_BUILD", "off");
        environment.put("PSO_RUNTIME_DIR", folder.toString());
    }

    /** Members do nothing before their first program that they need not: the tests start many. */
    static ResidentHost unprepared() throws IOException {
        ResidentHost host = new ResidentHost();
        host.environment.putAll(UNPREPARED);
        return host;
    }

    ResidentHost up() throws IOException, InterruptedException {
        return up(Map.of());
    }

    ResidentHost up(Map<String, String> more) throws IOException, InterruptedException {
        Result result = pso(more, Path.of("/"), "up").await();
        assertEquals(0, result.status(), result.err());
        return this;
    }

    Path folder() {
        return folder;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    Command pso(Path where, String... words) {
        return pso(Map.of(), where, words);
    }

    Command pso(Map<String, String> more, Path where, String... words) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return Command.start(all, where, Command.interruptible(Command.words(PSO, words)));
    }

    Result status() throws IOException, InterruptedException {
        return pso(Path.of("/"), "status").await();
    }

    /** Waits until a member has nothing to do; gives its process id. */
    String idleMember() throws IOException, InterruptedException {
        return memberOf(" idle ");
    }

    /** Waits until an interpreter is prepared for the next program. */
    void awaitInterpreter() throws IOException, InterruptedException {
        memberOf(" 1 interpreters ready");
    }

    /** Waits for one of whose status this is a part. */
    private String memberOf(String status) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        List<String> found = List.of();
        while (found.isEmpty()) {
            assertTrue(Instant.now().isBefore(deadline), status().out());
            Thread.sleep(POLL_MILLIS);
            found = status().out().lines().filter(line -> line.contains(status)).toList();
        }
        return found.getFirst().replaceAll(" .*", "");
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

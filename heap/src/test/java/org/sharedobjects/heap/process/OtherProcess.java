// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that runs a main method in that folder, mostly of a test's class over the same heap file. */
public final class OtherProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final FastStart FAST_START = FastStart.found();

    private final Process process;
    private final File output;

    private OtherProcess(Process process, File output) {
        this.process = process;
        this.output = output;
    }

    public static OtherProcess start(Path folder, Class<?> main, Object... arguments) throws IOException {
        return start(folder, List.of(), main, arguments);
    }

    /** {@code options}: more options of the JVM. */
    public static OtherProcess start(Path folder, List<String> options, Class<?> main, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.sharedobjects.faultPoints=true"));
        command.addAll(FAST_START.options());
        command.addAll(options);
        command.addAll(List.of("-cp", FAST_START.classPath(), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        File output = Files.createTempFile(folder, "process", ".out").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("PSO_HEAP_DIR", heapFolder(folder).toString());
        return new OtherProcess(
                builder.redirectErrorStream(true).redirectOutput(output).start(), output);
    }

    /** Where its named and private heaps are. */
    public static Path heapFolder(Path folder) {
        return folder.resolve("heaps");
    }

    /** Waits until it has written that. */
    public void awaitOutput(String text) throws IOException, InterruptedException {
        while (!Files.readString(output.toPath()).contains(text)) {
            requireRunning();
            Thread.sleep(1);
        }
    }

    public void requireRunning() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("has ended by itself: " + Files.readString(output.toPath()));
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal, such as {@code STOP}, by its name. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertEquals(0, kill.waitFor(), name);
    }

    /** Waits for its end and gives its exit status. */
    public int status() throws IOException, InterruptedException {
        assertTrue(process.waitFor(LIMIT), () -> "still running");
        return process.exitValue();
    }

    public void kill() throws InterruptedException {
        assertTrue(process.destroyForcibly().waitFor(LIMIT));
    }

    public void join() throws IOException, InterruptedException {
        join(LIMIT);
    }

    /** What it has written so far. */
    public String output() throws IOException {
        return Files.readString(output.toPath());
    }

    /** Waits for its end, which must be a good one, and gives what it has written. */
    public String join(Duration limit) throws IOException, InterruptedException {
        boolean ended = process.waitFor(limit);
        String text = Files.readString(output.toPath());
        assertTrue(ended, () -> "still running: " + text);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

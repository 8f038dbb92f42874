// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A process started by a test. */
public final class Command implements AutoCloseable {

    private static final long LIMIT_SECONDS = 600;

    /** Each stream is read by a thread of its own: the common pool has fewer than a test has processes. */
    private static final Executor READERS = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("reader").daemon().factory());

    private final Process process;
    private final CompletableFuture<String> err;

    /** What a process has left behind. */
    public record Result(int status, String out, String err) {}

    private Command(Process process) {
        this.process = process;
        this.err = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), READERS);
    }

    /** The folder of the checkout. */
    public static Path repository() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    public static Command start(Map<String, String> environment, Path folder, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
        builder.environment().putAll(environment);
        try {
            return new Command(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the real {@code pso} of this checkout. */
    public static Command pso(Path folder, String... words) {
        return start(Map.of("PSO_BUILD", "off"), folder, words(repository().resolve("pso"), words));
    }

    public static List<String> words(Path program, String... words) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(program.toString()), java.util.Arrays.stream(words))
                .toList();
    }

    /** The same command with Ctrl-C: shells let what they start in the background ignore it, perhaps these tests. */
    public static List<String> interruptible(List<String> words) {
        List<String> perl = List.of("perl", "-e", "$SIG{$_} = 'DEFAULT' for 'INT', 'QUIT'; exec @ARGV");
        return java.util.stream.Stream.concat(perl.stream(), words.stream()).toList();
    }

    public Command type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    /** Reads up to the end of a line. */
    public String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = process.getInputStream().read();
                c >= 0 && c != '\n';
                c = process.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** Reads up to and with this ASCII text. */
    public String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            int c = process.getInputStream().read();
            if (c < 0) {
                throw new AssertionError("the output ended before '" + end + "': " + text);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    public Result await() throws IOException, InterruptedException {
        process.getOutputStream().close();
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()), READERS);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end: " + process.info());
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String readAll(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

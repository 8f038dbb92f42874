// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sharedobjects.benchmarks.peer.Peer;
import org.sharedobjects.benchmarks.peer.TransactionalCells;

/** Another JVM over the same cells. For each line with a time it works that long and answers with its speed. */
final class SecondProcess implements AutoCloseable {
    private static final String READY = "ready";
    /** What a peer prints is not for its parent. */
    private static final String ANSWER = "answer ";

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream requests;

    private SecondProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts it, with the options of this JVM, and waits until it has opened the cells. */
    static SecondProcess start(Peer peer, Path file) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SecondProcess.class.getName()));
        command.addAll(List.of(peer.name(), file.toString()));
        SecondProcess second = new SecondProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        second.expect(READY);
        return second;
    }

    void ask(long nanos) {
        requests.println(nanos);
    }

    /** Transfers per second of the run that was asked for. */
    double answer() throws IOException {
        return Double.parseDouble(nextAnswer());
    }

    private void expect(String text) throws IOException {
        String answer = nextAnswer();
        if (!answer.equals(text)) {
            throw new IOException("second process is not ready: answer=" + answer);
        }
    }

    private String nextAnswer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ANSWER)) {
                return line.substring(ANSWER.length());
            }
        }
        throw new IOException(
                "second process has ended: command=" + process.info().command());
    }

    /** Lets it go and waits for its end. */
    @Override
    public void close() {
        requests.close();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        try (TransactionalCells cells = Peer.valueOf(arguments[0]).openIn(Path.of(arguments[1]), Transfers.ACCOUNTS)) {
            Transfers transfers = new Transfers(cells, 1);
            System.out.println(ANSWER + READY);
            BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                System.out.println(ANSWER + transfers.run(Long.parseLong(line)));
            }
        }
    }
}

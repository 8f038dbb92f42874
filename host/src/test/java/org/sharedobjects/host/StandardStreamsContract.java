// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** What programs find at their standard streams, however {@code pso} comes to its interpreter. */
@DisabledOnOs(OS.WINDOWS)
abstract class StandardStreamsContract {

    private static final int BYTES = 10_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What a caller's environment says about how {@code pso} is to start. */
    abstract Map<String, String> environment();

    @Test
    void shouldGoOnAfterClosingItsInput() throws IOException, InterruptedException {
        Result result = run("pso s.py", """
                import os, sys
                sys.stdin.close()
                try:
                    input()
                except ValueError as error:
                    print(error)
                os.close(0)
                print("still here")
                """);
        assertEquals("I/O operation on closed file.\nstill here\n", result.out());
        assertEquals("", result.err());
        assertEquals(0, result.status());
    }

    @Test
    void shouldHaveNoStreamWhereTheCallerClosedIt() throws IOException, InterruptedException {
        Result result = run("pso s.py <&- >&- 2>&-; echo $?; cat log; pso <&-; echo $?", """
                import sys
                print("unseen")
                with open("log", "w") as log:
                    print(sys.stdin, sys.stdout, sys.stderr, file=log)
                1 / 0
                """);
        assertEquals("1\nNone None None\n0\n", result.out());
        assertEquals("", result.err());
    }

    @Test
    void shouldBreakThePipeWhenTheReaderLeavesEarly() throws IOException, InterruptedException {
        Result result = run("{ pso s.py; echo $? >status; } | head -c 10; cat status", """
                for _ in range(10_000):
                    print("x" * 9_999)
                """);
        assertEquals("xxxxxxxxxx1\n", result.out());
        assertTrue(result.err().startsWith("Traceback (most recent call last):\n"), result.err());
        assertTrue(result.err().endsWith("\nBrokenPipeError: [Errno 32] Broken pipe\n"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
    }

    @Test
    void shouldReadAPasswordFromTheTerminalWithoutShowingIt() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
        write("""
                import getpass, os, sys
                print(sys.stdin.isatty(), sys.stdout.isatty(), *os.get_terminal_size())
                print("it has", len(getpass.getpass("Password: ")))
                print("hello", input("Name? "))
                """);
        String inside = "stty cols 90 rows 30; exec " + pso() + " s.py";
        try (Command script = start("script", "-qec", inside, "/dev/null")) {
            String first = script.readUntil("Password: ");
            script.type("secret\n");
            String second = script.readUntil("Name? ");
            String last = script.type("Bob\n").await().out();
            assertEquals("True True 90 30\r\nPassword: ", first);
            assertEquals("\r\nit has 6\r\nName? ", second);
            assertTrue(last.startsWith("Bob\r\nhello Bob\r\n"), last);
        }
    }

    @Test
    void shouldKeepTheOrderOfOutputErrorsAndChildren() throws IOException, InterruptedException {
        Result result = run("echo 42 | pso s.py 2>&1", """
                import subprocess, sys
                for i in range(3):
                    print("out", i, flush=True)
                    print("err", i, file=sys.stderr)
                    subprocess.run(["sh", "-c", "echo a; echo b >&2"])
                print("answer:", input("prompt> "))
                """);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            expected.append("out ").append(i).append("\nerr ").append(i).append("\na\nb\n");
        }
        assertEquals(expected.append("prompt> answer: 42\n").toString(), result.out());
    }

    @Test
    void shouldPassBytesUnharmed() throws IOException, InterruptedException {
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve("in"), bytes);
        Result result = run("cat in | pso s.py | cmp - in", """
                import shutil, sys
                shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
                """);
        assertEquals("", result.out() + result.err());
        assertEquals(0, result.status());
    }

    @Test
    void shouldStopContinueAndEndBySignals() throws IOException, InterruptedException {
        write("""
                import sys, time
                print("ready", flush=True)
                for line in sys.stdin:
                    print(line, end="", flush=True)
                time.sleep(100)
                """);
        try (Command pso = start(pso(), "s.py")) {
            assertEquals("ready", pso.readLine());
            pso.signal("TSTP");
            pso.type("one\n");
            pso.signal("CONT");
            assertEquals("one", pso.readLine());
            pso.signal("TERM");
            Result result = pso.await();
            assertEquals(143, result.status());
            assertEquals("", result.out() + result.err());
        }
    }

    private Result run(String shell, String script) throws IOException, InterruptedException {
        write(script);
        try (Command command = start("sh", "-c", "pso() { \"" + pso() + "\" \"$@\"; }; " + shell)) {
            return command.await();
        }
    }

    private void write(String script) throws IOException {
        Files.writeString(folder.resolve("s.py"), script);
    }

    private Command start(String... words) {
        Map<String, String> all = new HashMap<>(environment());
        all.put("PSO_BUILD", "off");
        return Command.start(all, folder, List.of(words));
    }

    private static String pso() {
        return Command.repository().resolve("pso").toString();
    }
}

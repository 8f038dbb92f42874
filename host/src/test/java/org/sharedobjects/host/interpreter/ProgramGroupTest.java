// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.host.Command;
import org.sharedobjects.host.output.SharedOutput;

/** Programs as pso runs them, many in one process to save time. */
class ProgramGroupTest {

    private static final Map<String, String> OPTIONS = Map.of(
            "python.RunViaLauncher", "true",
            "python.PosixModuleBackend", "native",
            "python.Executable", "pso",
            "python.PythonPath",
                    Command.repository().resolve("host/target/dist/python").toString());

    @SuppressWarnings("NullAway.Init")
    private static Contexts contexts;

    @SuppressWarnings("NullAway.Init")
    private static SharedHeap heap;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void start() {
        contexts = new Contexts(new HashMap<>(OPTIONS), builder -> builder.allowAllAccess(true));
        heap = SharedHeap.openPrivate(Size.mib(64));
    }

    @AfterAll
    static void stop() {
        contexts.close();
        heap.close();
    }

    private int run(int count, String kind, String target, String... arguments) {
        InterpreterPool pool = new InterpreterPool(contexts, heap, new SharedOutput(out), new SharedOutput(err));
        return new ProgramGroup(pool, count).run(new Program(kind, target, List.of(arguments), "", false));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String script(String text) throws IOException {
        return Files.writeString(folder.resolve("script.py"), text).toString();
    }

    @Test
    void shouldGiveTheProgramItsNamesAndArguments() throws IOException {
        String script = script("import sys; print(sys.argv, sys.path[0], __name__, __file__)");
        assertEquals(0, run(1, "file", script, "-n", "b"));
        String expected = "['%s', '-n', 'b'] %s __main__ %s\n".formatted(script, folder.toRealPath(), script);
        assertEquals(expected, out());
        assertEquals("", err());
    }

    @Test
    void shouldTakeTheExitStatusFromSystemExit() {
        assertEquals(0, run(1, "command", "raise SystemExit"));
        assertEquals(7, run(1, "command", "import sys; sys.exit(7)"));
        assertEquals(255, run(1, "command", "import sys; sys.exit(-1)"));
        assertEquals("", err());
        assertEquals(1, run(1, "command", "import sys; sys.exit('bye')"));
        assertEquals("bye\n", err());
    }

    @Test
    void shouldPrintOnlyPythonsTracebackOfAnUncaughtException() throws IOException {
        String script = script("def f():\n    raise ValueError('x')\n\nf()\n");
        assertEquals(1, run(1, "file", script));
        String expected = """
                Traceback (most recent call last):
                  File "%1$s", line 4, in <module>
                    f()
                  File "%1$s", line 2, in f
                    raise ValueError('x')
                ValueError: x
                """.formatted(script);
        assertEquals(expected, err());
    }

    @Test
    void shouldReportASyntaxErrorAsPythonDoes() {
        assertEquals(1, run(1, "command", "x ="));
        assertTrue(err().startsWith("  File \"<string>\", line 1\n    x =\n"), err());
        assertTrue(err().endsWith("SyntaxError: invalid syntax\n"), err());
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertEquals(2, run(1, "file", "/no/such.py"));
        assertEquals("pso: can't open file '/no/such.py': [Errno 2] No such file or directory\n", err());
    }

    @Test
    void shouldRunModulesFoldersAndCommands() throws IOException {
        Files.writeString(folder.resolve("__main__.py"), "import sys; print('folder', sys.path[0])");
        assertEquals(0, run(1, "file", folder.toString()));
        assertEquals("folder " + folder + "\n", out());
        out.reset();
        assertEquals(0, run(1, "module", "platform", "--terse"));
        assertTrue(out().startsWith("Linux"), out());
        assertEquals(1, run(1, "module", "no_such_module"));
        assertTrue(err().endsWith("No module named no_such_module\n"), err());
    }

    @Test
    void shouldKeepTheSourceOfCommandsForInspect() {
        String code = "import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f), end='')";
        assertEquals(0, run(1, "command", code), err());
        assertEquals("def f():\n    return 1\n", out());
    }

    @Test
    void shouldRunExitHandlersAndFinishThreads() {
        String code = """
                import atexit, threading, time
                atexit.register(print, "exit handler")
                threading.Thread(target=lambda: (time.sleep(0.1), print("thread"))).start()
                """;
        assertEquals(0, run(1, "command", code), err());
        assertEquals("thread\nexit handler\n", out());
    }

    @Test
    void shouldNeverTearLinesOfSeveralInterpreters() throws IOException {
        String script = script("""
                import sys
                import shared_objects as so
                me = so.current().index
                so.barrier()
                for i in range(40):
                    print(me, end=":", flush=True)
                    print("x" * (i * 400 % 9001), "end", flush=i % 2)
                """);
        assertEquals(0, run(3, "file", script), err());
        assertEquals(3 * 40, out().lines().count());
        assertTrue(out().lines().allMatch(line -> line.matches("[012]:x* end")), out());
    }

    @Test
    void shouldInterruptTheOthersWhenOneFails() throws IOException {
        String script = script("""
                import time
                import shared_objects as so
                try:
                    so.barrier()
                    if so.current().index == 1:
                        raise SystemExit(9)
                    time.sleep(60)
                except KeyboardInterrupt:
                    print("interrupted")
                    raise
                """);
        long start = System.nanoTime();
        assertEquals(9, run(2, "file", script), err());
        assertEquals("interrupted\n", out());
        assertEquals("", err());
        assertTrue(System.nanoTime() - start < 30_000_000_000L);
    }

    @Test
    void shouldWaitForWorkersButNotForDaemons() throws IOException {
        String script = script("""
                import time
                import shared_objects as so

                def work(seconds):
                    time.sleep(seconds)
                    print("worker done", seconds)

                if __name__ == "__main__":
                    so.spawn(work, 0.2)
                    so.spawn(work, 600, daemon=True)
                    print("main done")
                """);
        assertEquals(0, run(1, "file", script), err());
        assertEquals("main done\nworker done 0.2\n", out());
    }

    @Test
    void shouldInterruptWhatHasNotBegunYet() {
        InterpreterPool pool = new InterpreterPool(contexts, heap, new SharedOutput(out), new SharedOutput(err));
        Interpreter interpreter = pool.startRun(1, null).getFirst();
        CompletableFuture<Boolean> endless = interpreter.submit(
                context -> context.eval("python", "while True: pass").isNull());
        interpreter.interrupt();
        Exception e = assertThrows(Exception.class, () -> endless.get(60, TimeUnit.SECONDS));
        assertTrue(String.valueOf(e.getMessage()).contains("KeyboardInterrupt"), e.toString());
        pool.close(List.of(interpreter));
    }

    @Test
    void shouldLeaveNothingOfOurOwnInTheTraceback() {
        assertEquals(1, run(1, "command", "1/0"));
        assertFalse(err().contains("<pso>"), err());
        assertFalse(err().contains("org.sharedobjects"), err());
    }
}

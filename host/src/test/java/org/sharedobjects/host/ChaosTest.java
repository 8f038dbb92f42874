// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** {@code pso -X chaos} shows what functions do besides changing shared objects. */
class ChaosTest {

    private static final String PROGRAM = """
            import shared_objects as so
            so.root.setdefault("n", 0)

            @so.atomic
            def up(name):
                so.root["n"] += 1
                EFFECT
                return so.root["n"]

            if __name__ == "__main__":
                print(up("main"), so.spawn(up, "worker").result())
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Result run(String effect, String... options) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), PROGRAM.replace("EFFECT", effect));
        String[] words = new String[options.length + 2];
        System.arraycopy(options, 0, words, 1, options.length);
        words[0] = "--jit=off";
        words[words.length - 1] = "s.py";
        try (Command command = Command.pso(folder, words)) {
            Result result = command.await();
            assertEquals("", result.err());
            return result;
        }
    }

    @Test
    void shouldChangeNothingForAPureProgram() throws IOException, InterruptedException {
        assertEquals(run("pass"), run("pass", "-X", "chaos"));
    }

    @Test
    void shouldShowSideEffectsTwiceInProgramAndWorker() throws IOException, InterruptedException {
        String effect = "print(name, flush=True)";
        assertEquals("main\nworker\n1 2\n", run(effect).out());
        assertEquals(
                "main\nmain\nworker\nworker\n1 2\n", run(effect, "-X", "chaos").out());
    }

    @Test
    void shouldKeepWhatTransactionsPromise() throws IOException, InterruptedException {
        Path tests = Path.of("src/test/python").toAbsolutePath();
        try (Command command = Command.pso(tests, "--jit=off", "-X", "chaos", "-m", "unittest", "chaos_for_tests")) {
            Result result = command.await();
            assertEquals(0, result.status(), result.out() + result.err());
        }
    }

    @Test
    void shouldBeAnOptionOfEmbeddingHosts() {
        String program = """
                import shared_objects as so
                runs = []
                def up():
                    runs.append(1)
                    so.root["n"] = so.root.get("n", 0) + 1
                so.atomically(up)
                """;
        try (PythonHost host = PythonHost.builder().chaos().build()) {
            host.eval(program);
            assertEquals(2L, host.eval("len(runs)"));
            assertEquals(1L, host.eval("so.root['n']"));
        }
    }
}

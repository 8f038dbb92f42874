// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** The real {@code pso} as a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class PsoTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldBehaveAsPythonWithASharedHeapAndNoWarnings() throws IOException, InterruptedException {
        String script = """
                import sys
                import shared_objects as so
                so.root["words"] = sys.stdin.read().split()
                print(so.root["words"], sys.argv[1:], "ä" in sys.argv[2], sys.stdout.isatty())
                print("to stderr", file=sys.stderr)
                exit(3)
                """;
        Files.writeString(folder.resolve("s.py"), script);
        try (Command pso = Command.pso(folder, "s.py", "-n", "ä ö").type("one two\n")) {
            Result result = pso.await();
            assertEquals("to stderr\n", result.err());
            assertEquals("['one', 'two'] ['-n', 'ä ö'] True False\n", result.out());
            assertEquals(3, result.status());
        }
    }

    @Test
    void shouldEndWithStatus130AfterCtrlC() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), "import time\nprint('ready', flush=True)\ntime.sleep(60)\n");
        List<String> words = Command.words(Command.repository().resolve("pso"), "--jit", "off", "-n", "2", "s.py");
        try (Command pso = Command.start(Map.of("PSO_BUILD", "off"), folder, Command.interruptible(words))) {
            assertEquals("ready", pso.readLine());
            assertEquals("ready", pso.readLine());
            pso.signal("INT");
            Result result = pso.await();
            assertEquals(130, result.status());
            assertTrue(result.err().startsWith("Traceback (most recent call last):\n"), result.err());
            assertTrue(result.err().endsWith("\nKeyboardInterrupt\n"), result.err());
            assertEquals(
                    3,
                    result.err()
                            .lines()
                            .filter(line -> !line.startsWith("    "))
                            .count(),
                    result.err());
        }
    }

    @Test
    void shouldKnowTheSourceOfACommandWithoutLoadingLinecacheForIt() throws IOException, InterruptedException {
        String command = """
                def f(): pass
                import sys
                print(any(name in sys.modules for name in ("linecache", "re")))
                import inspect
                print(inspect.getsource(f), sys.meta_path)
                """;
        Result result = Command.pso(folder, "-c", command).await();
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("False\ndef f(): pass\n"), result.out());
        assertFalse(result.out().contains("Linecache"), result.out());
    }

    @Test
    void shouldAnswerQuestionsAboutItselfWithoutPython() throws IOException, InterruptedException {
        Result version = Command.pso(folder, "--version").await();
        assertTrue(
                version.out().matches("pso \\S+ \\(Python 3\\.12, GraalPy 25\\.0\\.3, Java \\S+\\)\n"), version.out());
        assertTrue(Command.pso(folder, "--help").await().out().contains("--heap=NAME|PATH"));
        assertEquals("", version.err());
    }

    @Test
    void shouldReleaseWhatAWorkerDropsWhenTheProgramItselfHasEnded() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), """
                import time
                import shared_objects as so
                def work(box):
                    end = time.monotonic() + 3
                    while time.monotonic() < end:
                        box["x"] = ["a" * 100] + list(range(2000))
                    print("done")
                if __name__ == "__main__":
                    so.spawn(work, so.share({}))
                """);
        Result run = Command.pso(folder, "--size", "32m", "s.py").await();
        assertEquals("done\n", run.out(), run.err());
        assertEquals(0, run.status());
    }

    @Test
    void shouldRefuseAWrongCommandLine() throws IOException, InterruptedException {
        Result result = Command.pso(folder, "-n", "many", "s.py").await();
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("pso: Invalid value for option '-n'"), result.err());
        assertEquals(2, Command.pso(folder, "-Z").await().status());
        assertEquals(2, Command.pso(folder, "--size", "tiny", "s.py").await().status());
    }

    @Test
    void shouldListCheckAndRemoveNamedHeaps() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("notes"), "precious");
        Map<String, String> environment = Map.of("PSO_BUILD", "off", "PSO_HEAP_DIR", folder.toString());
        try (var _ = org.sharedobjects.heap.SharedHeap.builder()
                .file(folder.resolve("shop"))
                .createIfMissing()
                .open()) {
            Result list = heap(environment, "ls");
            assertTrue(list.out().matches("shop +\\S+ MiB\n"), list.out());
        }
        Result sound = heap(environment, "check", "shop");
        assertEquals(0, sound.status());
        assertTrue(sound.out().startsWith("sound: objects="), sound.out());
        assertEquals(0, heap(environment, "rm", "shop").status());
        assertEquals("", heap(environment, "ls").out());
        Result refused = heap(environment, "rm", "notes");
        assertEquals(1, refused.status());
        assertEquals("pso: not a heap: path=" + folder.resolve("notes") + "\n", refused.err());
        assertEquals(1, heap(environment, "rm", "shop").status());
        Result absent = heap(environment, "check", "shop");
        assertEquals(1, absent.status());
        assertEquals("pso: no such heap: path=" + folder.resolve("shop") + "\n", absent.err());
    }

    @Test
    void shouldFindAHeapOfInstancesSound() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), """
                import shared_objects as so

                @so.shared
                class Account:
                    def __init__(self, owner):
                        self.owner = owner

                so.root["accounts"] = [Account(name) for name in "ab"]
                """);
        Result run = Command.pso(folder, "--heap", folder.resolve("bank").toString(), "--size", "64m", "s.py")
                .await();
        assertEquals(0, run.status(), run.err());
        Map<String, String> environment = Map.of("PSO_BUILD", "off", "PSO_HEAP_DIR", folder.toString());
        Result check = heap(environment, "check", "bank");
        assertEquals(0, check.status(), check.out());
        Result stat = heap(environment, "stat", "bank", "--by-class");
        assertTrue(stat.out().contains(" 2  s.Account\n"), stat.out());
        Result paths = heap(environment, "stat", "bank", "--paths", "Account");
        assertEquals("root['accounts'][0]\nroot['accounts'][1]\n", paths.out());
        assertEquals(1, heap(environment, "stat", "bank", "--paths", "Nothing").status());
    }

    @Test
    void shouldMeasureAndCollectNamedHeaps() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("PSO_BUILD", "off", "PSO_HEAP_DIR", folder.toString());
        try (var heap = org.sharedobjects.heap.SharedHeap.builder()
                .file(folder.resolve("shop"))
                .createIfMissing()
                .open()) {
            heap.root().put("stock", new byte[1_000_000]);
            Result stat = heap(environment, "stat", "shop");
            assertTrue(stat.out().contains("  bytes\n"), stat.out());
            assertTrue(
                    stat.out()
                            .contains(
                                    "\n%10d ".formatted(ProcessHandle.current().pid())),
                    stat.out());
            Result json = heap(environment, "stat", "--json", "shop");
            assertTrue(json.out().startsWith("{\"size_bytes\": "), json.out());
            heap.root().remove("stock");
            Result released = heap(environment, "gc", "shop");
            assertTrue(released.out().matches("released: bytes=\\d{7,}, blocks=\\d+; in use: .*\n"), released.out());
        }
        Result absent = heap(environment, "stat", "absent");
        assertEquals(1, absent.status());
        assertEquals("pso: no such heap: path=" + folder.resolve("absent") + "\n", absent.err());
        Files.writeString(folder.resolve("notes"), "x".repeat(5000));
        Result refused = heap(environment, "gc", "notes");
        assertEquals(1, refused.status());
        assertEquals(1, refused.err().lines().count(), refused.err());
    }

    private Result heap(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 1];
        all[0] = "heap";
        System.arraycopy(words, 0, all, 1, words.length);
        return Command.start(
                        environment, folder, Command.words(Command.repository().resolve("pso"), all))
                .await();
    }
}

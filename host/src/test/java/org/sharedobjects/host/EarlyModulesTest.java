// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** Modules that a waiting interpreter has imported are those that the program would import itself. */
@EnabledOnOs(OS.LINUX)
class EarlyModulesTest {

    @SuppressWarnings("NullAway.Init")
    private static ResidentHost host;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        host = ResidentHost.unprepared().up();
    }

    @AfterAll
    static void down() throws IOException {
        host.close();
    }

    @BeforeEach
    void awaitInterpreter() throws IOException, InterruptedException {
        host.awaitInterpreter();
    }

    private String run(String... words) throws IOException, InterruptedException {
        Result result = host.pso(folder, words).await();
        assertEquals("", result.err());
        return result.out();
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void shouldBeHandedOutWithAllThatTheyImport() throws IOException, InterruptedException {
        write("s.py", """
                import sys
                finder = next((finder for finder in sys.meta_path if hasattr(finder, "early_modules")), None)
                early = dict(finder.early_modules) if finder else {}
                assert not early.keys() & sys.modules.keys(), early.keys() & sys.modules.keys()

                def names():
                    return sorted(name for name, module in sys.modules.items()
                                  if getattr(module.__spec__, "has_location", False) and not name.startswith("shared_objects"))

                import copy
                print(names())
                import concurrent.futures
                import time
                assert concurrent.futures.__spec__.loader is concurrent.futures.__loader__
                assert time.time() - sys.modules["logging"]._startTime < 10
                print(names())
                assert all(sys.modules.get(name) is module for name, module in early.items()), sys.modules
                print(bool(early), file=sys.stderr)
                """);
        Result early = host.pso(folder, "s.py").await();
        assertEquals("True\n", early.err());
        Result cold = host.pso(folder, "--no-resident", "s.py").await();
        assertEquals(cold.out(), early.out());
    }

    @Test
    void shouldGiveWayToTheProgramsOwn() throws IOException, InterruptedException {
        write("logging.py", "print('own logging')\ngetLogger = print\n");
        write("s.py", "import logging, concurrent.futures\nassert concurrent.futures._base.logging is logging\n");
        assertEquals("own logging\nconcurrent.futures\n", run("s.py"));
    }

    @Test
    void shouldGiveWayToModulesOfAPathThatIsAddedLater() throws IOException, InterruptedException {
        write("lib/string.py", "print('own string')\n");
        write("s.py", """
                import textwrap, sys
                sys.path.insert(0, "lib")
                import string
                """);
        assertEquals("own string\n", run("s.py"));
    }

    @Test
    void shouldBeHandedOutOnceAndThenBeReadFromTheirFiles() throws IOException, InterruptedException {
        write("s.py", """
                import importlib, importlib.util, sys
                assert "def dedent" in importlib.util.find_spec("textwrap").loader.get_source("textwrap")
                spec = importlib.util.find_spec("textwrap")
                spec.loader = importlib.util.LazyLoader(spec.loader)
                sys.modules["textwrap"] = module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                assert module.dedent(" a") == "a"
                import string
                string.digits = None
                assert importlib.reload(string).digits == "0123456789"
                import token
                first = sys.modules.pop("token")
                import token
                assert token is not first
                sys.modules["logging"] = None
                try:
                    import concurrent.futures
                except ImportError as error:
                    print(error.name)
                """);
        assertEquals("logging\n", run("s.py"));
    }

    @Test
    void shouldRunAsPrograms() throws IOException, InterruptedException {
        assertEquals(
                host.pso(folder, "--no-resident", "-m", "tokenize", "-h")
                        .await()
                        .out(),
                run("-m", "tokenize", "-h"));
    }

    @Test
    void shouldShowTheLinesOfAProgramThatIsNoFile() throws IOException, InterruptedException {
        Result result = host.pso(folder, "-c", """
                import traceback
                try:
                    1 / 0
                except ZeroDivisionError:
                    traceback.print_exc()
                """).await();
        assertTrue(result.err().contains("    1 / 0\n"), result.err());
    }
}

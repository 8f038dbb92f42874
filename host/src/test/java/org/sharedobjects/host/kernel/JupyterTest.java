// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command;
import org.sharedobjects.host.json.JsonReader;

/** The programs of Jupyter, where they are installed, with pso as their kernel. */
class JupyterTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path SCRIPTS = Path.of("src/test/jupyter").toAbsolutePath();
    private static final String NEEDED = "import jupyter_kernel_test, nbconvert, jupyter_console, ipykernel, pexpect";

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(PYTHON) && python("-c", NEEDED).status() == 0,
                "Jupyter is not installed: its programs are not tested");
        installKernel();
        if (Boolean.getBoolean("pso.long")) {
            installKernel(
                    "--name", "pso-shared", "--heap", folder.resolve("heap").toString());
        }
    }

    private static void installKernel(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("notebook", "install", "--prefix", folder.toString()));
        words.addAll(List.of(more));
        Command.Result installed =
                Command.pso(folder, words.toArray(String[]::new)).await();
        assertEquals("", installed.err());
    }

    private static Command.Result python(String... words) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of(
                "PSO_BUILD",
                "off",
                "JUPYTER_PATH",
                folder.resolve("share").resolve("jupyter").toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1");
        return Command.start(environment, SCRIPTS, Command.words(PYTHON, words)).await();
    }

    /** Runs the tests of a module, all of them. */
    private static void succeed(String module) throws IOException, InterruptedException {
        Command.Result result = python("-m", "unittest", module);
        assertEquals(0, result.status(), result.out() + result.err());
        assertTrue(result.err().endsWith("\nOK\n"), "something was skipped: " + result.err());
    }

    @Test
    void shouldPassJupytersOwnTestOfKernels() throws IOException, InterruptedException {
        succeed("test_protocol");
    }

    @Test
    @EnabledIfSystemProperty(named = "pso.long", matches = "true", disabledReason = "takes a minute: -Dpso.long=true")
    void shouldShareObjectsWithOtherNotebooksAndSurviveTheirDeath() throws IOException, InterruptedException {
        succeed("test_kernels");
    }

    @Test
    @EnabledIfSystemProperty(named = "pso.long", matches = "true", disabledReason = "takes a minute: -Dpso.long=true")
    void shouldTalkToAConsole() throws IOException, InterruptedException {
        succeed("test_console");
    }

    @Test
    @EnabledIfSystemProperty(named = "pso.long", matches = "true", disabledReason = "takes a minute: -Dpso.long=true")
    void shouldEndWithItsKernelsWhenItIsToldTo() throws IOException, InterruptedException {
        succeed("test_server");
    }

    @Test
    void shouldRunTheSampleFromTopToBottom() throws IOException, InterruptedException {
        Path notebook = Command.repository().resolve("samples/notebook/market.ipynb");
        Path written = folder.resolve("executed.ipynb");
        Command.Result result = python(
                "-m",
                "nbconvert",
                "--to=notebook",
                "--execute",
                "--ExecutePreprocessor.timeout=120",
                "--output=" + written,
                "" + notebook);
        assertEquals(0, result.status(), result.err());
        String shown = shown(JsonReader.readMap(Files.readString(written)));
        assertTrue(shown.contains("(900, {'apples': 120, 'bread': 40, 'cheese': 25})"), shown);
        assertTrue(shown.contains("[0] True\n[1] True\n[2] True"), shown);
        assertTrue(shown.contains("\n900\n"), shown);
        assertTrue(shown.contains("(['opened in another interpreter'], False)"), shown);
        assertTrue(shown.contains("['opened in another interpreter', 3]"), shown);
        assertTrue(shown.contains("<svg") && shown.contains("dict of 3"), shown);
        assertFalse(shown.contains("error"), shown);
    }

    /** All that the cells show, one after the other. */
    private static String shown(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        switch (value) {
            case Map<?, ?> map when map.get("outputs") instanceof List<?> outputs -> text.append(texts(outputs));
            case Map<?, ?> map -> map.values().forEach(each -> text.append(shown(each)));
            case List<?> list -> list.forEach(each -> text.append(shown(each)));
            case null, default -> {}
        }
        return text.toString();
    }

    private static String texts(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(each -> text.append(texts(each)));
            case List<?> list
            when list.stream().allMatch(String.class::isInstance) -> {
                list.forEach(text::append);
                text.append('\n');
            }
            case List<?> list -> list.forEach(each -> text.append(texts(each)));
            case String string -> text.append(string).append('\n');
            case null, default -> {}
        }
        return text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command;
import org.sharedobjects.host.Command.Result;

/** The script {@code pso} itself, in a copy of the checkout with a JDK and a Maven that only pretend. */
@DisabledOnOs(OS.WINDOWS)
class PsoScriptTest {

    private static final String JAVA = """
            #!/bin/sh
            for word in "$@"; do
              case $word in -XX:AOTCacheOutput=*)
                [ ! -e "$HOME/untrainable" ] || exit 1
                sleep 0.3
                echo trained >>"$HOME/trainings"
                echo classes >"${word#*=}" ;;
              esac
            done
            echo java: "$@"
            """;
    private static final String JLINK = """
            #!/bin/sh
            [ ! -e "$HOME/no-modules" ] || exit 1
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2/bin"
            sed 's/echo java/echo image-java/' "${0%/*}/java" >"$2/bin/java"
            chmod +x "$2/bin/java"
            """;
    private static final String PREPARING = """
            pso: preparing fast starts (1/2: Java image)…
            pso: preparing fast starts (2/2: class cache, about half a minute)…
            """;
    private static final String MAVEN = """
            #!/bin/sh
            cd "${0%/*}"
            echo build >>builds
            [ ! -e broken ] || { echo '[ERROR] it does not compile'; exit 1; }
            echo '[INFO] ----'
            echo '[INFO] Building heap 0.1.0 [2/5]'
            sleep 0.3
            mkdir -p host/target/dist/lib host/target/dist/compiler
            touch host/target/dist/lib/heap.jar host/target/dist/compiler/compiler.jar
            cp -r host/src/main/scripts host/target/dist
            touch host/target/dist/built
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void copyCheckout() throws IOException {
        Files.createDirectories(folder.resolve(".mvn"));
        for (String module : List.of("heap", "truffle-objects", "python-stubs", "host")) {
            Files.createDirectories(folder.resolve(module).resolve("src/main"));
            Files.createFile(folder.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(folder.resolve("pom.xml"));
        Files.createDirectories(folder.resolve("host/src/main/scripts"));
        for (String name : List.of("pso", ".mvn/jdk.sh", "host/src/main/scripts/fast-start.sh")) {
            Files.copy(Command.repository().resolve(name), folder.resolve(name));
        }
        script(folder.resolve("mvnw"), MAVEN);
        jdk("jdk-25", "25.0.3");
    }

    private static void script(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent() == null ? path : path.getParent());
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        script(jdk.resolve("bin/java"), JAVA.replace("java:", "java " + version + ":"));
        script(jdk.resolve("bin/javac"), JAVA);
        script(jdk.resolve("bin/jlink"), JLINK);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private void hideRealJdks() throws IOException {
        Path search = folder.resolve(".mvn/jdk.sh");
        String text = Files.readString(search);
        Files.writeString(
                search,
                text.replace("/usr/", folder + "/none/")
                        .replace(" /opt/", " /none/")
                        .replace("command -v java", "false"));
    }

    private Command start(String jdk, String... words) {
        return start(jdk, "", words);
    }

    private Command start(String jdk, String fastStart, String[] words) {
        Map<String, String> environment = Map.of(
                "JAVA_HOME", folder.resolve(jdk).toString(), "HOME", folder.toString(), "PSO_FAST_START", fastStart);
        return Command.start(environment, folder, Command.words(folder.resolve("pso"), words));
    }

    private Result run(String jdk, String... words) throws IOException, InterruptedException {
        return start(jdk, words).await();
    }

    private long builds() throws IOException {
        return lines("builds");
    }

    private long trainings() throws IOException {
        return lines("trainings");
    }

    private long lines(String file) throws IOException {
        try (var lines = Files.lines(folder.resolve(file))) {
            return lines.count();
        }
    }

    @Test
    void shouldBuildOnFirstUseAndSayNothingAfterwards() throws IOException, InterruptedException {
        Result first = run("jdk-25", "s.py", "--x");
        assertEquals("pso: first start: building (2/5 heap)…\n" + PREPARING, first.err());
        assertTrue(first.out().endsWith("org.sharedobjects.host.cli.Main s.py --x\n"), first.out());
        assertEquals("", run("jdk-25", "s.py").err());
        assertEquals(1, builds());
    }

    @Test
    void shouldBuildAgainWhenASourceFileIsNewer() throws IOException, InterruptedException {
        run("jdk-25");
        Path source = Files.createFile(folder.resolve("heap/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertTrue(run("jdk-25").err().startsWith("pso: building (2/5 heap)…\n"));
    }

    @Test
    void shouldBuildOnceWhenTwoStartAtOnce() throws IOException, InterruptedException {
        try (Command one = start("jdk-25");
                Command two = start("jdk-25")) {
            assertEquals(0, one.await().status());
            assertEquals(0, two.await().status());
        }
        assertEquals(1, builds());
    }

    @Test
    void shouldBecomeJupyterItself() throws IOException, InterruptedException {
        run("jdk-25");
        Path jupyter = folder.resolve("bin/jupyter-lab");
        script(jupyter, "#!/bin/sh\necho $$ \"$JUPYTER_PATH\" \"$@\"\nexec sleep 100\n");
        for (String signal : List.of("TERM", "HUP", "INT")) {
            try (Command notebook = Command.start(
                    Map.of(
                            "JAVA_HOME",
                            folder.resolve("jdk-25").toString(),
                            "HOME",
                            folder.toString(),
                            "JUPYTER_PATH",
                            "/before",
                            "PATH",
                            jupyter.getParent() + ":" + System.getenv("PATH")),
                    folder,
                    Command.interruptible(Command.words(folder.resolve("pso"), "notebook", "a b.ipynb")))) {
                String[] words = notebook.readLine().split(" ", 3);
                assertTrue(words[1].matches(folder + "/.cache/pso/jupyter-\\d+/share/jupyter:/before"), words[1]);
                assertEquals("--MultiKernelManager.default_kernel_name=pso a b.ipynb", words[2]);
                notebook.signal(signal); // to the process that was pso
                assertTrue(notebook.await().status() > 128);
                assertFalse(ProcessHandle.of(Long.parseLong(words[0])).isPresent());
            }
        }
    }

    @Test
    void shouldShowTheLogWhenTheBuildFails() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("broken"));
        Result result = run("jdk-25");
        assertEquals(1, result.status());
        assertTrue(result.err().contains(folder + "/target/pso-build.log"), result.err());
        assertTrue(result.err().endsWith("[ERROR] it does not compile\n"), result.err());
    }

    @Test
    void shouldStartThroughASymbolicLinkFromAnywhere() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("bin")).resolve("pso"), Path.of("../pso"));
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("jdk-25").toString());
        Result result = Command.start(environment, Path.of("/"), List.of(link.toString(), "-V"))
                .await();
        assertEquals(0, result.status(), result.err());
        assertTrue(result.out().contains("-Dpso.dist=" + folder.toRealPath()), result.out());
    }

    @Test
    void shouldPassOverAJdkThatIsTooOld() throws IOException, InterruptedException {
        jdk("jdk-17", "17.0.1");
        hideRealJdks();
        Path sdkman = folder.resolve(".sdkman/candidates/java");
        Files.createDirectories(sdkman);
        Files.move(folder.resolve("jdk-25"), sdkman.resolve("25-tem"));
        assertTrue(run("jdk-17").out().startsWith("image-java 25"));
    }

    @Test
    void shouldSayInOneLineWhatToInstallWithoutJdk() throws IOException, InterruptedException {
        jdk("jdk-17", "17.0.1");
        hideRealJdks();
        Map<String, String> environment = Map.of(
                "JAVA_HOME", folder.resolve("jdk-17").toString(),
                "PATH", "/usr/bin:/bin",
                "HOME", folder.toString());
        Result result = Command.start(environment, folder, List.of("bash", folder.resolve("pso") + ""))
                .await();
        assertEquals(1, result.status());
        assertTrue(result.err().startsWith("pso: no JDK 25 found: install one"), result.err());
        assertEquals(1, result.err().lines().count());
        assertFalse(Files.exists(folder.resolve("builds")));
    }

    @Test
    void shouldStartTheCompilerOnlyWhereItCanWork() throws IOException, InterruptedException {
        jdk("jdk-26", "26");
        assertTrue(run("jdk-25", "s.py").out().contains("--add-modules=jdk.graal.compiler"));
        assertTrue(run("jdk-25", "--jit", "off", "s.py").out().contains("UseFallbackRuntime=true"));
        assertFalse(run("jdk-26", "s.py").out().contains("jdk.graal.compiler"));
        assertFalse(run("jdk-25", "heap", "ls").out().contains("jdk.graal.compiler"));
        assertFalse(run("jdk-25", "s.py", "--jit=off").out().contains("UseFallbackRuntime=true"));
    }

    @Test
    void shouldLeaveTheJvmsBetterCompilerToTheHeapOnlyWherePythonIsCompiled() throws IOException, InterruptedException {
        String directives = "-Dpso.compilers=" + folder.resolve("host/target/dist/scripts/compilers.json");
        assertTrue(run("jdk-25", "s.py").out().contains(directives));
        String interpreted = run("jdk-25", "--jit", "off", "s.py").out();
        assertTrue(interpreted.indexOf(" -Dpso.compilers= ") > interpreted.indexOf(directives), interpreted);
        assertTrue(interpreted.contains("-XX:+C1ProfileBranches"), interpreted);
    }

    @Test
    void shouldUseTheCompilerOfAGraalVm() throws IOException, InterruptedException {
        Path jdk = jdk("graalvm", "25.0.1");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nGRAALVM_VERSION=\"25.0.1\"\n");
        Result result = run("graalvm", "s.py");
        assertFalse(result.out().contains("jdk.graal.compiler"), result.out());
        assertTrue(result.out().contains("-XX:TieredStopAtLevel=1"), result.out());
        assertTrue(result.out().contains("-XX:AOTCache="), result.out());
        assertFalse(result.err().contains("Java image"), result.err());
    }

    @Test
    void shouldStartFromImageAndCacheOnceTheyAreMade() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Result result = run("jdk-25", "s.py");
            assertStartsFromImageAndCache(result);
            assertTrue(result.out().contains("-XX:AOTCache=" + folder), result.out());
        }
        assertEquals(1, trainings());
    }

    @Test
    void shouldPrepareFastStartsOnceWhenTwoStartAtOnce() throws IOException, InterruptedException {
        run("jdk-25", "--version");
        try (Command one = start("jdk-25", "s.py");
                Command two = start("jdk-25", "s.py")) {
            assertStartsFromImageAndCache(one.await());
            assertStartsFromImageAndCache(two.await());
        }
        assertEquals(1, trainings());
    }

    @Test
    void shouldStartFromAnImageThatIsMadeWhileItLooksForOne() throws IOException, InterruptedException {
        run("jdk-25", "s.py");
        Path image;
        try (var made = Files.list(folder.resolve(".cache/pso"))) {
            image = made.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        Path late = Files.move(image, folder.resolve("late"));
        // Called after the script has looked for the image, and before it decides whether to make one.
        script(folder.resolve("bin/ls"), """
                #!/bin/sh
                [ ! -e '%1$s' ] || mv '%1$s' '%2$s'
                PATH=${PATH#*:} exec ls "$@"
                """.formatted(late, image));
        Map<String, String> environment = Map.of(
                "JAVA_HOME", folder.resolve("jdk-25").toString(),
                "HOME", folder.toString(),
                "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Result result = Command.start(environment, folder, Command.words(folder.resolve("pso"), "s.py"))
                .await();
        assertStartsFromImageAndCache(result);
        assertFalse(Files.exists(late));
    }

    private static void assertStartsFromImageAndCache(Result result) {
        assertTrue(result.out().startsWith("image-java"), result.out() + result.err());
        assertTrue(result.out().contains("-XX:AOTCache="), result.out());
    }

    private Result fastStart(String setting, String jdk) throws IOException, InterruptedException {
        return start(jdk, setting, new String[] {"s.py"}).await();
    }

    @Test
    void shouldMakeNeitherImageNorCacheWhenFastStartsAreOff() throws IOException, InterruptedException {
        Result result = fastStart("off", "jdk-25");
        assertFalse(result.err().contains("preparing"), result.err());
        assertTrue(result.out().contains("--upgrade-module-path"), result.out());
        assertFalse(Files.exists(folder.resolve(".cache/pso")));
    }

    @Test
    void shouldUseNeitherImageNorCacheWhenFastStartsAreOff() throws IOException, InterruptedException {
        run("jdk-25", "s.py");
        String out = fastStart("off", "jdk-25").out();
        assertTrue(out.startsWith("java"), out);
        assertFalse(out.contains("-XX:AOTCache="), out);
    }

    @Test
    void shouldNotUseTheCacheOfAGraalVmWhenFastStartsAreOff() throws IOException, InterruptedException {
        Path jdk = jdk("graalvm", "25.0.1");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nGRAALVM_VERSION=\"25.0.1\"\n");
        assertTrue(run("graalvm", "s.py").out().contains("-XX:AOTCache="));
        assertFalse(fastStart("off", "graalvm").out().contains("-XX:AOTCache="));
    }

    @Test
    void shouldMakeAndUseTheImageAloneWhenAskedTo() throws IOException, InterruptedException {
        Result first = fastStart("image", "jdk-25");
        assertTrue(first.err().endsWith("pso: preparing fast starts (1/2: Java image)…\n"), first.err());
        assertTrue(first.out().startsWith("image-java"), first.out());
        assertFalse(Files.exists(folder.resolve("trainings")));
        run("jdk-25", "s.py");
        assertFalse(fastStart("image", "jdk-25").out().contains("-XX:AOTCache="));
    }

    @Test
    void shouldTakeAnUnknownFastStartSettingForOn() throws IOException, InterruptedException {
        assertTrue(fastStart("fast", "jdk-25").out().contains("-XX:AOTCache="));
    }

    @Test
    void shouldReplaceAStaleCache() throws IOException, InterruptedException {
        String before = run("jdk-25", "s.py").out();
        Files.writeString(folder.resolve("host/target/dist/lib/heap.jar"), "newer");
        String after = run("jdk-25", "s.py").out();
        assertFalse(after.equals(before), after);
        assertEquals(2, trainings());
        try (var caches = Files.list(folder.resolve(".cache/pso"))) {
            assertEquals(
                    1, caches.filter(file -> file.toString().endsWith(".aot")).count());
        }
    }

    @Test
    void shouldRemoveTheCachesOfInstallationsThatAreGone() throws IOException, InterruptedException {
        Path caches = Files.createDirectories(folder.resolve(".cache/pso"));
        Path gone = Files.createFile(caches.resolve("start-1-2.aot"));
        Path there = Files.createFile(caches.resolve("start-3-4.aot"));
        Files.writeString(caches.resolve("start-1.place"), folder.resolve("gone") + "\n");
        Files.writeString(caches.resolve("start-3.place"), folder + "\n");
        assertEquals(0, run("jdk-25", "s.py").status());
        assertFalse(Files.exists(gone) || Files.exists(caches.resolve("start-1.place")));
        assertTrue(Files.exists(there));
    }

    @Test
    void shouldUnpackLibrariesElsewhereWhereTheUsersCacheFolderCannotBeWritten()
            throws IOException, InterruptedException {
        Path file = Files.createFile(folder.resolve("no-home"));
        Path writable = Files.createDirectory(folder.resolve("writable"));
        for (String place : List.of("PSO_CACHE_DIR", "TMPDIR")) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "JAVA_HOME", folder.resolve("jdk-25").toString(),
                    "HOME", file.toString(),
                    "XDG_CACHE_HOME", "",
                    "PSO_CACHE_DIR", file + "/cache",
                    "TMPDIR", file.toString()));
            environment.put(place, writable.toString());
            Result result = Command.start(environment, folder, Command.words(folder.resolve("pso"), "s.py"))
                    .await();
            assertTrue(
                    result.out().contains("-Dpolyglot.engine.userResourceCache=" + writable + "/"), result.toString());
        }
        Map<String, String> nowhere = Map.of(
                "JAVA_HOME",
                folder.resolve("jdk-25").toString(),
                "HOME",
                file.toString(),
                "XDG_CACHE_HOME",
                "",
                "PSO_CACHE_DIR",
                file + "/cache",
                "TMPDIR",
                file.toString());
        Result refused = Command.start(nowhere, folder, Command.words(folder.resolve("pso"), "s.py"))
                .await();
        assertEquals(1, refused.status());
        assertTrue(refused.err().startsWith("pso: Python's library needs a folder that can be written"), refused.err());
    }

    @Test
    void shouldClearAwayWhatAKilledStartHasLeftHalfMade() throws IOException, InterruptedException {
        Path half = Files.createDirectories(folder.resolve(".cache/pso/making-image/bin"));
        assertTrue(run("jdk-25", "s.py").out().startsWith("image-java"));
        assertFalse(Files.exists(half));
    }

    @Test
    void shouldStartWithoutImageWhereNoneCanBeMadeAndNotTryAgain() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("no-modules"));
        Result first = run("jdk-25", "s.py");
        assertTrue(first.out().startsWith("java"), first.out());
        assertTrue(first.out().contains("--upgrade-module-path"), first.out());
        assertEquals("", run("jdk-25", "s.py").err());
    }

    @Test
    void shouldStartWithoutCacheWhereTrainingFailsAndNotTryAgain() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("untrainable"));
        assertEquals(0, run("jdk-25", "s.py").status());
        Result second = run("jdk-25", "s.py");
        assertEquals("", second.err());
        assertFalse(second.out().contains("AOTCache"), second.out());
    }

    @Test
    void shouldStartWithoutACacheFolderThatCanBeWritten() throws IOException, InterruptedException {
        Path file = Files.createFile(folder.resolve("no-folder"));
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("jdk-25").toString(), "PSO_CACHE_DIR", file + "/cache");
        Result result = Command.start(environment, folder, Command.words(folder.resolve("pso"), "s.py"))
                .await();
        assertEquals(0, result.status(), result.err());
        assertTrue(result.out().contains("--upgrade-module-path"), result.out());
    }
}

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

    private static final String JAVA = "#!/bin/sh\necho java: \"$@\"\n";
    private static final String MAVEN = """
            #!/bin/sh
            cd "${0%/*}"
            echo build >>builds
            [ ! -e broken ] || { echo '[ERROR] it does not compile'; exit 1; }
            echo '[INFO] ----'
            echo '[INFO] Building heap 0.1.0 [2/5]'
            sleep 0.3
            mkdir -p host/target/dist/lib
            touch host/target/dist/built
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void copyCheckout() throws IOException {
        Files.createDirectories(folder.resolve(".mvn"));
        for (String name : List.of("pso", ".mvn/jdk.sh")) {
            Files.copy(Command.repository().resolve(name), folder.resolve(name));
        }
        for (String module : List.of("heap", "truffle-objects", "python-stubs", "host")) {
            Files.createDirectories(folder.resolve(module).resolve("src/main"));
            Files.createFile(folder.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(folder.resolve("pom.xml"));
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
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private void hideRealJdks() throws IOException {
        Path search = folder.resolve(".mvn/jdk.sh");
        String text = Files.readString(search);
        Files.writeString(search, text.replace("/usr/", folder + "/none/").replace(" /opt/", " /none/"));
    }

    private Command start(String jdk, String... words) {
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve(jdk).toString(), "HOME", folder.toString());
        return Command.start(environment, folder, Command.words(folder.resolve("pso"), words));
    }

    private Result run(String jdk, String... words) throws IOException, InterruptedException {
        return start(jdk, words).await();
    }

    private long builds() throws IOException {
        try (var lines = Files.lines(folder.resolve("builds"))) {
            return lines.count();
        }
    }

    @Test
    void shouldBuildOnFirstUseAndSayNothingAfterwards() throws IOException, InterruptedException {
        Result first = run("jdk-25", "s.py", "--x");
        assertEquals("pso: first start: building (2/5 heap)…\n", first.err());
        assertTrue(first.out().endsWith("org.sharedobjects.host.cli.Main s.py --x\n"), first.out());
        assertEquals("", run("jdk-25", "s.py").err());
        assertEquals(1, builds());
    }

    @Test
    void shouldBuildAgainWhenASourceFileIsNewer() throws IOException, InterruptedException {
        run("jdk-25");
        Path source = Files.createFile(folder.resolve("heap/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertEquals("pso: building (2/5 heap)…\n", run("jdk-25").err());
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
        assertTrue(run("jdk-17").out().startsWith("java 25"));
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
        assertTrue(run("jdk-25", "s.py").out().contains("--upgrade-module-path"));
        assertFalse(run("jdk-25", "--jit", "off", "s.py").out().contains("--upgrade-module-path"));
        assertFalse(run("jdk-26", "s.py").out().contains("--upgrade-module-path"));
        assertFalse(run("jdk-25", "heap", "ls").out().contains("--upgrade-module-path"));
        assertTrue(run("jdk-25", "s.py", "--jit=off").out().contains("--upgrade-module-path"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command;

class JavaCompilersTest {
    private static final Path DIRECTIVES = Command.repository().resolve("host/src/main/scripts/compilers.json");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** A JVM of its own, which prints what its compilers have been told. */
    static final class Told {
        private Told() {}

        public static void main(String[] arguments) throws JMException {
            JavaCompilers.direct();
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            System.out.print(ManagementFactory.getPlatformMBeanServer()
                    .invoke(commands, "compilerDirectivesPrint", new Object[0], new String[0]));
        }
    }

    @Test
    void shouldLeaveTheBetterCompilerToTheHeapAndSayNothing() throws IOException, InterruptedException {
        String told = told(Files.copy(DIRECTIVES, folder.resolve("a, b=c.json")));
        assertTrue(told.startsWith("Directive"), told);
        assertTrue(told.contains("org/sharedobjects/heap"), told);
        assertTrue(told.contains("Exclude:true"), told);
    }

    @Test
    void shouldGoOnWithoutWhatCannotBeRead() throws IOException, InterruptedException {
        String told = told(folder.resolve("none"));
        assertTrue(told.startsWith("Directive"), told);
        assertEquals(-1, told.indexOf("sharedobjects"), told);
    }

    private static String told(Path directives) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                        "-Dpso.compilers=" + directives,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Told.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out.strip();
    }
}

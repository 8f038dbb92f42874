// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** Programs in a resident host behave as in a process of their own, and touch no others. */
@EnabledOnOs(OS.LINUX)
class ResidentHostTest {

    private static final String SLEEPER = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(100)\n";

    private static final int PROGRAMS = Integer.getInteger("pso.test.programs", 8);

    @SuppressWarnings("NullAway.Init")
    private static ResidentHost host;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private String member;

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        host = ResidentHost.unprepared().up();
    }

    @AfterAll
    static void down() throws IOException {
        host.close();
    }

    @BeforeEach
    void awaitMember() throws IOException, InterruptedException {
        member = host.idleMember();
    }

    private Command start(String script, String... arguments) throws IOException {
        Files.writeString(folder.resolve("s.py"), script);
        List<String> words = new ArrayList<>(List.of("s.py"));
        words.addAll(List.of(arguments));
        return host.pso(Map.of("COLOUR", "grün"), folder, words.toArray(String[]::new));
    }

    private Result run(String script, String... arguments) throws IOException, InterruptedException {
        return start(script, arguments).await();
    }

    @Test
    void shouldGiveTheProgramItsCallersPlace() throws IOException, InterruptedException {
        Result result = start("""
                import os, subprocess, sys
                print(os.getpid(), os.getcwd(), sys.argv, os.environ["COLOUR"], "PYTHONHOME" in os.environ)
                print(subprocess.run("echo $COLOUR; pwd", shell=True, capture_output=True, text=True).stdout.split())
                print(sys.stdin.read().split(), file=sys.stderr)
                sys.exit(3)
                """, "-n", "ä ö").type("one two\n").await();
        assertEquals("['one', 'two']\n", result.err());
        String where = folder.toRealPath().toString();
        assertEquals(
                member + " " + where + " ['s.py', '-n', 'ä ö'] grün False\n['grün', '" + where + "']\n", result.out());
        assertEquals(3, result.status());
    }

    @Test
    void shouldGiveWorkersTheHeapOfTheProgram() throws IOException, InterruptedException {
        Result result = run("""
                import os
                import shared_objects as so

                def add(x):
                    return so.root["base"] + x, os.environ["COLOUR"]

                if __name__ == "__main__":
                    so.root["base"] = 40
                    print([w.result() for w in [so.spawn(add, i) for i in (1, 2)]], os.getpid())
                """);
        assertEquals("[(41, 'grün'), (42, 'grün')] " + member + "\n", result.out(), result.err());
    }

    @Test
    void shouldInterruptTheProgramOnCtrlC() throws IOException, InterruptedException {
        try (Command pso = start(SLEEPER)) {
            assertEquals(member, pso.readLine());
            pso.signal("INT");
            Result result = pso.await();
            assertEquals(130, result.status());
            assertTrue(result.err().endsWith("\nKeyboardInterrupt\n"), result.err());
        }
        assertNotEquals(member, host.idleMember());
    }

    @Test
    void shouldRunTheProgramsSignalHandlers() throws IOException, InterruptedException {
        try (Command pso = start("""
                import os, signal, time
                def stop(number, frame):
                    print("stopped by", number)
                    raise SystemExit(5)
                signal.signal(signal.SIGTERM, stop)
                os.write(1, b"%d\\n" % os.getpid())
                time.sleep(100)
                """)) {
            assertEquals(member, pso.readLine());
            pso.signal("TERM");
            Result result = pso.await();
            assertEquals("stopped by 15\n", result.out());
            assertEquals(5, result.status());
        }
    }

    @Test
    void shouldEndThePipeOfAProgramThatLeavesItOpen() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), "import os\nos.dup(1)\nopen('s.py')\nprint('left')\n");
        String shell = Command.repository().resolve("pso") + " s.py | cat";
        Result result = Command.start(host.environment(), folder, List.of("sh", "-c", shell))
                .await();
        assertEquals("left\n", result.out());
        assertNotEquals(member, host.idleMember());
    }

    @Test
    void shouldMakeCallbacksForNativeCodeInOneProgramAfterAnother() throws IOException, InterruptedException {
        String script = """
                import ctypes, os, sys
                callback = ctypes.CFUNCTYPE(None)
                print(os.getpid(), len([callback(print) for _ in range(int(sys.argv[1]))]))
                """;
        assertEquals(member + " 1\n", run(script, "1").out());
        assertEquals(member, host.idleMember());
        Result result = run(script, "3000");
        assertEquals(member + " 3000\n", result.out(), result.err());
    }

    @Test
    void shouldKeepLocaleAndTimeZoneOfAProgramFromTheNext() throws IOException, InterruptedException {
        String script = """
                import os, locale, sys, time
                print(os.getpid(), time.strftime("%A", time.gmtime(0)), time.localtime(0).tm_hour)
                if len(sys.argv) > 1:
                    os.environ["TZ"] = "Asia/Tokyo"
                    time.tzset()
                    locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
                """;
        Result first = run(script, "change");
        assertEquals(member, host.idleMember());
        assertEquals(first.out(), run(script).out(), first.err());
    }

    @Test
    void shouldNotRunAnotherProgramAfterOneThatOpenedALibraryByName() throws IOException, InterruptedException {
        assertEquals(
                member + "\n",
                run("import ctypes, os\nctypes.CDLL('libc.so.6')\nprint(os.getpid())\n")
                        .out());
        Result result = run("import sqlite3\nprint(sqlite3.connect(':memory:').execute('select 7').fetchone())\n");
        assertEquals("(7,)\n", result.out(), result.err());
    }

    @Test
    void shouldEndAtOnceByOsExit() throws IOException, InterruptedException {
        Result result = run("import os\nprint(os.getpid(), flush=True)\nos._exit(7)\n");
        assertEquals(member + "\n", result.out());
        assertEquals(7, result.status());
        assertEquals("again\n", run("print('again')\n").out());
    }

    @Test
    void shouldSayWhatHappenedWhenTheHostIsKilled() throws IOException, InterruptedException {
        try (Command pso = start(SLEEPER)) {
            assertEquals(member, pso.readLine());
            Command.start(Map.of(), folder, List.of("kill", "-9", member)).await();
            Result result = pso.await();
            assertEquals("pso: the resident host that ran s.py was killed; start the program again\n", result.err());
            assertEquals(137, result.status());
        }
        assertNotEquals(member, host.idleMember());
    }

    @Test
    void shouldEndTheProgramWhoseLauncherIsKilled() throws IOException, InterruptedException {
        try (Command pso = start(SLEEPER)) {
            assertEquals(member, pso.readLine());
            pso.signal("KILL");
        }
        ProcessHandle.of(Long.parseLong(member))
                .ifPresent(process -> process.onExit().join());
        assertEquals("again\n", run("print('again')\n").out());
    }

    @Test
    void shouldNotMixProgramsThatRunAtOnce() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), "import sys\nprint(sys.argv[1], input())\n");
        List<Command> all = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            all.add(host.pso(folder, "s.py", String.valueOf(i)).type("line " + i + "\n"));
        }
        for (int i = 0; i < PROGRAMS; i++) {
            assertEquals(i + " line " + i + "\n", all.get(i).await().out());
        }
    }

    @Test
    void shouldKeepAnAlarmFromTheNextProgram() throws IOException, InterruptedException {
        assertEquals(0, run("import signal\nsignal.alarm(2)\n").status());
        Result result = run("import time\ntime.sleep(3)\nprint('whole')\n");
        assertEquals("whole\n", result.out(), result.err());
    }

    @Test
    void shouldNotWaitForAMemberThatIsStopped() throws IOException, InterruptedException {
        Command.start(Map.of(), folder, List.of("kill", "-STOP", member)).await();
        try {
            assertEquals("here\n", run("print('here')\n").out());
        } finally {
            Command.start(Map.of(), folder, List.of("kill", "-KILL", member)).await();
        }
    }

    @Test
    void shouldRunWithInheritedDescriptors() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), "import sys\nprint(open(sys.argv[1]).read(), end='')\n");
        String shell = Command.repository().resolve("pso") + " s.py <(echo inherited)";
        Result result = Command.start(host.environment(), folder, List.of("bash", "-c", shell))
                .await();
        assertEquals("inherited\n", result.out(), result.err());
        assertEquals(member, host.idleMember());
    }

    @Test
    void shouldRunInAProcessOfItsOwnWhenAsked() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), "import os\nprint(os.getpid())\n");
        assertNotEquals(
                member + "\n", host.pso(folder, "--no-resident", "s.py").await().out());
        assertEquals(member, host.idleMember());
    }

    @Test
    void shouldReplaceMembersOfAnotherInstallation() throws IOException, InterruptedException {
        Path jdk = Files.createSymbolicLink(folder.resolve("jdk"), Path.of(System.getProperty("java.home")));
        try (ResidentHost other = ResidentHost.unprepared()) {
            other.up(Map.of("JAVA_HOME", jdk.toString()));
            String stale = other.idleMember();
            Result result = other.pso(folder, "-c", "print(1)").await();
            assertEquals("1\n", result.out(), result.err());
            assertNotEquals(stale, other.idleMember());
        }
    }

    @Test
    void shouldBeUpUntilItIsTakenDown() throws IOException, InterruptedException {
        try (ResidentHost other = ResidentHost.unprepared()) {
            assertEquals(3, other.status().status());
            assertEquals(0, other.pso(folder, "up").await().status());
            assertEquals(0, other.pso(folder, "up").await().status());
            assertEquals(1, other.status().out().lines().count());
            assertEquals(0, other.pso(folder, "down").await().status());
            assertEquals(0, other.pso(folder, "down").await().status());
            assertEquals(3, other.status().status());
            try (var left = Files.list(other.folder())) {
                assertEquals(0, left.count()); // the folder is the user's own
            }
        }
    }

    @Test
    void shouldRefuseAFolderThatOthersCanEnter() throws IOException, InterruptedException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("PSO_RUNTIME_DIR", open.toString());
        for (String verb : List.of("up", "down", "status")) {
            Result result = host.pso(environment, folder, verb).await();
            assertEquals(1, result.status());
            assertEquals(
                    "pso: " + open + " must be a folder of yours that only you can enter (mode 0700)\n", result.err());
        }
    }

    @Test
    void shouldRunTransactionsTwiceInAMemberWhenAskedTo() throws IOException, InterruptedException {
        String script = """
                import os
                import shared_objects as so
                so.atomically(lambda: print(os.getpid()))
                """;
        Files.writeString(folder.resolve("s.py"), script);
        try (Command pso = host.pso(Map.of("COLOUR", "grün"), folder, "-X", "chaos", "s.py")) {
            Result result = pso.await();
            assertEquals(member + "\n" + member + "\n", result.out());
            assertEquals("", result.err());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** What signals do to programs, however {@code pso} comes to its interpreter. */
@DisabledOnOs(OS.WINDOWS)
abstract class SignalsContract {

    /** Calls that would wait for ever, by name. */
    private static final String WAITS = """
            import asyncio, fcntl, os, select, signal, socket, subprocess, sys, threading, time
            import shared_objects as so
            pipe = os.pipe()
            server = socket.create_server(("127.0.0.1", 0))
            child = subprocess.Popen(["sleep", "100"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            lock = threading.Lock()
            lock.acquire()
            holder = subprocess.Popen(["flock", "held", "cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
            file = open("held", "a")
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    fcntl.flock(file, fcntl.LOCK_UN)
                    time.sleep(0.01)
                except BlockingIOError:
                    break
            async def nap():
                print("asyncio", flush=True)
                await asyncio.sleep(100)
            def begin(name, wait):
                if name != "asyncio":
                    print(name, flush=True)
                wait()
            waits = {
                "read": lambda: os.read(pipe[0], 1),
                "input": input,
                "stdin": sys.stdin.read,
                "accept": server.accept,
                "select": lambda: select.select([pipe[0]], [], []),
                "asyncio": lambda: asyncio.run(nap()),
                "wait": child.wait,
                "flock": lambda: fcntl.flock(file, fcntl.LOCK_EX),
                "sleep": lambda: time.sleep(100),
                "nap": lambda: time.sleep(10.5),
                "lock": lock.acquire,
                "queue": so.Queue().get,
            }
            """;

    private static final List<String> NAMES = List.of(
            "read", "input", "stdin", "accept", "select", "asyncio", "wait", "flock", "sleep", "nap", "lock", "queue");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What a caller's environment says about how {@code pso} is to start. */
    abstract Map<String, String> environment();

    @Test
    void shouldInterruptWhateverWaitsForTheSystemAsOftenAsCtrlCComes() throws IOException, InterruptedException {
        try (Command pso = start(WAITS + """
                for name, wait in waits.items():
                    try:
                        begin(name, wait)
                    except KeyboardInterrupt:
                        print("caught", flush=True)
                child.kill()
                holder.kill()
                """)) {
            for (String name : NAMES) {
                assertEquals(name, pso.readLine());
                pause();
                pso.signal("INT");
                assertEquals("caught", pso.readLine());
            }
            Result result = pso.await();
            assertEquals("", result.err());
            assertEquals(0, result.status());
        }
    }

    @Test
    void shouldRunHandlersWhileTheProgramWaitsForTheSystem() throws IOException, InterruptedException {
        try (Command pso = start(WAITS + """
                class Stopped(Exception):
                    pass
                def stop(number, frame):
                    print("stopped", flush=True)
                    raise Stopped
                signal.signal(signal.SIGTERM, stop)
                signal.signal(signal.SIGALRM, lambda number, frame: print("alarm", flush=True))
                for name, wait in waits.items():
                    try:
                        begin(name, wait)
                    except Stopped:
                        pass
                child.kill()
                holder.kill()
                """)) {
            for (String name : NAMES) {
                assertEquals(name, pso.readLine());
                pause();
                pso.signal("ALRM"); // after this handler the call goes on
                assertEquals("alarm", pso.readLine());
                pause();
                pso.signal("TERM");
                assertEquals("stopped", pso.readLine());
            }
            Result result = pso.await();
            assertEquals("", result.err());
            assertEquals(0, result.status());
        }
    }

    /** The waits begin when the program has said their names. */
    private static void pause() throws InterruptedException {
        Thread.sleep(100);
    }

    @Test
    void shouldTellAsyncioOfSignals() throws IOException, InterruptedException {
        try (Command pso = start("""
                import asyncio, signal
                async def main():
                    stop = asyncio.Event()
                    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
                    print("ready", flush=True)
                    await stop.wait()
                    print("stopped", flush=True)
                    await asyncio.sleep(100)
                try:
                    asyncio.run(main())
                except KeyboardInterrupt:
                    print("interrupted")
                """)) {
            assertEquals("ready", pso.readLine());
            pso.signal("TERM");
            assertEquals("stopped", pso.readLine());
            pso.signal("INT");
            Result result = pso.await();
            assertEquals("interrupted\n", result.out(), result.err());
            assertEquals(0, result.status());
        }
    }

    @Test
    void shouldRunHandlersWhileThreadsAndExitFunctionsKeepTheProgramAlive() throws IOException, InterruptedException {
        try (Command pso = start("""
                import atexit, signal, threading, time
                stop = threading.Event()
                signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
                def work():
                    stop.wait()
                    print("stopped", flush=True)
                def end():
                    stop.clear()
                    print("ending", flush=True)
                    stop.wait()
                    print("ended", flush=True)
                atexit.register(end)
                threading.Thread(target=work).start()
                print("working", flush=True)
                """)) {
            assertEquals("working", pso.readLine());
            pause();
            pso.signal("TERM");
            assertEquals("stopped", pso.readLine());
            assertEquals("ending", pso.readLine());
            pause();
            pso.signal("TERM");
            Result result = pso.await();
            assertEquals("ended\n", result.out(), result.err());
            assertEquals(0, result.status());
        }
    }

    @Test
    void shouldRunHandlersWhileTheProgramWaitsForItsWorkers() throws IOException, InterruptedException {
        try (Command pso = start("""
                import signal, time
                import shared_objects as so
                def work(box):
                    while not box["stop"]:
                        time.sleep(0.05)
                    print("stopped", flush=True)
                if __name__ == "__main__":
                    box = so.share({"stop": False})
                    signal.signal(signal.SIGTERM, lambda number, frame: box.update(stop=True))
                    so.spawn(work, box)
                    print("ready", flush=True)
                """)) {
            assertEquals("ready", pso.readLine());
            Thread.sleep(1000);
            pso.signal("TERM");
            Result result = pso.await();
            assertEquals("stopped\n", result.out(), result.err());
            assertEquals(0, result.status());
        }
    }

    @Test
    void shouldEndThoughAHandlerRaisesAgainAndAgain() throws IOException, InterruptedException {
        for (Map.Entry<String, Integer> raised :
                Map.of("ValueError('tick')", 1, "SystemExit(7)", 7).entrySet()) {
            try (Command pso = start("""
                    import signal
                    def handler(*_):
                        raise %s
                    signal.signal(signal.SIGALRM, handler)
                    signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
                    while True:
                        pass
                    """.formatted(raised.getKey()))) {
                assertEquals(raised.getValue(), pso.await().status());
            }
        }
    }

    @Test
    void shouldReportWhatAHandlerRaisesAtTheEndAndGoOn() throws IOException, InterruptedException {
        try (Command pso = start("""
                import atexit, signal, sys, threading
                stop = threading.Event()
                def handle(number, frame):
                    stop.set()
                    raise ValueError("the handler's")
                signal.signal(signal.SIGTERM, handle)
                atexit.register(print, "atexit", flush=True)
                file = open("left.txt", "w")
                file.write("left")
                threading.Thread(target=stop.wait).start()
                print("ready", flush=True)
                """)) {
            assertEquals("ready", pso.readLine());
            pause();
            pso.signal("TERM");
            Result result = pso.await();
            assertEquals("atexit\n", result.out());
            assertTrue(result.err().endsWith("ValueError: the handler's\n"), result.err());
            assertEquals("left", Files.readString(folder.resolve("left.txt")));
            assertEquals(0, result.status());
        }
    }

    @Test
    void shouldDieByAnAlarmWhoseHandlerIsGone() throws IOException, InterruptedException {
        Result result = start("""
                import os, signal, time
                signal.signal(signal.SIGALRM, signal.signal(signal.SIGALRM, print))
                os.kill(os.getpid(), signal.SIGALRM)
                time.sleep(10)
                """).await();
        assertEquals(142, result.status(), result.err());
    }

    @Test
    void shouldNameTheHandlersThatAreSet() throws IOException, InterruptedException {
        Result result = start("""
                import signal, time
                print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
                print(repr(signal.signal(signal.SIGTERM, print)), signal.getsignal(signal.SIGTERM) is print)
                print(signal.signal(signal.SIGTERM, signal.SIG_IGN) is print, repr(signal.getsignal(signal.SIGTERM)))
                signal.raise_signal(signal.SIGTERM)
                time.sleep(0.2)
                print(signal.signal(signal.SIGINT, signal.SIG_IGN) is signal.default_int_handler)
                signal.raise_signal(signal.SIGINT)
                time.sleep(0.2)
                def interrupted():
                    try:
                        signal.raise_signal(signal.SIGINT)
                        time.sleep(10)
                    except KeyboardInterrupt:
                        print("interrupted")
                signal.signal(signal.SIGINT, signal.default_int_handler)
                signal.signal(signal.SIGINT, lambda number, frame: print("one"))
                signal.signal(signal.SIGINT, lambda number, frame: print("two"))
                signal.raise_signal(signal.SIGINT)
                time.sleep(0.2)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                interrupted()
                for number, handler in ((999, print), ("x", print), (2, 5), (signal.SIGKILL, print), (signal.SIGSEGV, print), (40, print)):
                    try:
                        signal.signal(number, handler)
                    except (ValueError, TypeError, OSError) as error:
                        print(error)
                interrupted()
                print("end", flush=True)
                signal.signal(signal.SIGTERM, print)
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                signal.raise_signal(signal.SIGTERM)
                time.sleep(10)
                """).await();
        assertEquals("""
                True
                <Handlers.SIG_DFL: 0> True
                True <Handlers.SIG_IGN: 1>
                True
                two
                interrupted
                signal number out of range
                'str' object cannot be interpreted as an integer
                signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object
                [Errno 22] Invalid argument
                [Errno 22] Invalid argument
                [Errno 22] Invalid argument
                interrupted
                end
                """, result.out(), result.err());
        assertEquals(143, result.status());
    }

    @Test
    void shouldDoWhatSignalsDidBeforeWhenAWorkerHasEnded() throws IOException, InterruptedException {
        try (Command pso = start("""
                import asyncio, signal, time
                import shared_objects as so
                def restores():
                    signal.signal(signal.SIGTERM, signal.signal(signal.SIGTERM, print))
                    asyncio.run(asyncio.sleep(0))
                def leaves():
                    signal.signal(signal.SIGTERM, lambda number, frame: print("worker's"))
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                if __name__ == "__main__":
                    so.spawn(restores).result()
                    so.spawn(leaves).result()
                    time.sleep(0.5)
                    try:
                        print("ready", flush=True)
                        time.sleep(100)
                    except KeyboardInterrupt:
                        print("interrupted", flush=True)
                    time.sleep(100)
                """)) {
            assertEquals("ready", pso.readLine());
            pso.signal("INT");
            assertEquals("interrupted", pso.readLine());
            pso.signal("TERM");
            Result result = pso.await();
            assertEquals("", result.out());
            assertEquals(143, result.status());
        }
    }

    @Test
    void shouldTellAllInterpretersOfASignal() throws IOException, InterruptedException {
        try (Command pso = start("""
                import asyncio, signal, time
                import shared_objects as so
                async def main():
                    print("ready", flush=True)
                    await asyncio.sleep(100)
                try:
                    asyncio.run(main()) if so.current().index else [print("ready", flush=True), time.sleep(100)]
                except KeyboardInterrupt:
                    print("interrupted", flush=True)
                """, "-n", "3")) {
            for (String line : List.of("ready", "ready", "ready")) {
                assertEquals(line, pso.readLine());
            }
            pause();
            pso.signal("INT");
            Result result = pso.await();
            assertEquals("interrupted\n".repeat(3), result.out());
            assertEquals(0, result.status());
        }
    }

    @Test
    void shouldDieByTheSignalsThatItDoesNotHandle() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), """
                import os, signal, sys, time
                number = int(sys.argv[1])
                if number == 0:
                    raise KeyboardInterrupt
                if number == 2:
                    signal.signal(number, signal.SIG_DFL)
                os.kill(os.getpid(), number)
                time.sleep(100)
                """);
        String pso = Command.repository().resolve("pso").toString();
        String perl = "for my $n (0, 2, 15) { system $ARGV[0], 's.py', $n; print $? & 127, \" \" }";
        try (Command all = Command.start(environment(), folder, List.of("perl", "-e", perl, pso))) {
            Result result = all.await();
            assertEquals("2 2 15 ", result.out());
            assertTrue(result.err().contains("\nKeyboardInterrupt\n"), result.err());
        }
    }

    @Test
    void shouldGoOnAsTheProgramThatItExecutes() throws IOException, InterruptedException {
        try (Command pso = start("""
                import os
                try:
                    os.execv("/nowhere", ["nowhere"])
                except FileNotFoundError:
                    print("not found", flush=True)
                os.execvp("sh", ["sh", "-c", 'echo "$0:$*"; read line; echo "$line"; trap "exit 7" TERM; echo; sleep 100 >/dev/null 2>&1 & wait', "a b", "c"])
                """).type("typed\n")) {
            assertEquals("not found", pso.readLine());
            assertEquals("a b:c", pso.readLine());
            assertEquals("typed", pso.readLine());
            assertEquals("", pso.readLine());
            pso.signal("TERM");
            assertEquals(7, pso.await().status());
        }
    }

    private Command start(String script, String... options) throws IOException {
        Files.writeString(folder.resolve("s.py"), script);
        String pso = Command.repository().resolve("pso").toString();
        List<String> words = new ArrayList<>(List.of(pso));
        words.addAll(List.of(options));
        words.add("s.py");
        return Command.start(environment(), folder, Command.interruptible(words));
    }
}

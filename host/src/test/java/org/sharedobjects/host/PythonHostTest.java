// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.SharedValue;
import org.sharedobjects.heap.Size;

class PythonHostTest {

    @SuppressWarnings("NullAway.Init")
    private static SharedHeap heap;

    @SuppressWarnings("NullAway.Init")
    private static PythonHost host;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void start() {
        heap = SharedHeap.openPrivate(Size.mib(64));
        host = PythonHost.builder().heap(heap).interpreters(2).build();
    }

    @AfterAll
    static void stop() {
        host.close();
        heap.close();
    }

    @Test
    void shouldGivePlainJavaValues() {
        assertNull(host.eval("None"));
        assertNull(host.eval("x = 1\ny = 2"));
        assertEquals(true, host.eval("1 < 2"));
        assertEquals(3L, host.eval("1 + 2"));
        assertEquals(2.0, host.eval("2.0"));
        assertEquals(BigInteger.TEN.pow(30), host.eval("10 ** 30"));
        assertEquals("naïve 🐍", host.eval("'naïve ' + chr(0x1f40d)"));
        assertArrayEquals(new byte[] {0, (byte) 255}, (byte[]) host.eval("b'\\x00\\xff'"));
        assertEquals(Arrays.asList(1L, null, List.of("a")), host.eval("[1, None, ('a',)]"));
        assertEquals(Map.of("k", Map.of(1L, 2L)), host.eval("{'k': {1: 2}}"));
        assertEquals(Set.of(1L, 2L), host.eval("{1, 2}"));
    }

    @Test
    void shouldGiveObjectsOfTheJdkForDatesNumbersAndPaths() {
        for (int i = 0; i < 2; i++) {
            host.interpreter(i).eval("import datetime as dt, decimal, fractions, pathlib, uuid");
        }
        LocalDateTime day = LocalDateTime.of(2024, 2, 29, 1, 0);
        Map<String, Object> expected = Map.of(
                "dt.date(2024, 2, 29)", day.toLocalDate(),
                "dt.datetime(2024, 2, 29, 1)", day,
                "dt.datetime(2024, 2, 29, 1, tzinfo=dt.timezone.utc)", day.atOffset(ZoneOffset.UTC),
                "dt.time(1, 2, 3)", LocalTime.of(1, 2, 3),
                "dt.timedelta(-1, 5)", Duration.ofDays(-1).plusSeconds(5),
                "decimal.Decimal('1.50')", new BigDecimal("1.50"),
                "uuid.UUID(int=5)", new UUID(0, 5),
                "pathlib.Path('a/b')", Path.of("a", "b"));
        expected.forEach((text, value) -> {
            assertEquals(List.of(value), host.eval("[" + text + "]"));
            heap.root().put("from Java", List.of(value));
            assertEquals(true, host.eval("__import__('shared_objects').root['from Java'] == [" + text + "]"), text);
            assertEquals(
                    true, host.eval("type(__import__('shared_objects').root['from Java'][0]) is type(" + text + ")"));
        });
        SharedValue third = assertInstanceOf(SharedValue.class, host.eval("fractions.Fraction(2, 6)"));
        assertEquals(List.of(1L, 3L), third.content());
    }

    @Test
    void shouldGiveViewsOfSharedObjects() {
        host.eval("import shared_objects as so; so.root['stock'] = {'tea': 4}");
        SharedMap view = assertInstanceOf(SharedMap.class, host.eval("__import__('shared_objects').root['stock']"));
        assertEquals(4L, view.get("tea"));
        heap.atomically(() -> view.put("tea", 5));
        assertEquals(5L, host.eval("__import__('shared_objects').root['stock']['tea']"));
    }

    @Test
    void shouldRefuseToGiveWhatBelongsToAnInterpreter() {
        PythonException e = assertThrows(PythonException.class, () -> host.eval("lambda: 1"));
        assertEquals("TypeError", e.pythonType());
    }

    @Test
    void shouldTellPythonsExceptionsInFull() {
        PythonException e = assertThrows(PythonException.class, () -> host.eval("{}['tea']"));
        assertEquals("KeyError", e.pythonType());
        assertEquals("'tea'", e.pythonMessage());
        assertEquals("KeyError: 'tea'", e.getMessage());
        assertTrue(
                e.traceback().startsWith("Traceback (most recent call last):\n  File \"<eval>\", line 1"),
                e.traceback());
    }

    @Test
    void shouldKnowAScriptByItsNameOnceItHasRun() throws IOException {
        Path script = folder.resolve("rules.py");
        Files.writeString(
                script,
                "import sys\ndef price(name):\n    return len(name) * 2\nif __name__ == '__main__':\n    assert sys.argv[1:] == ['--strict']\n");
        host.run(script, List.of("--strict"));
        for (int i = 0; i < 4; i++) {
            assertEquals(6L, host.eval("rules.price('tea')"));
        }
        assertEquals(6, host.interpreter(1).eval("rules.price('tea')").asInt());
    }

    @Test
    void shouldReportAFailedScript() throws IOException {
        Path script = Files.writeString(folder.resolve("failing.py"), "import sys\nsys.exit(3)\n");
        PythonException e = assertThrows(PythonException.class, () -> host.run(script, List.of()));
        assertEquals("SystemExit", e.pythonType());
        assertEquals("3", e.pythonMessage());
    }

    @Test
    void shouldWorkInSeveralInterpretersAtOnce() {
        List<CompletableFuture<@Nullable Object>> results = IntStream.range(0, 8)
                .mapToObj(i -> host.submit(
                        "(__import__('time').sleep(0.02), __import__('shared_objects').current().index)[1]"))
                .toList();
        Set<@Nullable Object> indexes = new HashSet<>();
        results.forEach(result -> indexes.add(result.join()));
        assertEquals(Set.of(0L, 1L), indexes);
    }

    @Test
    void shouldInterruptWhatIsRunning() throws InterruptedException {
        CompletableFuture<@Nullable Object> sleeping = host.submit("__import__('time').sleep(60)");
        Thread.sleep(300);
        host.interrupt();
        Exception e = assertThrows(Exception.class, sleeping::get);
        assertEquals(
                "KeyboardInterrupt",
                assertInstanceOf(PythonException.class, e.getCause()).pythonType());
    }
}

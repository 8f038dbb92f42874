// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a kernel that has lost one of its threads. */
class KernelThreadsTest {

    private static Set<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat", "control", "shell", "stdin", "iopub", "output"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndWithALineWhenAThreadHasEnded(String name) throws IOException, InterruptedException {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        Set<Thread> others = threads(name);
        try (Page page = new Page();
                Kernel kernel = new Kernel(page.file(), "1", "a banner")) {
            page.connect();
            Set<Thread> own = threads(name);
            own.removeAll(others);
            own.forEach(Thread::interrupt);
            assertFalse(kernel.awaitShutdown());
        } finally {
            System.setErr(before);
        }
        List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("pso: the kernel ends: "), lines.toString());
    }
}

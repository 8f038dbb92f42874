// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharedobjects.host.Command.Result;

/** Signals to programs whose {@code pso} starts a process of its own. */
class ColdSignalsTest extends SignalsContract {

    @Override
    Map<String, String> environment() {
        return Map.of("PSO_BUILD", "off");
    }

    @Test
    void shouldEndWithoutAWordOnCtrlBackslash() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("s.py"), "import time\nprint('ready', flush=True)\ntime.sleep(100)\n");
        String pso = Command.repository().resolve("pso").toString();
        String shell = "ulimit -c 0; exec " + pso + " s.py";
        try (Command command =
                Command.start(environment(), folder, Command.interruptible(List.of("sh", "-c", shell)))) {
            assertEquals("ready", command.readLine());
            command.signal("QUIT");
            Result result = command.await();
            assertEquals(131, result.status());
            assertEquals("", result.out() + result.err());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals to programs that a resident host runs. */
@EnabledOnOs(OS.LINUX)
class ResidentSignalsTest extends SignalsContract {

    @SuppressWarnings("NullAway.Init")
    private static ResidentHost host;

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        host = ResidentHost.unprepared().up();
    }

    @BeforeEach
    void awaitMember() throws IOException, InterruptedException {
        host.idleMember();
    }

    @AfterAll
    static void down() throws IOException {
        host.close();
    }

    @Override
    Map<String, String> environment() {
        return host.environment();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class TracesTest {
    private static final int NONE = -1;

    private final Traces traces = new Traces(() -> {});
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void rememberWhatIsThere() throws Exception {
        traces.remember();
    }

    @AfterEach
    void endThreads() {
        end.countDown();
    }

    private void start(String name) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void shouldTellOfAThreadThatAProgramHasLeft() throws Exception {
        start("left-by-a-program");
        assertEquals("thread left-by-a-program", traces.leftBehind(NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared-objects-java-collection", "shared-objects-visit", "python", "C2 CompilerThread1"})
    void shouldNotMindThreadsThatComeAndGoByThemselves(String name) throws Exception {
        start(name);
        assertNull(traces.leftBehind(NONE));
    }
}

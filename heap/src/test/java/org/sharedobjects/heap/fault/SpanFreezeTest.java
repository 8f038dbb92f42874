// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.fault.SpanFaults.Kind;

/** One stands still before each of its stores, and goes on when all spans have become something else, several times. */
@Timeout(600)
class SpanFreezeTest {
    private static final int STEP = Boolean.getBoolean("pso.long") ? 1 : 3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKeepBlocksApartAndLoseNoSpanWhenOneGoesOnLate(Kind kind) throws Exception {
        boolean frozen = true;
        int stops = kind.name().length() % STEP;
        for (; frozen; stops += STEP) {
            Path file = folder.resolve("heap" + stops);
            try (SpanFaults others = new SpanFaults(file);
                    SpanFaults own = new SpanFaults(file)) {
                others.workOn(1);
                int room = others.room();
                List<Long> blocks = new ArrayList<>();
                Victim victim = new Victim(() -> blocks.addAll(own.run(kind)), stops);
                frozen = victim.isFrozen();
                others.workOn(2);
                Map<Long, Long> taken = others.fill(1500);
                victim.thaw();
                SpanFaults.assertApart(blocks, kind == Kind.TAKE_LARGE ? 200_000 : 1500, taken);
                own.release(blocks);
                others.release(new ArrayList<>(taken.keySet()));
                assertEquals(room, others.room(), "stopped before store " + stops);
                others.assertSound();
            }
        }
        assertTrue(stops > STEP, "hardly ever stopped: " + stops);
    }
}

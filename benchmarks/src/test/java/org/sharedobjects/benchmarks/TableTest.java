// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharedobjects.benchmarks.figure.Schedule;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;

class TableTest {
    private static final String FIGURES = """
            | workload | target | met | shared objects | shared objects, by word | shared counters | ScalaSTM | Multiverse | Chronicle Map | ReentrantLock | AtomicLong | ConcurrentHashMap |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            | transfer, 1 thread | ≤ ScalaSTM | %s | 50.0 ns (50.0–50.0) | – | – | 60.0 ns (60.0–60.0) | – | – | – | – | – |
            """;
    private static final String WARM_UPS = """
            | workload | shared objects | shared objects, by word | shared counters | ScalaSTM | Multiverse | Chronicle Map | ReentrantLock | AtomicLong | ConcurrentHashMap |
            |---|---|---|---|---|---|---|---|---|---|
            | transfer, 1 thread | 500 | – | – | 600 | – | – | – | – | – |
            """;

    @Test
    void shouldPrintTargetsBesideFigures() throws Exception {
        Measurements measurements = measured();
        assertEquals(FIGURES.formatted("yes"), new Table(measurements, true).figures());
        assertEquals(FIGURES.formatted("–"), new Table(measurements, false).figures());
        assertEquals(WARM_UPS, new Table(measurements, true).warmUps());
    }

    private static Measurements measured() throws Exception {
        Measurements measurements = Measurements.take(Schedule.QUICK, List.of());
        Map<Peer, Series> series = new EnumMap<>(Peer.class);
        series.put(Peer.SHARED_OBJECTS, of(50));
        series.put(Peer.SCALA_STM, of(60));
        measurements.all().put(Workload.TRANSFER_1, series);
        return measurements;
    }

    private static Series of(double value) {
        Series series = new Series();
        series.startRound();
        series.addWarmUp(10 * value);
        series.add(value);
        return series;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharedobjects.benchmarks.peer.Peer;

class FiguresTest {
    @Test
    void shouldSummarizeAllRoundsAndShowTheFirstWarmUp() {
        Series series = new Series();
        series.startRound();
        series.addWarmUp(1234.4);
        series.addWarmUp(56.78);
        series.add(3);
        series.add(1);
        assertEquals(2, series.median());
        series.startRound();
        series.addWarmUp(9);
        series.add(12.34);
        assertEquals("3.00 ns (1.00–12.3)", series.summary(" ns"));
        assertEquals("1234 → 56.8", series.warmUp());
    }

    @Test
    void shouldCompareTheHeapWithItsTargets() {
        Map<Peer, Series> all = Map.of(Peer.SHARED_OBJECTS, of(2), Peer.SCALA_STM, of(3));
        assertTrue(Target.atMostNs(2).isMet(all));
        assertFalse(Target.atMostNs(1).isMet(all));
        assertTrue(Target.atLeastRatio(1.7).isMet(all));
        assertFalse(Target.atLeastRatio(2.1).isMet(all));
        assertTrue(Target.notSlowerThan(Peer.SCALA_STM).isMet(all));
        assertFalse(Target.notSlowerThan(Peer.LOCKS).isMet(Map.of(Peer.SHARED_OBJECTS, of(2), Peer.LOCKS, of(1))));
    }

    private static Series of(double value) {
        Series series = new Series();
        series.add(value);
        return series;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.benchmarks.figure.Schedule;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;

class TwoProcessesTest {
    @ParameterizedTest
    @EnumSource(names = {"SHARED_OBJECTS", "CHRONICLE_MAP"})
    void shouldWorkTogetherAndKeepTheTotals(Peer peer) throws Exception {
        Series ratios = new Series();
        TwoProcesses.measure(peer, Schedule.QUICK, ratios);
        assertTrue(ratios.median() > 0, "a process did nothing");
    }
}

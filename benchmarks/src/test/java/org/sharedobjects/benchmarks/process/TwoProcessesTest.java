// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sharedobjects.benchmarks.figure.Schedule;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;

class TwoProcessesTest {
    @Test
    void shouldWorkTogetherAndKeepTheTotals() throws Exception {
        Series ratios = new Series();
        TwoProcesses.measure(Peer.SHARED_OBJECTS, Schedule.QUICK, ratios);
        assertTrue(ratios.median() > 0, "a process did nothing");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void shouldTellPercentilesToASixteenth() {
        Latencies latencies = new Latencies();
        for (long nanos = 1; nanos <= 100_000; nanos++) {
            latencies.add(nanos);
        }
        assertEquals(100_000, latencies.longest());
        for (double share : new double[] {0.001, 0.5, 0.99, 0.9999}) {
            double found = latencies.percentile(share) / (share * 100_000);
            assertTrue(found >= 1 && found <= 1.07, share + ": " + found);
        }
    }
}

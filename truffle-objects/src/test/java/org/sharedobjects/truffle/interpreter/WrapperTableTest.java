// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperTableTest {
    private static final int CAPACITY = 1 << 18;
    private static final int SPAN_BYTES = 1 << 16;
    private static final int SPANS = 1 << 14;

    @ParameterizedTest
    @ValueSource(ints = {32, 48, 64, 96, 256, 1024})
    void shouldFindByShortSearchesWhereSpansAreSpread(int blockBytes) {
        Random random = new Random(blockBytes);
        long[] keys = new long[CAPACITY];
        int used = 0;
        long steps = 0;
        while (used < CAPACITY / 2) {
            long span = 1L + random.nextInt(SPANS);
            for (long at = 0; at + blockBytes <= SPAN_BYTES && used < CAPACITY / 2; at += blockBytes) {
                int found = add(keys, span * SPAN_BYTES + at);
                steps += found;
                used += found == 0 ? 0 : 1;
            }
        }
        assertTrue(steps < 24L * used, "steps of a search: " + (double) steps / used);
    }

    /** Steps it took, 0 if it was there. */
    private static int add(long[] keys, long offset) {
        int mask = keys.length - 1;
        int i = WrapperTable.slot(offset, mask, true);
        for (int steps = 1; ; steps++) {
            if (keys[i] == 0) {
                keys[i] = offset;
                return steps;
            }
            if (keys[i] == offset) {
                return 0;
            }
            i = (i + 1) & mask;
        }
    }
}

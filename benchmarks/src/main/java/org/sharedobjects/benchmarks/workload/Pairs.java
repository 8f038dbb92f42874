// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.workload;

import java.util.SplittableRandom;

/** Pairs of different accounts, drawn beforehand and used in turn. Not thread-safe. */
public final class Pairs {
    private static final int COUNT = 1 << 12;

    private final int[] from = new int[COUNT];
    private final int[] to = new int[COUNT];
    private int next;

    /** Pairs of the {@code count} accounts from {@code first} on. */
    public Pairs(int first, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < COUNT; i++) {
            int one = random.nextInt(count);
            int other = (one + 1 + random.nextInt(count - 1)) % count;
            from[i] = first + one;
            to[i] = first + other;
        }
    }

    public void advance() {
        next = (next + 1) & (COUNT - 1);
    }

    public int from() {
        return from[next];
    }

    public int to() {
        return to[next];
    }
}

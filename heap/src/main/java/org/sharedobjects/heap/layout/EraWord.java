// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * {@code cycle:62 | phase:2}: how far the collector is. It only rises.
 *
 * <pre>
 * IDLE → ARMED → SETTLED → IDLE of the next cycle
 * any but IDLE → ARMED of the next cycle, by who starts anew in the place of a collector that stands still
 * </pre>
 */
public final class EraWord {
    public static final int IDLE = 0;
    public static final int ARMED = 1;
    public static final int SETTLED = 2;

    /** Of who has no temporaries until he says otherwise. */
    public static final long RESTING = Long.MAX_VALUE;

    private static final int PHASE_BITS = 2;

    private EraWord() {}

    public static long of(long cycle, int phase) {
        return (cycle << PHASE_BITS) | phase;
    }

    public static long cycle(long era) {
        return era >>> PHASE_BITS;
    }

    public static int phase(long era) {
        return (int) era & ((1 << PHASE_BITS) - 1);
    }
}

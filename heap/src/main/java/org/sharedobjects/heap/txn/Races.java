// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.slot.Spin;

/**
 * Leaves an object to who was faster for a while, so that its cache line does not go to and fro with every step; for a
 * microsecond or two at most, since who takes from a queue meanwhile should not find it empty. Not thread-safe: one for each
 * mutator.
 */
final class Races {
    private static final int FIRST_TURNS = 16;
    private static final int MOST_SHIFT = 2;

    private long lost;
    /** How often somebody was faster with {@link #lost} since a race was won. */
    private int losses;

    void won() {
        losses = 0;
    }

    /** Blocks for a moment. The caller must hold no lock. */
    void lose(long ref) {
        losses = ref == lost ? losses + 1 : 0;
        lost = ref;
        Spin.turns(FIRST_TURNS << Math.min(losses, MOST_SHIFT));
    }
}

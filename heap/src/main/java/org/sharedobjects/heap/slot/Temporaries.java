// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

/** What the holder of a pair of slots has in hand, and wants to keep while he passes. */
@FunctionalInterface
public interface Temporaries {
    Temporaries NONE = (_, _) -> {};

    /** Shades all of them in that cycle. */
    void shade(Barrier barrier, long cycle);
}

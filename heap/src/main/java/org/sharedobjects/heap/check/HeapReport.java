// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.util.List;

/**
 * What a check of a heap has found.
 *
 * @param problems one line each; the last one counts those that were left out
 * @param objects mutable objects reached from the roots
 * @param values immutable blocks reached, such as long texts and tuples
 * @param bytes size of the blocks of both, bodies that have moved out included
 * @param liveBlocks blocks that are in use or that threads keep ready
 * @param unreachedBlocks live ones that nothing reached: kept ready, just being made or freed, garbage, or lost
 */
public record HeapReport(
        List<String> problems, long objects, long values, long bytes, long liveBlocks, long unreachedBlocks) {
    public HeapReport {
        problems = List.copyOf(problems);
    }

    public boolean isSound() {
        return problems.isEmpty();
    }

    /** The figures in one line. */
    public String figures() {
        return "objects=%d, values=%d, bytes=%d, live blocks=%d, not reached=%d"
                .formatted(objects, values, bytes, liveBlocks, unreachedBlocks);
    }
}

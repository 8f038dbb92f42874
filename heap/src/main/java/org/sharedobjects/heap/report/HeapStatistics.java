// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.List;

/**
 * How much of a heap is in use, and by whom, at about one moment: others go on while it is made.
 *
 * @param sizeBytes the most the heap may grow to
 * @param usedBytes memory that the heap takes now
 * @param allocatedBytes of that: blocks in use, garbage that is not released yet, and blocks that threads keep ready
 * @param allocatedBlocks number of those
 * @param freeBytes of what the heap takes: in no block. It may be too scattered for something large
 * @param processes those that have the heap open
 * @param delays who keeps memory from being released; empty when nobody does
 */
public record HeapStatistics(
        long sizeBytes,
        long usedBytes,
        long allocatedBytes,
        long allocatedBlocks,
        long freeBytes,
        CollectorStatistics collector,
        List<ProcessStatistics> processes,
        List<Delay> delays) {
    public HeapStatistics {
        processes = List.copyOf(processes);
        delays = List.copyOf(delays);
    }

    /** Number of handles of all processes. */
    public long handles() {
        return processes.stream().mapToLong(ProcessStatistics::handles).sum();
    }
}

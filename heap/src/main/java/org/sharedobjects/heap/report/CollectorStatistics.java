// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * What the collectors of all processes have done in a heap.
 *
 * @param cycles cycles completed since the heap was made
 * @param givenUp cycles given up since the last completed one
 * @param running whether a cycle is on
 * @param ended when the last completed cycle ended; null when there was none yet
 * @param reachedBlocks blocks that it found reachable
 * @param reachedBytes bytes of those
 * @param releasedBlocks blocks that it gave back
 * @param releasedBytes bytes of those
 */
public record CollectorStatistics(
        long cycles,
        long givenUp,
        boolean running,
        @Nullable Instant ended,
        long reachedBlocks,
        long reachedBytes,
        long releasedBlocks,
        long releasedBytes) {

    static CollectorStatistics read(Memory memory) {
        long ended = memory.getAcquire(Superblock.CYCLE_ENDED);
        return new CollectorStatistics(
                memory.getAcquire(Superblock.CYCLES),
                memory.getAcquire(Superblock.GIVEN_UP),
                EraWord.phase(memory.getAcquire(Superblock.EPOCH)) != EraWord.IDLE,
                ended == 0 ? null : Instant.ofEpochMilli(ended),
                memory.getAcquire(Superblock.REACHED_BLOCKS),
                memory.getAcquire(Superblock.REACHED_BYTES),
                memory.getAcquire(Superblock.RELEASED_BLOCKS),
                memory.getAcquire(Superblock.RELEASED_BYTES));
    }

    /** How long ago the last completed cycle ended; null when there was none yet. */
    public @Nullable Duration lag() {
        Duration lag = ended == null ? null : Duration.between(ended, Instant.now());
        return lag != null && lag.isNegative() ? Duration.ZERO : lag;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/** What the heap itself says of its last cycles. All but COMPLETED and REACHED BYTES is for people only. */
final class CycleRecord {
    private final Memory memory;

    CycleRecord(Memory memory) {
        this.memory = memory;
    }

    void begin() {
        memory.putRelease(Superblock.CYCLE_BEGAN, System.currentTimeMillis());
    }

    /** While EPOCH still says that the cycle is on. */
    void completed(long number, CollectionReport result) {
        memory.putRelease(Superblock.REACHED_BLOCKS, result.reachedBlocks());
        memory.putRelease(Superblock.REACHED_BYTES, result.reachedBytes());
        memory.putRelease(Superblock.RELEASED_BLOCKS, result.releasedBlocks());
        memory.putRelease(Superblock.RELEASED_BYTES, result.releasedBytes());
        memory.putRelease(Superblock.GIVEN_UP, 0);
        memory.putRelease(Superblock.CYCLES, memory.getPlain(Superblock.CYCLES) + 1);
        memory.putRelease(Superblock.CYCLE_ENDED, System.currentTimeMillis());
        memory.putRelease(Superblock.COMPLETED, number);
    }

    /** @param era the last one of the cycle; nothing is said of a cycle in whose place another has begun */
    void givenUp(long era) {
        if (memory.getVolatile(Superblock.EPOCH) == EraWord.of(EraWord.cycle(era) + 1, EraWord.IDLE)) {
            memory.putRelease(Superblock.GIVEN_UP_ERA, era);
            memory.putRelease(Superblock.GIVEN_UP, memory.getPlain(Superblock.GIVEN_UP) + 1);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Tells the collector into which era the holder of a pair of slots has passed: he has no temporaries from before. The word
 * never says an era that EPOCH has not reached.
 */
final class Passing {
    private static final long NOT_YET = -1;

    private final Memory memory;
    private final long word;
    /** What the holder has stored last; another thread may have raised the word since. */
    private long passed = NOT_YET;

    Passing(Memory memory, int slot) {
        this.memory = memory;
        this.word = SlotLayout.offset(slot) + SlotLayout.ERA;
    }

    /** Whether EPOCH has changed since the holder passed last. */
    boolean isBehind() {
        return era() != passed;
    }

    /** The era now. */
    long era() {
        return memory.getAcquire(Superblock.EPOCH);
    }

    /**
     * Once the word can be seen EPOCH is as before, so whoever raises EPOCH later and looks at the word then does not take
     * it for {@link EraWord#RESTING}.
     */
    void pass() {
        while (isBehind()) {
            passInto(era());
        }
    }

    void passInto(long era) {
        passed = era;
        memory.putVolatile(word, era);
        memory.fullFence();
    }

    void passFor(long era) {
        memory.raiseTo(word, era);
    }

    /** What was done before can be seen by whoever sees the word. */
    void rest() {
        passed = EraWord.RESTING;
        memory.putRelease(word, EraWord.RESTING);
    }

    boolean hasPassedInto(long era) {
        return memory.getVolatile(word) >= era;
    }
}

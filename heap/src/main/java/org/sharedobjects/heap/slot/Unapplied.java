// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;

/**
 * Commits that are decided and that nobody goes on with, who may have seen that no cycle was under way. What they are going to
 * remove is shaded for them: as long as an object carries their lock nobody changes it but who finishes them, and he shades.
 * What is read of a log is a guess until the lock word of the object is seen to be that slot's.
 */
final class Unapplied {
    private final Memory memory;
    private final Barrier barrier;
    private final Runnable progress;

    Unapplied(Memory memory, Barrier barrier, Runnable progress) {
        this.memory = memory;
        this.barrier = barrier;
        this.progress = progress;
    }

    void shade(int slot) {
        long offset = SlotLayout.offset(slot);
        long status = memory.getVolatile(offset + SlotLayout.STATUS);
        if (StatusWord.state(status) != StatusWord.COMMITTED) {
            return;
        }
        long locked = LockWord.locked(slot, StatusWord.seq(status));
        long log = Logs.start(memory, offset);
        long count = Logs.count(memory, offset);
        for (long i = 0; i < count && memory.getVolatile(offset + SlotLayout.STATUS) == status; i++) {
            long record = log + i * LogRecord.SIZE;
            if (memory.getGuess(memory.getGuess(record + LogRecord.OBJECT)) == locked) {
                barrier.record(offset, record);
            }
            progress.run();
        }
    }
}

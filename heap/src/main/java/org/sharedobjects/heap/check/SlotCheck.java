// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Problems;

/** What threads show of themselves: their status, and where their log lies. */
final class SlotCheck {
    private final Memory memory;
    private final Geometry geometry;
    private final Problems problems;

    SlotCheck(Memory memory, Geometry geometry, Problems problems) {
        this.memory = memory;
        this.geometry = geometry;
        this.problems = problems;
    }

    void run() {
        int high = Math.clamp(memory.getAcquire(Superblock.SLOT_HIGH), 0, geometry.slotCount());
        for (int slot = 0; slot < high; slot++) {
            check(slot);
        }
    }

    private void check(int slot) {
        long offset = SlotLayout.offset(slot);
        long status = memory.getAcquire(offset + SlotLayout.STATUS);
        long log = memory.getPlain(offset + SlotLayout.LOG);
        long records = memory.getPlain(offset + SlotLayout.RECORD_COUNT);
        memory.loadFence();
        int state = StatusWord.state(status);
        if (state > StatusWord.ABORTED) {
            problems.add("status of a slot is unknown: slot=%d, status=%#x", slot, status);
        } else if (!isPlaceOfLog(offset, log)) {
            problems.add("log of a slot is out of bounds: slot=%d, log=%d", slot, log);
        } else if (state != StatusWord.IDLE
                && !fits(log, records)
                && memory.getPlain(offset + SlotLayout.STATUS) == status) {
            problems.add("log of a slot is too long: slot=%d, log=%d, records=%d", slot, log, records);
        }
    }

    /** None yet, in the slot, or in a block of its own; an idle slot may still be about to let go of that. */
    private boolean isPlaceOfLog(long slot, long log) {
        boolean inSlot = log >= slot && log < slot + SlotLayout.SIZE;
        boolean inBlock = log >= geometry.spans() && log < geometry.sizeBytes();
        return log == 0 || (log % Long.BYTES == 0 && (inSlot || inBlock));
    }

    private boolean fits(long log, long records) {
        return records >= 0 && records <= (memory.sizeBytes() - log) / LogRecord.SIZE;
    }
}

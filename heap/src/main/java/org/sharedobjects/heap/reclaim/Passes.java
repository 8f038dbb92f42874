// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;
import org.sharedobjects.heap.slot.Attachment;
import org.sharedobjects.heap.slot.SlotTable;

/** Whether all threads and all caches of blocks, in all processes, have passed into an era. Dead ones do not count. */
final class Passes {
    private final Memory memory;
    private final Attachment attachment;
    private final ProcessTable processes;
    private final int processCount;

    Passes(Segment segment, Attachment attachment) {
        this.memory = segment.memory();
        this.attachment = attachment;
        this.processes = attachment.processes();
        this.processCount = segment.geometry().processCount();
    }

    boolean done(long era) {
        return slotsHavePassed(era) && cachesHavePassed(era);
    }

    private boolean slotsHavePassed(long era) {
        int high = SlotTable.high(memory);
        for (int slot = 0; slot < high; slot += SlotTable.PAIR) {
            long offset = SlotLayout.offset(slot);
            // The owner first: whoever takes the pair after that has no temporaries yet, and passes before he gets any.
            long owner = memory.getVolatile(offset + SlotLayout.OWNER);
            if (owner != ProcessLayout.NOBODY && memory.getVolatile(offset + SlotLayout.ERA) < era) {
                if (!processes.isAlive(owner)) {
                    attachment.recover();
                }
                return false;
            }
        }
        return true;
    }

    private boolean cachesHavePassed(long era) {
        for (int number = 0; number < processCount; number++) {
            long owner = processes.living(number);
            if (owner != ProcessLayout.NOBODY && memory.getVolatile(processes.entry(owner) + ProcessLayout.ERA) < era) {
                return false;
            }
        }
        return true;
    }
}

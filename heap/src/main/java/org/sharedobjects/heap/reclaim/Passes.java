// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.HashSet;
import java.util.Set;
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

    /** Owner words of the processes that have slots or caches that have not passed into the era; those of dead ones too. */
    Set<Long> missing(long era) {
        Set<Long> missing = new HashSet<>();
        addThoseOfSlots(era, missing);
        addThoseOfCaches(era, missing);
        return missing;
    }

    private void addThoseOfSlots(long era, Set<Long> missing) {
        int high = SlotTable.high(memory);
        for (int slot = 0; slot < high; slot += SlotTable.PAIR) {
            long offset = SlotLayout.offset(slot);
            // The owner first: whoever takes the pair after that has no temporaries yet, and passes before he gets any.
            long owner = memory.getVolatile(offset + SlotLayout.OWNER);
            if (owner != ProcessLayout.NOBODY && memory.getVolatile(offset + SlotLayout.ERA) < era) {
                if (missing.add(owner) && !processes.isAlive(owner)) {
                    attachment.recover();
                }
            }
        }
    }

    private void addThoseOfCaches(long era, Set<Long> missing) {
        for (int number = 0; number < processCount; number++) {
            long owner = processes.living(number);
            if (owner != ProcessLayout.NOBODY && memory.getVolatile(processes.entry(owner) + ProcessLayout.ERA) < era) {
                missing.add(owner);
            }
        }
    }
}

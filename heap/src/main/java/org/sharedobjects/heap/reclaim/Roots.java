// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.alloc.MarkBits;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;

/** From where everything is reached that is not garbage. Bounds its loops by what the heap has room for. */
final class Roots {
    private static final long HANDLE_BLOCKS_PER_SPAN = Geometry.SPAN_BYTES / HandleLayout.SIZE;

    private final Memory memory;
    private final Geometry geometry;
    private final ProcessTable processes;
    private final Marker marker;

    Roots(Segment segment, ProcessTable processes, Marker marker) {
        this.memory = segment.memory();
        this.geometry = segment.geometry();
        this.processes = processes;
        this.marker = marker;
    }

    /** Gives all but the handles to the marker. */
    void mark() {
        dicts();
        logs();
    }

    /** The two dicts, of which one holds the registries of types. */
    private void dicts() {
        marker.object(memory.getAcquire(Superblock.ROOT));
        marker.object(memory.getAcquire(Superblock.SYSTEM));
    }

    /** The handles of living processes, and the blocks they lie in. */
    void handles() {
        for (int number = 0; number < geometry.processCount(); number++) {
            if (processes.living(number) != ProcessLayout.NOBODY) {
                handlesOf(number);
            }
        }
    }

    private void handlesOf(int number) {
        long block = memory.getVolatile(geometry.process(number) + ProcessLayout.HANDLES);
        long most = HANDLE_BLOCKS_PER_SPAN * geometry.spanCount();
        MarkBits seen = new MarkBits(geometry);
        for (long count = 0; count < most && marker.body(block) && seen.add(block); count++) {
            for (int entry = 0; entry < HandleLayout.ENTRIES; entry++) {
                marker.cell(memory.getGuess(block + HandleLayout.FIRST_ENTRY + (long) entry * Long.BYTES));
            }
            block = memory.getGuess(block + HandleLayout.NEXT);
        }
    }

    /** The logs that have a block of their own. A log that lies in its slot is in no span, so the marker ignores it. */
    private void logs() {
        long high = Math.clamp(memory.getVolatile(Superblock.SLOT_HIGH), 0, 1 << LockWord.SLOT_BITS);
        for (int slot = 0; slot < high; slot++) {
            marker.body(memory.getGuess(SlotLayout.offset(slot) + SlotLayout.LOG));
        }
    }
}

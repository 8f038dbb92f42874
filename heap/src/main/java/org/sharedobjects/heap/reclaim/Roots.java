// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.function.LongConsumer;
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

    /** Gives all but what the handles name to the marker. */
    void mark() {
        dicts();
        logs();
        forEachHandleBlock(block -> {});
    }

    /** The two dicts, of which one holds the registries of types. */
    private void dicts() {
        marker.object(memory.getAcquire(Superblock.ROOT));
        marker.object(memory.getAcquire(Superblock.SYSTEM));
    }

    /** What the handles of living processes name, and the blocks they lie in. */
    void handles() {
        forEachHandleBlock(this::entries);
    }

    private void entries(long block) {
        for (int entry = 0; entry < HandleLayout.ENTRIES; entry++) {
            marker.cell(memory.getGuess(block + HandleLayout.FIRST_ENTRY + (long) entry * Long.BYTES));
        }
    }

    /**
     * Marks the blocks of handles. They are looked at twice: a process that stood still when the first wait ended may have
     * taken one of its caches since, which had not passed.
     */
    private void forEachHandleBlock(LongConsumer block) {
        for (int number = 0; number < geometry.processCount(); number++) {
            if (processes.living(number) != ProcessLayout.NOBODY) {
                chain(memory.getVolatile(geometry.process(number) + ProcessLayout.HANDLES), block);
            }
        }
    }

    private void chain(long head, LongConsumer action) {
        long most = HANDLE_BLOCKS_PER_SPAN * geometry.spanCount();
        MarkBits seen = new MarkBits(geometry);
        long block = head;
        for (long count = 0; count < most && marker.body(block) && seen.add(block); count++) {
            action.accept(block);
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/** Lends slots of a heap to threads. A slot is taken and given back by compare-and-set on its owner word. */
public final class SlotTable {
    private static final long NOBODY = 0;
    /** A slot and the one behind it go together. */
    public static final int PAIR = 2;

    private static final int GROWTH = 8 * PAIR;
    private static final long THIS_PROCESS =
            (ProcessHandle.current().pid() << Integer.SIZE) | (System.nanoTime() & Integer.MAX_VALUE) | 1;

    private SlotTable() {}

    /**
     * Number of the first of a pair of slots that are now the caller's.
     *
     * @throws HeapException when all slots are taken
     */
    public static int borrow(Segment segment) {
        Memory memory = segment.memory();
        int from = 0;
        for (; ; ) {
            int high = high(memory);
            for (int slot = from; slot < high; slot += PAIR) {
                if (memory.compareAndSet(owner(slot), NOBODY, THIS_PROCESS)) {
                    return slot;
                }
            }
            from = high;
            grow(segment, high);
        }
    }

    public static void giveBack(Memory memory, int slot) {
        memory.putRelease(owner(slot), NOBODY);
    }

    private static long owner(int slot) {
        return SlotLayout.offset(slot) + SlotLayout.OWNER;
    }

    /** Slots below have been used; read from the heap, so bounded. */
    public static int high(Memory memory) {
        long high = memory.getAcquire(Superblock.SLOT_HIGH);
        if (high < 0 || high > 1 << LockWord.SLOT_BITS) {
            throw new HeapCorruptException("number of slots is out of range: slots=" + high);
        }
        return (int) high;
    }

    private static void grow(Segment segment, int high) {
        Geometry geometry = segment.geometry();
        int count = Math.min(GROWTH, geometry.slotCount() - high);
        if (count <= 0) {
            throw new HeapException("too many threads use the heap: slots=" + geometry.slotCount() / PAIR);
        }
        if (!segment.back(SlotLayout.offset(high), count * SlotLayout.SIZE)) {
            throw new HeapFullException("no room for another thread's slot: slots=" + high / PAIR);
        }
        segment.memory().raiseTo(Superblock.SLOT_HIGH, (long) high + count);
    }
}

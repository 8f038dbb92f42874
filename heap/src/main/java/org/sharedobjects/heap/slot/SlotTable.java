// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;

/** Who has which pair of slots. One changes hands by compare-and-set on its owner word. */
public final class SlotTable {
    /** A slot and the one behind it go together. */
    public static final int PAIR = 2;

    static final int NONE = -1;
    private static final int GROWTH = 8 * PAIR;

    private final Segment segment;
    private final Memory memory;
    private final ProcessTable processes;

    SlotTable(Segment segment, ProcessTable processes) {
        this.segment = segment;
        this.memory = segment.memory();
        this.processes = processes;
    }

    /** Number of the first of a pair of slots that are now ours, or {@link #NONE} when all are taken and there is no room for more. */
    int take() {
        int from = 0;
        for (; ; ) {
            int high = high(memory);
            for (int slot = from; slot < high; slot += PAIR) {
                if (memory.getVolatile(owner(slot)) == ProcessLayout.NOBODY
                        && memory.compareAndSet(owner(slot), ProcessLayout.NOBODY, processes.owner())) {
                    return slot;
                }
            }
            from = high;
            if (!grow(high)) {
                return NONE;
            }
        }
    }

    /** A pair that a dead process has left, from {@code from} on, or {@link #NONE}. */
    int ofDead(int from) {
        int high = high(memory);
        long living = processes.owner();
        for (int slot = from; slot < high; slot += PAIR) {
            long owner = memory.getVolatile(owner(slot));
            if (owner == ProcessLayout.NOBODY || owner == living) {
                continue;
            }
            if (!processes.isAlive(owner)) {
                return slot;
            }
            living = owner;
        }
        return NONE;
    }

    /**
     * Takes a pair from this dead process, unless somebody else has: what was begun there has to be ended first. Should we die over
     * that, the next one takes it from us.
     */
    boolean takeFromDead(int slot, long dead) {
        return dead != ProcessLayout.NOBODY
                && !processes.isAlive(dead)
                && memory.compareAndSet(owner(slot), dead, processes.owner());
    }

    void giveBack(int slot) {
        giveBack(slot, ProcessLayout.NOBODY);
    }

    /** To whom it was taken from, before anything was done with it. */
    void giveBack(int slot, long before) {
        memory.putRelease(owner(slot), before);
    }

    /** Who has the pair that this slot belongs to. */
    long ownerOf(int slot) {
        return memory.getVolatile(owner(slot - slot % PAIR));
    }

    private static long owner(int slot) {
        return SlotLayout.offset(slot) + SlotLayout.OWNER;
    }

    /** Slots below have been used; read from the heap, so bounded. */
    public static int high(Memory memory) {
        long high = memory.getVolatile(Superblock.SLOT_HIGH);
        if (high < 0 || high > 1 << LockWord.SLOT_BITS) {
            throw new HeapCorruptException("number of slots is out of range: slots=" + high);
        }
        return (int) high;
    }

    int pairs() {
        return segment.geometry().slotCount() / PAIR;
    }

    private boolean grow(int high) {
        Geometry geometry = segment.geometry();
        int count = Math.min(GROWTH, geometry.slotCount() - high);
        if (count <= 0 || !segment.back(SlotLayout.offset(high), count * SlotLayout.SIZE)) {
            return false;
        }
        memory.raiseTo(Superblock.SLOT_HIGH, (long) high + count);
        return true;
    }
}

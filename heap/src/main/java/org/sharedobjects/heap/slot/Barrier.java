// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Marks;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;

/**
 * Tells a collector what a commit is about to change. Whoever applies a commit calls it after the lock was taken and
 * before the first store: then either the era is seen in which one must shade, or the collector waits for this thread to
 * pass before it relies on it. Any word may be given; what is no reference to a block is ignored.
 */
public final class Barrier {
    private final Memory memory;
    private final Marks marks;

    public Barrier(Memory memory, Marks marks) {
        this.memory = memory;
        this.marks = marks;
    }

    /** Whether a collector is at work; a volatile read, so that it comes after the lock that was taken before. */
    public static boolean on(Memory memory) {
        return EraWord.phase(memory.getVolatile(Superblock.EPOCH)) != EraWord.IDLE;
    }

    /** Shades what the word refers to. */
    public void shade(long cell) {
        long era = marks.era();
        if (EraWord.phase(era) != EraWord.IDLE) {
            shade(EraWord.cycle(era), cell);
        }
    }

    private void shade(long cycle, long cell) {
        if (Cell.isRef(cell)) {
            marks.shade(cycle, Cell.offset(cell), Marks.OBJECT);
        } else if (Cell.isImmutable(cell)) {
            marks.shade(cycle, Cell.offset(cell), Marks.VALUE);
        }
    }

    /**
     * For the exchange of a body: shades all that either refers to. Neither may be released by the collector: not the new one,
     * nor the old one, which its object leads to no longer, and which goes to a cache or waits to be released afterwards.
     */
    public void exchange(long body, long newBody) {
        long era = marks.era();
        if (EraWord.phase(era) != EraWord.IDLE) {
            long cycle = EraWord.cycle(era);
            marks.born(cycle, body);
            marks.born(cycle, newBody);
            shadeBody(cycle, body);
            shadeBody(cycle, newBody);
        }
    }

    private void shadeBody(long cycle, long body) {
        int words = ObjectLayout.FIRST_CELL_WORD + ObjectLayout.capacity(memory.getGuess(body));
        for (int word = ObjectLayout.FIRST_CELL_WORD; word < words; word++) {
            shade(cycle, memory.getGuess(body + (long) word * Long.BYTES));
        }
    }

    /** For what a record of the slot's log says is about to be done. */
    public void record(long slot, long record) {
        long body = memory.getGuess(record + LogRecord.BODY);
        long newBody = memory.getGuess(record + LogRecord.NEW_BODY);
        if (newBody != 0) {
            exchange(body, newBody);
        } else {
            inPlace(slot, record, body);
        }
    }

    private void inPlace(long slot, long record, long body) {
        long era = marks.era();
        if (EraWord.phase(era) == EraWord.IDLE) {
            return;
        }
        long cycle = EraWord.cycle(era);
        long count = Math.clamp(memory.getGuess(record + LogRecord.CELL_COUNT), 0L, ObjectLayout.MAX_CAPACITY);
        long cell = Logs.start(memory, slot) + memory.getGuess(record + LogRecord.CELLS);
        for (long i = 0; i < count; i++, cell += LogRecord.CELL_SIZE) {
            long old = memory.getGuess(cell + LogRecord.CELL_OLD);
            long present = memory.getGuess(body + memory.getGuess(cell + LogRecord.CELL_WORD) * Long.BYTES);
            shade(cycle, old);
            if (present != old) {
                shade(cycle, present);
            }
            shade(cycle, memory.getGuess(cell + LogRecord.CELL_NEW));
        }
    }
}

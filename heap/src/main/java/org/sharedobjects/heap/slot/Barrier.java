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

    /** Shades what the word refers to, in that cycle. */
    public void shade(long cycle, long cell) {
        if (Cell.isRef(cell)) {
            marks.shade(cycle, Cell.offset(cell), Marks.OBJECT);
        } else if (Cell.isImmutable(cell)) {
            marks.shade(cycle, Cell.offset(cell), Marks.VALUE);
        }
    }

    /**
     * For the exchange of a body: shades all that it refers to. It must not be released by the collector either, since its object
     * leads to it no longer, and it goes to a cache or waits to be released afterwards.
     */
    public void exchange(long body) {
        long era = marks.era();
        if (EraWord.phase(era) != EraWord.IDLE) {
            body(EraWord.cycle(era), body);
        }
    }

    /** Keeps a body, to which no object may lead, and shades all that it refers to. */
    public void body(long cycle, long body) {
        marks.born(cycle, body);
        int words = ObjectLayout.FIRST_CELL_WORD + ObjectLayout.capacity(memory.getGuess(body));
        for (int word = ObjectLayout.FIRST_CELL_WORD; word < words; word++) {
            shade(cycle, memory.getGuess(body + (long) word * Long.BYTES));
        }
    }

    /** Shades a mutable object. */
    public void object(long cycle, long ref) {
        marks.shade(cycle, ref, Marks.OBJECT);
    }

    /** Keeps a block, to which nothing may lead, whatever it is, and shades all that it refers to. */
    public void block(long cycle, long block) {
        marks.shade(cycle, block, Marks.OBJECT | Marks.VALUE);
        body(cycle, block);
    }

    /** For what a record of the slot's log says is about to be done. */
    public void record(long slot, long record) {
        long body = memory.getGuess(record + LogRecord.BODY);
        if (memory.getGuess(record + LogRecord.NEW_BODY) != 0) {
            exchange(body);
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
        }
    }
}

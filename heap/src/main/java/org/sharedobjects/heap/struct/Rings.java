// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Lists in which queues keep their items: the number of items put so far, the number of those taken again, how many there may be at
 * once, something else, and then as many places as a power of two, which are used in turn. Each step here is one write of one object.
 * What else happens to such a list is done by transactions.
 */
public final class Rings {
    private static final int PUT = 0;
    private static final int TAKEN = 1;
    private static final int BOUND = 2;
    private static final int PLACES = 4;

    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;

    private Rings() {}

    /** What a step has come to. */
    public enum Outcome {
        DONE,
        /** It is full, or empty. */
        CANNOT,
        /** Somebody else is at it. */
        BUSY
    }

    /** Puts an item behind the last one. */
    public static Outcome tryPut(Mutator mutator, long ref, long item) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = size(memory, body);
        long put = cell(memory, body, PUT);
        long taken = cell(memory, body, TAKEN);
        long bound = cell(memory, body, BOUND);
        if (Locks.isLocked(lock)) {
            return Outcome.BUSY;
        }
        boolean room = isRing(size, put, taken)
                && Cell.isInt(bound)
                && Cell.asInt(put) - Cell.asInt(taken) < Math.min(Cell.asInt(bound), size - PLACES);
        if (!room) {
            return missed(memory, ref, lock);
        }
        int place = place(size, put);
        long next = Cell.ofInt(Cell.asInt(put) + 1);
        return mutator.plain().write(ref, lock, body, FIRST + place, item, FIRST + PUT, next)
                ? Outcome.DONE
                : Outcome.BUSY;
    }

    /** The first item, under this lock word; {@link Cell#EMPTY} when there is none, {@link Cell#MISS_SLOW} when somebody else is at it. */
    public static long first(Memory memory, long ref, long lock) {
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = size(memory, body);
        long put = cell(memory, body, PUT);
        long taken = cell(memory, body, TAKEN);
        if (Locks.isLocked(lock)) {
            return Cell.MISS_SLOW;
        }
        boolean some = isRing(size, put, taken) && put != taken;
        long item = some ? cell(memory, body, place(size, taken)) : Cell.EMPTY;
        return Locks.unchanged(memory, ref, lock) ? item : Cell.MISS_SLOW;
    }

    /** Removes the item that {@link #first} gave under this lock word; false when somebody else was faster. */
    public static boolean tryRemove(Mutator mutator, long ref, long lock) {
        Memory memory = mutator.memory();
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long size = size(memory, body);
        long taken = cell(memory, body, TAKEN);
        return isRing(size, taken, taken)
                && mutator.plain()
                        .write(
                                ref,
                                lock,
                                body,
                                FIRST + place(size, taken),
                                Cell.NONE,
                                FIRST + TAKEN,
                                Cell.ofInt(Cell.asInt(taken) + 1));
    }

    /** A guess: whether there is an item, or somebody is at it. */
    public static boolean mayHaveItem(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        return Locks.isLocked(lock) || cell(memory, body, PUT) != cell(memory, body, TAKEN);
    }

    /** A guess: whether there is room, or somebody is at it. */
    public static boolean mayHaveRoom(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long items = Cell.asInt(cell(memory, body, PUT)) - Cell.asInt(cell(memory, body, TAKEN));
        return Locks.isLocked(lock) || items < Cell.asInt(cell(memory, body, BOUND));
    }

    private static Outcome missed(Memory memory, long ref, long lock) {
        return Locks.unchanged(memory, ref, lock) ? Outcome.CANNOT : Outcome.BUSY;
    }

    private static boolean isRing(long size, long put, long taken) {
        return size > PLACES && size < ObjectLayout.MAX_CAPACITY && Cell.isInt(put) && Cell.isInt(taken);
    }

    private static int place(long size, long number) {
        return PLACES + (int) (Cell.asInt(number) & (size - PLACES - 1));
    }

    private static long size(Memory memory, long body) {
        return memory.getGuess(body + ObjectLayout.SIZE_WORD * Long.BYTES);
    }

    private static long cell(Memory memory, long body, int index) {
        return memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES + (long) index * Long.BYTES);
    }
}

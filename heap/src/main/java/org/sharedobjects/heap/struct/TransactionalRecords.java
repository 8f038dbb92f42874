// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** The short way through a transaction for compiled code, which knows shape and place of an attribute. */
public final class TransactionalRecords {
    private TransactionalRecords() {}

    /** Cell at a place of an instance of this shape; {@link Cell#MISS_SLOW} when the shape is another. */
    public static long get(Mutator mutator, long ref, int shapeId, int index) {
        int word = ObjectLayout.FIRST_CELL_WORD + index;
        long lock = mutator.startRead(ref);
        if (!Locks.isLocked(lock)) {
            Memory memory = mutator.memory();
            long body = memory.getGuess(ref + ObjectLayout.BODY);
            long header = memory.getGuess(body);
            long cell = memory.getGuess(Bodies.at(body, word));
            if (mutator.endRead(ref, lock)) {
                return ObjectLayout.shape(header) == shapeId ? cell : Cell.MISS_SLOW;
            }
        }
        long header = mutator.load(ref, ObjectLayout.HEADER_WORD);
        return ObjectLayout.shape(header) == shapeId ? mutator.load(ref, word) : Cell.MISS_SLOW;
    }

    /** Whether the transaction sees an instance of this shape. */
    public static boolean hasShape(Mutator mutator, long ref, int shapeId) {
        long lock = mutator.startRead(ref);
        if (!Locks.isLocked(lock)) {
            Memory memory = mutator.memory();
            long header = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY));
            if (mutator.endRead(ref, lock)) {
                return ObjectLayout.shape(header) == shapeId;
            }
        }
        return ObjectLayout.shape(mutator.load(ref, ObjectLayout.HEADER_WORD)) == shapeId;
    }

    /** Stores into a place of an instance of this shape; false when the shape is another. */
    public static boolean set(Mutator mutator, long ref, int shapeId, int index, long cell) {
        if (get(mutator, ref, shapeId, index) == Cell.MISS_SLOW) {
            return false;
        }
        mutator.store(ref, ObjectLayout.FIRST_CELL_WORD + index, cell);
        return true;
    }

    /** As {@link Records#tryAdd}. */
    public static boolean add(Mutator mutator, long ref, int shapeId, int widerId, int index, long cell) {
        long header = mutator.load(ref, ObjectLayout.HEADER_WORD);
        int capacity = ObjectLayout.capacity(header);
        if (ObjectLayout.shape(header) != shapeId || index >= capacity) {
            return false;
        }
        try {
            mutator.store(ref, ObjectLayout.HEADER_WORD, ObjectLayout.header(widerId, Kind.RECORD, capacity));
            mutator.store(ref, ObjectLayout.SIZE_WORD, index + 1L);
            mutator.store(ref, ObjectLayout.FIRST_CELL_WORD + index, cell);
        } catch (RuntimeException | Error e) {
            mutator.spoil(e);
            throw e;
        }
        return true;
    }
}

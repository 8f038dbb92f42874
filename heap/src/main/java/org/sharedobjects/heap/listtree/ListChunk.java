// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;

/**
 * A chunk of a list: {@code [number:32 | kind LIST_CHUNK | capacity][elements][cells…][owner]}. Up to the owner, a
 * reference to its list by which conflicts are explained and heaps are checked, it looks like a short list. Has no cells
 * while it is empty.
 */
public final class ListChunk {
    public static final int KIND = 5;

    public static final int SHIFT = 8;
    /** Elements of a full one. */
    public static final int CELLS = 1 << SHIFT;

    public static final int MASK = CELLS - 1;

    private static final int OWNER_WORDS = 1;

    private ListChunk() {}

    /** Capacity for that many elements: as many as a chunk can have, or none. */
    private static int capacity(int elements) {
        return OWNER_WORDS + (elements == 0 ? 0 : CELLS);
    }

    /** A chunk nobody can see, with room for {@link #CELLS} elements if it is to have any. */
    static long create(Allocator allocator, long list, int number, int elements) {
        int capacity = capacity(elements);
        long ref = Bodies.createObject(allocator, number, KIND, capacity);
        putOwner(allocator.memory(), ref + ObjectLayout.INLINE_BODY, capacity, list);
        return ref;
    }

    /** A body nobody can see of that many elements, whose cells are undefined. */
    static long createBody(Allocator allocator, long list, int number, int elements) {
        int capacity = capacity(elements);
        long body = Bodies.createBody(allocator, number, KIND, capacity, elements);
        putOwner(allocator.memory(), body, capacity, list);
        allocator.memory().putPlain(Bodies.at(body, ObjectLayout.SIZE_WORD), elements);
        return body;
    }

    private static void putOwner(Memory memory, long body, int capacity, long list) {
        memory.putPlain(Bodies.at(body, ownerWord(capacity)), Cell.ofRef(list));
    }

    private static int ownerWord(int capacity) {
        return ObjectLayout.FIRST_CELL_WORD + capacity - OWNER_WORDS;
    }

    /** The list that the chunk says it belongs to; 0 when the heap is damaged. */
    public static long list(Memory memory, long chunk) {
        for (; ; ) {
            long lock = memory.getAcquire(chunk);
            long body = memory.getGuess(chunk + ObjectLayout.BODY);
            int capacity = ObjectLayout.capacity(memory.getGuess(body));
            long owner = memory.getGuess(Bodies.at(body, ownerWord(capacity)));
            memory.loadFence();
            // Locked or not: every body of the chunk says the same.
            if (memory.getPlain(chunk) == lock) {
                return Cell.isRef(owner) ? Cell.offset(owner) : 0;
            }
        }
    }

    /** The owner in a copy of the words of a chunk. */
    public static long owner(long[] words, int capacity) {
        return words[ownerWord(capacity)];
    }

    /** Most elements for that capacity. */
    public static int mostElements(int capacity) {
        return capacity - OWNER_WORDS;
    }
}

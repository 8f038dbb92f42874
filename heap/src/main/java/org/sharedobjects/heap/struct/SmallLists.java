// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;

/** Makes lists of one body, for compiled code. */
public final class SmallLists {
    /** Most elements. */
    public static final int MOST = ListTree.MOST_FLAT;

    private static final int MIN_CAPACITY = Lists.MIN_CAPACITY;

    private SmallLists() {}

    /** Size of the block of a list with that many elements. */
    public static long freshBytes(int count) {
        return ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(Math.max(MIN_CAPACITY, count));
    }

    /** Makes a list of a block of {@link #freshBytes} that nobody can see yet. */
    public static void fillFresh(Memory memory, long ref, long[] cells) {
        int capacity = Math.max(MIN_CAPACITY, cells.length);
        long body = ref + ObjectLayout.INLINE_BODY;
        memory.putPlain(ref + ObjectLayout.LOCK, 0);
        memory.putPlain(ref + ObjectLayout.BODY, body);
        memory.putPlain(body, ObjectLayout.header(0, Kind.LIST, capacity));
        memory.putPlain(Bodies.at(body, ObjectLayout.SIZE_WORD), cells.length);
        for (int i = 0; i < capacity; i++) {
            memory.putPlain(
                    Bodies.at(body, ObjectLayout.FIRST_CELL_WORD + i), i < cells.length ? cells[i] : Cell.EMPTY);
        }
    }
}

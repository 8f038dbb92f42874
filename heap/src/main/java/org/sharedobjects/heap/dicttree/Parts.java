// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;

/** The objects a tree consists of. */
public final class Parts {
    private Parts() {}

    /** An empty part that nobody can see yet. {@code owner}: cell of the dict. */
    static long create(Allocator allocator, int kind, long owner) {
        long ref = Bodies.createObject(allocator, 0, kind, TreeLayout.capacity(0));
        allocator.memory().putPlain(Bodies.at(ref + ObjectLayout.INLINE_BODY, TreeLayout.OWNER), owner);
        return ref;
    }

    /** The dict that this object is a part of; the object itself if it is none. */
    public static long owner(Memory memory, long ref) {
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            long body = memory.getGuess(ref + ObjectLayout.BODY);
            boolean part = TreeLayout.isPart(ObjectLayout.kind(memory.getGuess(body)));
            long owner = memory.getGuess(Bodies.at(body, TreeLayout.OWNER));
            memory.loadFence();
            // Locked or not: as long as the lock is the same, the body is one that the part had, has or will have.
            if (memory.getPlain(ref) == lock) {
                return part && Cell.isRef(owner) ? Cell.offset(owner) : ref;
            }
        }
    }
}

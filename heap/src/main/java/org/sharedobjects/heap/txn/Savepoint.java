// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Barrier;

/** What a running transaction was going to write at some moment. Good for that transaction only. */
public final class Savepoint {
    private final long[] keys;
    private final long[] values;
    private final long[] refs;
    private final long[] bodies;
    /** What stood in the bodies: stores go straight to them. */
    private final long[][] contents;

    private final @Nullable Savepoint before;

    private Savepoint(LongMap words, LongMap newBodies, @Nullable Savepoint before) {
        this.before = before;
        keys = new long[words.size()];
        values = new long[words.size()];
        refs = new long[newBodies.size()];
        bodies = new long[newBodies.size()];
        contents = new long[newBodies.size()][];
    }

    static Savepoint of(Memory memory, LongMap words, LongMap newBodies, @Nullable Savepoint before) {
        Savepoint saved = new Savepoint(words, newBodies, before);
        for (int i = 0; i < words.size(); i++) {
            saved.keys[i] = words.key(i);
            saved.values[i] = words.value(i);
        }
        for (int i = 0; i < newBodies.size(); i++) {
            saved.refs[i] = newBodies.key(i);
            saved.bodies[i] = newBodies.value(i);
            saved.contents[i] = contentsOf(memory, newBodies.value(i));
        }
        return saved;
    }

    private static long[] contentsOf(Memory memory, long body) {
        int capacity = ObjectLayout.capacity(memory.getPlain(body));
        long[] words = new long[ObjectLayout.FIRST_CELL_WORD + capacity];
        memory.copyOut(body, words, 0, words.length);
        return words;
    }

    /** The one taken before it in the same transaction. */
    @Nullable
    Savepoint before() {
        return before;
    }

    /** All that was to be written. */
    void shade(Barrier barrier, long cycle) {
        for (int i = 0; i < keys.length; i++) {
            barrier.object(cycle, WriteSet.refOf(keys[i]));
            barrier.shade(cycle, values[i]);
        }
        for (int i = 0; i < refs.length; i++) {
            barrier.object(cycle, refs[i]);
            barrier.body(cycle, bodies[i]);
            for (long cell : contents[i]) {
                barrier.shade(cycle, cell);
            }
        }
    }

    /** Makes both maps what they were. Bodies made since then are released. */
    void restore(Memory memory, Allocator allocator, LongMap words, LongMap newBodies) {
        for (int i = 0; i < refs.length; i++) {
            if (!stillThere(memory, newBodies.value(newBodies.find(refs[i])), i)) {
                bodies[i] = allocator.allocate((long) contents[i].length * Long.BYTES);
            }
            memory.copyIn(contents[i], 0, bodies[i], contents[i].length);
        }
        for (int i = 0; i < newBodies.size(); i++) {
            long body = newBodies.value(i);
            if (i >= bodies.length || body != bodies[i]) {
                // First, so that an error in between releases none twice.
                newBodies.setValue(i, 0);
                if (body != 0) {
                    allocator.release(body);
                }
            }
        }
        refill(words, keys, values);
        refill(newBodies, refs, bodies);
    }

    /** The block may have been released and taken again for a body of another size. */
    private boolean stillThere(Memory memory, long body, int index) {
        return body == bodies[index]
                && ObjectLayout.capacity(memory.getPlain(body)) == ObjectLayout.capacity(contents[index][0]);
    }

    private static void refill(LongMap map, long[] keys, long[] values) {
        map.clear();
        for (int i = 0; i < keys.length; i++) {
            map.put(keys[i], values[i]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Bodies of one operation in the running transaction: all are made before the first is given to its object, so that a full
 * heap undoes the operation alone. Those that are left over at the end are released.
 */
final class NewBodies implements AutoCloseable {
    private static final long NONE = 0;

    private final Mutator mutator;
    private final long[] bodies;

    NewBodies(Mutator mutator, int count) {
        this.mutator = mutator;
        this.bodies = new long[count];
    }

    /** For chunk {@code number} of the list, with that many elements. */
    void make(int index, long list, int number, int elements) {
        bodies[index] = ListChunk.createBody(mutator.allocator(), list, number, elements);
    }

    void put(int index, long body) {
        bodies[index] = body;
    }

    long get(int index) {
        return bodies[index];
    }

    boolean has(int index) {
        return bodies[index] != NONE;
    }

    void fill(int index, long[] cells, int from, int count) {
        mutator.memory().copyIn(cells, from, Bodies.at(bodies[index], ObjectLayout.FIRST_CELL_WORD), count);
    }

    void install(int index, long object) {
        mutator.replaceBody(object, bodies[index]);
        bodies[index] = NONE;
    }

    @Override
    public void close() {
        for (long body : bodies) {
            if (body != NONE) {
                mutator.allocator().releaseOrLose(body);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.memory.Memory;

/** What a mutable object is; never changes. */
public final class Kind {
    public static final int LIST = 1;
    public static final int DICT = 2;
    public static final int RECORD = 3;
    public static final int COUNTER = 6;
    /** A dict whose values mean nothing, see {@link Sets}. */
    public static final int SET = 7;
    /** A list inside whose elements all are of the {@link ElementType} in its header, see {@link Arrays}. */
    public static final int ARRAY = 12;

    /** Names the chunks of a large container; no value refers to one, nor to a chunk. */
    public static final int DIRECTORY = Directory.KIND;

    public static final int LIST_CHUNK = ListChunk.KIND;

    /** No header: somebody has changed the object meanwhile. */
    public static final long CHANGED = -1;

    private static final long NO_HEADER = 0;

    private Kind() {}

    /** Kind of the object; 0 or another number when the heap is damaged. */
    public static int of(Memory memory, long ref) {
        for (; ; ) {
            long header = tryHeader(memory, ref);
            if (header != CHANGED) {
                return ObjectLayout.kind(header);
            }
        }
    }

    /** A header that the object's body had, has or will have, with its kind and a shape of its class; or {@link #CHANGED}. */
    public static long tryHeader(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long header = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY));
        memory.loadFence();
        // Locked or not: as long as the lock is the same, the body is one that the object had, has or will have.
        // A damaged heap may have any header: that one is of no kind.
        return memory.getPlain(ref) != lock ? CHANGED : header == CHANGED ? NO_HEADER : header;
    }
}

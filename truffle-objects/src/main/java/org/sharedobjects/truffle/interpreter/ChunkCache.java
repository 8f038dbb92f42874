// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.Arrays;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListChunk;

/**
 * Where chunks of large lists lie that were used lately. A chunk never goes elsewhere as long as its list is there, so what is in
 * here stays right if it is emptied whenever the interpreter passes. Guarded by the interpreter's lock.
 */
public final class ChunkCache {
    private static final int BITS = 12;
    private static final int NUMBER_BITS = Integer.SIZE - ListChunk.SHIFT;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    /** By list and number of the chunk; of one element as long as there was no large list. */
    private long[] keys = {0};

    private long[] chunks = {Directory.NONE};

    /** The chunk of the element at this index, which must not be negative, or {@link Directory#NONE}. */
    public long find(long list, long index) {
        long number = index >> ListChunk.SHIFT;
        int i = slot(list, number);
        return keys[i] == key(list, number) ? chunks[i] : Directory.NONE;
    }

    public void put(long list, long index, long chunk) {
        if (keys.length == 1) {
            keys = new long[1 << BITS];
            chunks = new long[1 << BITS];
        }
        long number = index >> ListChunk.SHIFT;
        int i = slot(list, number);
        keys[i] = key(list, number);
        chunks[i] = chunk;
    }

    void clear() {
        Arrays.fill(keys, 0);
    }

    private static long key(long list, long number) {
        return ((list / ObjectLayout.GRANULE) << NUMBER_BITS) | number;
    }

    /** Chunks of one list do not drive each other out before there are too many. */
    private int slot(long list, long number) {
        return (int) (((list * FACTOR) >>> Integer.SIZE) + number) & (keys.length - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

/**
 * In which chunk lists were seen to end, in this process. Read and written by all threads without any order, and shared by
 * lists that fall into one place: a wrong one costs some looks at other chunks, and who looks mends it.
 */
final class TailHints {
    private static final int BITS = 12;
    private static final int[] CHUNKS = new int[1 << BITS];
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private TailHints() {}

    private static int place(long directory) {
        return (int) ((directory * GOLDEN) >>> (Long.SIZE - BITS));
    }

    static int get(long directory) {
        return CHUNKS[place(directory)];
    }

    static void set(long directory, int chunk) {
        int place = place(directory);
        if (CHUNKS[place] != chunk) {
            CHUNKS[place] = chunk;
        }
    }
}

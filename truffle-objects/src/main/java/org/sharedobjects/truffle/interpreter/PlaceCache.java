// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.Arrays;

/**
 * Places of entries of large dicts that were used lately. They are hints: an entry may have gone, which who looks at the
 * place finds out. Emptied whenever the interpreter passes, since what lies there may be released then. Guarded by the interpreter's lock.
 */
public final class PlaceCache {
    public static final long NONE = -1;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int MOST_CAPACITY = 1 << 16;
    /** Words of an entry: the dict, the cell of the key, the place. */
    private static final int WORDS = 3;

    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private long[] entries = new long[WORDS];
    private int mask;
    /** Entries driven out by others since it was made. */
    private int lost;

    /** {@link #NONE} when it is not known. The hash is that of the key. */
    public long find(long dict, long key, long hash) {
        int i = slot(dict, hash);
        return entries[i] == dict && entries[i + 1] == key ? entries[i + 2] : NONE;
    }

    public void put(long dict, long key, long hash, long place) {
        if (lost > mask && mask < MOST_CAPACITY - 1) {
            int capacity = mask == 0 ? FIRST_CAPACITY : 4 * (mask + 1);
            entries = new long[WORDS * capacity];
            mask = capacity - 1;
            lost = 0;
        }
        int i = slot(dict, hash);
        lost += entries[i] == 0 || (entries[i] == dict && entries[i + 1] == key) ? 0 : 1;
        entries[i] = dict;
        entries[i + 1] = key;
        entries[i + 2] = place;
    }

    /** It was wrong. */
    public void drop(long dict, long hash) {
        entries[slot(dict, hash)] = 0;
    }

    void clear() {
        Arrays.fill(entries, 0);
    }

    private int slot(long dict, long hash) {
        return WORDS * ((int) (hash ^ ((dict * FACTOR) >>> Integer.SIZE)) & mask);
    }
}

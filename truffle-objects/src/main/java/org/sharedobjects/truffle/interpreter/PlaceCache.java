// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.Arrays;
import org.sharedobjects.heap.value.Cell;

/**
 * Places of entries of a large dict or set that were used lately. They are hints: an entry may have gone, which who looks at the
 * place finds out. They hold until the interpreter passes, since what lies there may be released then. Guarded by the
 * interpreter's lock.
 */
public final class PlaceCache {
    public static final long NONE = -1;

    private static final int FIRST_BUCKETS = 1 << 6;
    private static final int MOST_BUCKETS = 1 << 15;
    /** Words of an entry: the cell of the key, the place. */
    private static final int WORDS = 2;
    /** Words of a bucket, which has two entries. */
    private static final int BUCKET = 2 * WORDS;
    /** Entries that drive each other out are worth more room when there are many for each bucket. */
    private static final int LOST_OF_BUCKET = 4;

    private long[] entries = new long[BUCKET * FIRST_BUCKETS];
    private int mask = FIRST_BUCKETS - 1;
    /** Entries driven out by others since there was this much room. */
    private int lost;
    /** How often the interpreter had passed when these were found. */
    private int passes;

    /** {@link #NONE} when it is not known. The hash is that of the key. */
    public long find(Passage passage, long key, long hash) {
        int i = bucket(hash);
        if (!passage.unchangedSince(passes)) {
            return NONE;
        }
        if (entries[i] == key) {
            return entries[i + 1];
        }
        return entries[i + WORDS] == key ? entries[i + WORDS + 1] : NONE;
    }

    /** Remembers what was found since the interpreter passed last. */
    public void put(Passage passage, long key, long hash, long place) {
        if (!passage.unchangedSince(passes)) {
            Arrays.fill(entries, Cell.EMPTY);
            passes = passage.count();
        }
        if (lost > LOST_OF_BUCKET * mask && mask < MOST_BUCKETS - 1) {
            mask = 2 * mask + 1;
            entries = new long[BUCKET * (mask + 1)];
            lost = 0;
        }
        int i = bucket(hash);
        if (entries[i] != Cell.EMPTY && entries[i] != key) {
            lost += entries[i + WORDS] == Cell.EMPTY ? 0 : 1;
            entries[i + WORDS] = entries[i];
            entries[i + WORDS + 1] = entries[i + 1];
        }
        entries[i] = key;
        entries[i + 1] = place;
    }

    /** What was known of the key was wrong. */
    public void drop(long key, long hash) {
        int i = bucket(hash);
        int at = entries[i] == key ? i : i + WORDS;
        if (entries[at] == key) {
            entries[at] = Cell.EMPTY;
        }
    }

    private int bucket(long hash) {
        return BUCKET * ((int) hash & mask);
    }
}

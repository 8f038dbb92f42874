// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.util.HashMap;
import java.util.Map;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;

/** What each block reached so far is used for: two bits for each granule of the spans that are in use. */
final class Claims {
    static final int NOTHING = 0;
    static final int OBJECT = 1;
    static final int VALUE = 2;
    static final int BODY = 3;
    private static final String[] NAMES = {"nothing", "object", "value", "body"};

    private static final int BITS = 2;
    private static final int PER_WORD = Long.SIZE / BITS;
    private static final int WORDS_PER_SPAN = Geometry.SPAN_BYTES / ObjectLayout.GRANULE / PER_WORD;

    private final Geometry geometry;
    private final long[][] uses;
    /** Objects by their bodies that have moved out. */
    private final Map<Long, Long> owners = new HashMap<>();

    private long blocks;

    Claims(Geometry geometry) {
        this.geometry = geometry;
        this.uses = new long[geometry.spanCount()][];
    }

    static String name(int use) {
        return NAMES[use];
    }

    int use(long block) {
        long granule = granule(block);
        long[] words = uses[(int) (granule / PER_WORD / WORDS_PER_SPAN)];
        return words == null ? NOTHING : (int) (words[word(granule)] >>> shift(granule)) & BODY;
    }

    /** Sets the use of a block, whatever it was before. */
    void set(long block, int use) {
        blocks += use(block) == NOTHING ? 1 : 0;
        long granule = granule(block);
        int span = (int) (granule / PER_WORD / WORDS_PER_SPAN);
        if (uses[span] == null) {
            uses[span] = new long[WORDS_PER_SPAN];
        }
        long mask = (long) BODY << shift(granule);
        long[] words = uses[span];
        words[word(granule)] = (words[word(granule)] & ~mask) | (long) use << shift(granule);
        owners.remove(block);
    }

    void setBody(long block, long owner) {
        set(block, BODY);
        owners.put(block, owner);
    }

    /** The object whose body was found in this block; 0 when it is no body. */
    long owner(long block) {
        return owners.getOrDefault(block, 0L);
    }

    /** Number of blocks with a use. */
    long blocks() {
        return blocks;
    }

    private long granule(long block) {
        return (block - geometry.spans()) / ObjectLayout.GRANULE;
    }

    private static int word(long granule) {
        return (int) (granule / PER_WORD % WORDS_PER_SPAN);
    }

    private static int shift(long granule) {
        return (int) (granule % PER_WORD) * BITS;
    }
}

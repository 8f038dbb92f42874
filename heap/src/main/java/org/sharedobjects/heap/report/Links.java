// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

/** From where, and by which step, something was reached first. */
final class Links {
    private static final int FEW = 1 << 10;
    private static final int NONE = -1;
    private static final int WORDS = 3;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** Cell, what refers to it, and the step, at each place in use; the number of places is a power of two. */
    private long[] words = new long[WORDS * FEW];

    private int used;

    void putIfAbsent(long cell, long from, long step) {
        if (2 * used >= places()) {
            grow();
        }
        int place = place(cell);
        if (words[WORDS * place] == 0) {
            words[WORDS * place] = cell;
            words[WORDS * place + 1] = from;
            words[WORDS * place + 2] = step;
            used++;
        }
    }

    private void grow() {
        long[] before = words;
        words = new long[2 * before.length];
        used = 0;
        for (int i = 0; i < before.length; i += WORDS) {
            if (before[i] != 0) {
                putIfAbsent(before[i], before[i + 1], before[i + 2]);
            }
        }
    }

    private int places() {
        return words.length / WORDS;
    }

    /** Where the cell is, or a free place. */
    private int place(long cell) {
        int mask = Integer.highestOneBit(places()) - 1;
        int place = (int) ((cell * GOLDEN) >>> Integer.SIZE) & mask;
        while (words[WORDS * place] != 0 && words[WORDS * place] != cell) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private int find(long cell) {
        int place = place(cell);
        return words[WORDS * place] == cell ? place : NONE;
    }

    /** What refers to this one, which must be there. */
    long from(long cell) {
        return words[WORDS * find(cell) + 1];
    }

    long step(long cell) {
        return words[WORDS * find(cell) + 2];
    }
}

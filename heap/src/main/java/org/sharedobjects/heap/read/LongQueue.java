// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

/** Words in the order they were added. */
final class LongQueue {
    private static final int FEW = 64;

    /** Its length is a power of two. */
    private long[] words = new long[FEW];

    private int first;
    private int size;

    void add(long word) {
        if (size == words.length) {
            grow();
        }
        words[(first + size++) & (words.length - 1)] = word;
    }

    private void grow() {
        long[] larger = new long[2 * size];
        int before = words.length - first;
        System.arraycopy(words, first, larger, 0, before);
        System.arraycopy(words, 0, larger, before, first);
        words = larger;
        first = 0;
    }

    long remove() {
        long word = words[first];
        first = (first + 1) & (words.length - 1);
        size--;
        return word;
    }

    boolean isEmpty() {
        return size == 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.util.Arrays;

/** What is still to be looked at; stands in for recursion. */
final class LongStack {
    private static final int FEW = 64;

    private long[] words = new long[FEW];
    private int size;

    void push(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
        }
        words[size++] = word;
    }

    long pop() {
        return words[--size];
    }

    boolean isEmpty() {
        return size == 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.util.Arrays;

/** Pairs of cells still to be compared; stands in for recursion. */
final class PairStack {
    private static final int INITIAL_WORDS = 32;

    private long[] words = new long[INITIAL_WORDS];
    private int top;

    /** The pair popped last. */
    long left;

    long right;

    void push(long a, long b) {
        if (top + 2 > words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        words[top++] = a;
        words[top++] = b;
    }

    boolean pop() {
        if (top == 0) {
            return false;
        }
        right = words[--top];
        left = words[--top];
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.util.Arrays;

/** What is still to be looked at; stands in for recursion. */
public final class LongStack {
    private static final int FEW = 64;

    private long[] words = new long[FEW];
    private int size;

    public void push(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
        }
        words[size++] = word;
    }

    public long pop() {
        return words[--size];
    }

    /** Takes as many as there are, but no more than fit; the last ones first. Their number. */
    public int pop(long[] into) {
        int count = Math.min(size, into.length);
        for (int i = 0; i < count; i++) {
            into[i] = words[--size];
        }
        return count;
    }

    public boolean isEmpty() {
        return size == 0;
    }
}

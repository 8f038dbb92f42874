// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.ObjectLayout;

/**
 * What a transaction will write: words of objects, and whole bodies. An object with a new body has no words here: they
 * go straight to the body, which nobody else knows yet.
 */
final class WriteSet {
    private static final int WORD_BITS = 26;
    private static final long WORD_MASK = (1L << WORD_BITS) - 1;

    private final Allocator allocator;
    /** By (object, word). */
    private final LongMap words = new LongMap();

    private final LongMap bodies = new LongMap();

    WriteSet(Allocator allocator) {
        this.allocator = allocator;
    }

    boolean isEmpty() {
        return words.size() == 0 && bodies.size() == 0;
    }

    boolean hasBodies() {
        return bodies.size() != 0;
    }

    private static long key(long ref, int word) {
        return ((ref / ObjectLayout.GRANULE) << WORD_BITS) | word;
    }

    static long refOf(long key) {
        return (key >>> WORD_BITS) * ObjectLayout.GRANULE;
    }

    static int wordOf(long key) {
        return (int) (key & WORD_MASK);
    }

    /** Index of the buffered value of the word, or {@link LongMap#NONE}. */
    int find(long ref, int word) {
        return words.find(key(ref, word));
    }

    long value(int index) {
        return words.value(index);
    }

    void put(long ref, int word, long value) {
        words.put(key(ref, word), value);
    }

    /** Puts buffered words of the object over what was read. */
    void overlay(long ref, int word, long[] target, int from, int count) {
        if (words.size() < count) {
            for (int i = 0; i < words.size(); i++) {
                int index = wordOf(words.key(i)) - word;
                if (refOf(words.key(i)) == ref && index >= 0 && index < count) {
                    target[from + index] = words.value(i);
                }
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int index = find(ref, word + i);
            if (index != LongMap.NONE) {
                target[from + i] = words.value(index);
            }
        }
    }

    /** The new body of the object, or 0. */
    long newBody(long ref) {
        int index = bodies.find(ref);
        return index == LongMap.NONE ? 0 : bodies.value(index);
    }

    /** Words buffered so far for the object are superseded. */
    void replaceBody(long ref, long newBody) {
        int index = bodies.find(ref);
        if (index == LongMap.NONE) {
            bodies.put(ref, newBody);
        } else {
            long superseded = bodies.value(index);
            bodies.setValue(index, newBody);
            allocator.release(superseded);
        }
    }

    Savepoint savepoint() {
        return Savepoint.of(allocator.memory(), words, bodies);
    }

    void rollbackTo(Savepoint savepoint) {
        savepoint.restore(allocator.memory(), allocator, words, bodies);
    }

    LongMap words() {
        return words;
    }

    LongMap bodies() {
        return bodies;
    }

    /** Nothing has been committed: the new bodies were never seen by anybody. */
    void releaseBodies() {
        for (int i = 0; i < bodies.size(); i++) {
            long body = bodies.value(i);
            // First, so that an error in between releases none twice.
            bodies.setValue(i, 0);
            if (body != 0) {
                allocator.releaseOrLose(body);
            }
        }
        bodies.clear();
    }

    void clear() {
        words.clear();
        bodies.clear();
    }
}

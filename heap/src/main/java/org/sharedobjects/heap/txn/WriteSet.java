// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;

/**
 * What a transaction will write: words of objects, and whole bodies. An object with a new body has no words here: they
 * go straight to the body, which nobody else knows yet.
 */
final class WriteSet {
    private static final int WORD_BITS = 26;
    private static final long WORD_MASK = (1L << WORD_BITS) - 1;
    private static final int SORT_BY_HAND = 16;
    private static final long[] NO_REFS = {};

    private final Memory memory;
    private final Allocator allocator;
    /** By (object, word). */
    private final LongMap words = new LongMap();

    private final LongMap bodies = new LongMap();
    private long[] sorted = new long[SORT_BY_HAND];

    WriteSet(Memory memory, Allocator allocator) {
        this.memory = memory;
        this.allocator = allocator;
    }

    boolean isEmpty() {
        return words.size() == 0 && bodies.size() == 0;
    }

    private static long key(long ref, int word) {
        return ((ref / ObjectLayout.GRANULE) << WORD_BITS) | word;
    }

    private static long ref(long key) {
        return (key >>> WORD_BITS) * ObjectLayout.GRANULE;
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
                long index = (words.key(i) & WORD_MASK) - word;
                if (ref(words.key(i)) == ref && index >= 0 && index < count) {
                    target[from + (int) index] = words.value(i);
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
        int index = bodies.size() == 0 ? LongMap.NONE : bodies.find(ref);
        return index == LongMap.NONE ? 0 : bodies.value(index);
    }

    /** Words buffered so far for the object are superseded. */
    void replaceBody(long ref, long newBody) {
        int index = bodies.find(ref);
        if (index == LongMap.NONE) {
            bodies.add(ref, newBody);
        } else {
            long superseded = bodies.value(index);
            bodies.setValue(index, newBody);
            allocator.release(superseded);
        }
    }

    /** Writes the log, sorted by object; returns the number of its records. */
    int toLog(Slot slot, int reads) {
        int wordCount = words.size();
        sort(wordCount);
        int records = bodies.size();
        long last = 0;
        int cells = 0;
        for (int i = 0; i < wordCount; i++) {
            long ref = ref(sorted[i]);
            if (newBody(ref) == 0) {
                cells++;
                records += ref == last ? 0 : 1;
                last = ref;
            }
        }
        slot.openLog(records, cells, reads);
        if (bodies.size() == 0) {
            fill(slot, wordCount, NO_REFS);
        } else {
            fill(slot, wordCount, bodies.sortedKeys());
        }
        return records;
    }

    private void fill(Slot slot, int wordCount, long[] replaced) {
        int record = -1;
        int body = 0;
        long last = 0;
        for (int i = 0; i < wordCount; i++) {
            long ref = ref(sorted[i]);
            if (ref != last) {
                for (; body < replaced.length && replaced[body] < ref; body++) {
                    slot.writeRecord(++record, replaced[body], newBody(replaced[body]));
                }
                last = ref;
                if (body < replaced.length && replaced[body] == ref) {
                    slot.writeRecord(++record, ref, newBody(ref));
                    body++;
                } else {
                    slot.writeRecord(++record, ref, 0);
                }
            }
            if (replaced.length == 0 || newBody(ref) == 0) {
                slot.addCell(record, (int) (sorted[i] & WORD_MASK), words.value(words.find(sorted[i])));
            }
        }
        for (; body < replaced.length; body++) {
            slot.writeRecord(++record, replaced[body], newBody(replaced[body]));
        }
    }

    private void sort(int count) {
        if (count > SORT_BY_HAND) {
            sorted = words.sortedKeys();
            return;
        }
        for (int i = 0; i < count; i++) {
            long key = words.key(i);
            int at = i;
            for (; at > 0 && sorted[at - 1] > key; at--) {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = key;
        }
    }

    /** After all is unlocked: readers that still look at an old body will find its object's lock word changed. */
    void recycleReplaced(Slot slot, int records) {
        if (bodies.size() == 0) {
            return;
        }
        for (int i = 0; i < records; i++) {
            long record = slot.record(i);
            if (memory.getPlain(record + LogRecord.NEW_BODY) != 0) {
                long ref = memory.getPlain(record + LogRecord.OBJECT);
                recycle(allocator, ref, memory.getPlain(record + LogRecord.BODY));
            }
        }
    }

    /** The first body may be part of the object's own block. */
    static void recycle(Allocator allocator, long ref, long body) {
        if (body != ref + ObjectLayout.INLINE_BODY) {
            allocator.release(body);
        }
    }

    /** Nothing has been committed: the new bodies were never seen by anybody. */
    void releaseBodies() {
        for (int i = 0; i < bodies.size(); i++) {
            allocator.release(bodies.value(i));
        }
        bodies.clear();
    }

    void clear() {
        if (words.size() > SORT_BY_HAND) {
            sorted = new long[SORT_BY_HAND];
        }
        words.clear();
        bodies.clear();
    }
}

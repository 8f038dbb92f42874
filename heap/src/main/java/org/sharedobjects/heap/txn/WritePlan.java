// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.Arrays;

/**
 * The writes of a transaction in the order they are committed: objects by offset, and for each the words that change or
 * its new body. The log in the heap says the same to others; its owner looks here.
 */
final class WritePlan {
    private static final int FEW = 16;

    private int records;
    private long[] refs = new long[FEW];
    private long[] newBodies = new long[FEW];
    private long[] oldLocks = new long[FEW];
    private long[] oldBodies = new long[FEW];
    /** Words of record {@code i} are those from {@code starts[i]} to {@code starts[i + 1]}. */
    private int[] starts = new int[FEW + 1];

    private int wordCount;
    private long[] keys = new long[FEW];
    private long[] values = new long[FEW];

    int records() {
        return records;
    }

    int words() {
        return wordCount;
    }

    long ref(int record) {
        return refs[record];
    }

    /** 0 when words change in place. */
    long newBody(int record) {
        return newBodies[record];
    }

    int firstWord(int record) {
        return starts[record];
    }

    int endWord(int record) {
        return starts[record + 1];
    }

    int word(int index) {
        return WriteSet.wordOf(keys[index]);
    }

    long value(int index) {
        return values[index];
    }

    /** Whether the object's words depend on what it holds when it is locked; {@link #settle} has to be called for each. */
    boolean isBlind(int record) {
        return starts[record] < starts[record + 1] && WriteSet.isBlind(keys[starts[record]]);
    }

    boolean isAppend(int index) {
        return WriteSet.isAppend(keys[index]);
    }

    /** Word to which the value is to be added, or the number of the cell to be appended. */
    int blindWord(int index) {
        return WriteSet.blindWordOf(keys[index]);
    }

    /** The word that is to be stored at last. */
    void settle(int index, int word, long value) {
        keys[index] = WriteSet.key(WriteSet.refOf(keys[index]), word);
        values[index] = value;
    }

    /** What the object held when it was locked. */
    void setOldState(int record, long lock, long body) {
        oldLocks[record] = lock;
        oldBodies[record] = body;
    }

    long oldLock(int record) {
        return oldLocks[record];
    }

    long oldBody(int record) {
        return oldBodies[record];
    }

    /** {@link #make} of a few words, without bodies; false when there is more. */
    boolean madeOfFew(WriteSet writes) {
        LongMap words = writes.words();
        int count = words.size();
        if (count > FEW || writes.hasBodies()) {
            return false;
        }
        records = 0;
        wordCount = 0;
        sortFew(words, count);
        addWords(writes.mayHaveVoid() ? withoutVoid(count) : count);
        starts[records] = wordCount;
        return true;
    }

    void make(WriteSet writes) {
        LongMap words = writes.words();
        LongMap bodies = writes.bodies();
        reserve(words.size(), words.size() + bodies.size());
        sort(words);
        int count = writes.mayHaveVoid() ? withoutVoid(words.size()) : words.size();
        records = 0;
        wordCount = 0;
        if (bodies.size() == 0) {
            addWords(count);
        } else {
            addWordsAndBodies(count, bodies);
        }
        starts[records] = wordCount;
    }

    private void reserve(int words, int objects) {
        // The one that is looked at comes last: memory may run out at any of these.
        if (words > keys.length) {
            values = new long[words];
            keys = new long[words];
        }
        if (objects > refs.length) {
            newBodies = new long[objects];
            oldLocks = new long[objects];
            oldBodies = new long[objects];
            starts = new int[objects + 1];
            refs = new long[objects];
        }
    }

    private void sort(LongMap words) {
        int count = words.size();
        if (count > FEW) {
            words.sortKeysInto(keys);
            for (int i = 0; i < count; i++) {
                values[i] = words.value(words.find(keys[i]));
            }
            return;
        }
        sortFew(words, count);
    }

    private void sortFew(LongMap words, int count) {
        for (int i = 0; i < count; i++) {
            long key = words.key(i);
            int at = i;
            for (; at > 0 && keys[at - 1] > key; at--) {
                keys[at] = keys[at - 1];
                values[at] = values[at - 1];
            }
            keys[at] = key;
            values[at] = words.value(i);
        }
    }

    private int withoutVoid(int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!WriteSet.isVoid(keys[i], values[i])) {
                keys[kept] = keys[i];
                values[kept++] = values[i];
            }
        }
        return kept;
    }

    private void addWords(int count) {
        for (; wordCount < count; wordCount++) {
            long ref = WriteSet.refOf(keys[wordCount]);
            if (records == 0 || refs[records - 1] != ref) {
                addRecord(ref, 0);
            }
        }
    }

    private void addWordsAndBodies(int count, LongMap bodies) {
        long[] replaced = new long[bodies.size()];
        bodies.sortKeysInto(replaced);
        int next = 0;
        for (int i = 0; i < count; i++) {
            long ref = WriteSet.refOf(keys[i]);
            for (; next < replaced.length && replaced[next] <= ref; next++) {
                addRecord(replaced[next], bodies.value(bodies.find(replaced[next])));
            }
            if (next > 0 && replaced[next - 1] == ref) {
                continue;
            }
            if (records == 0 || refs[records - 1] != ref) {
                addRecord(ref, 0);
            }
            keys[wordCount] = keys[i];
            values[wordCount++] = values[i];
        }
        for (; next < replaced.length; next++) {
            addRecord(replaced[next], bodies.value(bodies.find(replaced[next])));
        }
    }

    private void addRecord(long ref, long newBody) {
        refs[records] = ref;
        newBodies[records] = newBody;
        starts[records++] = wordCount;
    }

    boolean isLarge() {
        return Math.max(keys.length, refs.length) > FEW * FEW;
    }

    /** Large arrays are not kept for the next transaction. */
    void clear() {
        if (isLarge()) {
            keys = new long[FEW];
            values = new long[FEW];
            refs = Arrays.copyOf(refs, FEW);
            newBodies = new long[FEW];
            oldLocks = new long[FEW];
            oldBodies = new long[FEW];
            starts = new int[FEW + 1];
        }
    }
}

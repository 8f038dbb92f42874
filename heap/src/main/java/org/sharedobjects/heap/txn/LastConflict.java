// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.slot.Barrier;

/**
 * What the last conflict of a mutator was about: the object that had changed, and what the transaction was going to
 * write there. Filled when a conflict is met, so that transactions without one pay nothing for it.
 */
public final class LastConflict {
    /** Not known: another transaction wanted one of several objects. */
    public static final long UNKNOWN = 0;

    private static final int MOST_WORDS = 8;

    private final int[] words = new int[MOST_WORDS];
    private final long[] values = new long[MOST_WORDS];
    private int count;
    private long ref = UNKNOWN;
    private long holder;
    private @Nullable Object part;

    LastConflict() {}

    void remember(long changed, WriteSet writes) {
        ref = changed;
        part = null;
        count = 0;
        LongMap buffered = writes.words();
        for (int i = 0; i < buffered.size() && count < MOST_WORDS; i++) {
            if (changed != UNKNOWN
                    && WriteSet.refOf(buffered.key(i)) == changed
                    && !WriteSet.isBlind(buffered.key(i))) {
                words[count] = WriteSet.wordOf(buffered.key(i));
                values[count++] = buffered.value(i);
            }
        }
    }

    /** What it names. */
    void shade(Barrier barrier, long cycle) {
        barrier.object(cycle, ref);
        for (int i = 0; i < count; i++) {
            barrier.shade(cycle, values[i]);
        }
    }

    /** To be called when it has been told, and before what it names may be released. */
    public void forget() {
        ref = UNKNOWN;
        holder = UNKNOWN;
        part = null;
        count = 0;
    }

    boolean isKnown() {
        return ref != UNKNOWN;
    }

    public long ref() {
        return ref;
    }

    /** The operation that has just met the conflict was about this part of this object; only the first one counts. */
    public void touching(long object, @Nullable Object touched) {
        if (part == null) {
            holder = object;
            part = touched;
        }
    }

    /** Part of this object at which the conflict was met; null when it was met elsewhere, or that was not told. */
    public @Nullable Object partOf(long object) {
        return object == holder ? part : null;
    }

    /** Number of buffered words of the object; the first few of many, none when it was only read or got a new body. */
    public int count() {
        return count;
    }

    public int word(int index) {
        return words[index];
    }

    public long value(int index) {
        return values[index];
    }
}

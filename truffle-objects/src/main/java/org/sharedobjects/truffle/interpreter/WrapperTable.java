// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedObject;

/**
 * The canonical wrapper of every shared object that this interpreter holds, so that {@code a["x"] is a["x"]}. Wrappers
 * are held weakly. Guarded by the interpreter's lock; open addressing, rebuilt without its dead entries when full.
 */
final class WrapperTable {
    private static final int INITIAL_CAPACITY = 1 << 8;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private long[] offsets = new long[INITIAL_CAPACITY];
    private Entry[] entries = new Entry[INITIAL_CAPACITY];
    private int used;

    private static final class Entry extends WeakReference<SharedObject> {
        Entry(SharedObject wrapper) {
            super(wrapper);
        }
    }

    @Nullable
    SharedObject find(long offset) {
        long[] keys = offsets;
        int mask = keys.length - 1;
        for (int i = slot(offset, mask); ; i = (i + 1) & mask) {
            long key = keys[i];
            if (key == offset) {
                return entries[i].get();
            }
            if (key == 0) {
                return null;
            }
        }
    }

    /** The offset must have no living wrapper. */
    void add(long offset, SharedObject wrapper) {
        if (used * 2 >= offsets.length) {
            rebuild();
        }
        insert(offset, new Entry(wrapper));
    }

    private void insert(long offset, Entry entry) {
        int mask = offsets.length - 1;
        int i = slot(offset, mask);
        while (offsets[i] != 0 && offsets[i] != offset) {
            i = (i + 1) & mask;
        }
        if (offsets[i] == 0) {
            offsets[i] = offset;
            used++;
        }
        entries[i] = entry;
    }

    private void rebuild() {
        long[] oldOffsets = offsets;
        Entry[] oldEntries = entries;
        int living = 0;
        for (Entry entry : oldEntries) {
            living += entry != null && entry.get() != null ? 1 : 0;
        }
        int capacity = Math.max(INITIAL_CAPACITY, Integer.highestOneBit(living + 1) << 3);
        offsets = new long[capacity];
        entries = new Entry[capacity];
        used = 0;
        for (int i = 0; i < oldEntries.length; i++) {
            if (oldEntries[i] != null && oldEntries[i].get() != null) {
                insert(oldOffsets[i], oldEntries[i]);
            }
        }
    }

    private static int slot(long offset, int mask) {
        return (int) ((offset * FACTOR) >>> Integer.SIZE) & mask;
    }
}

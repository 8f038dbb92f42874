// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.WrapperHandles.Entry;

/**
 * The canonical wrapper of every shared object that this interpreter holds, so that {@code a["x"] is a["x"]}. Wrappers
 * are held weakly, and each has a handle as long as it lives. Guarded by the interpreter's lock; open addressing, rebuilt
 * without its dead entries when full.
 */
final class WrapperTable {
    private static final int INITIAL_CAPACITY = 1 << 8;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private long[] offsets = new long[INITIAL_CAPACITY];
    private Entry[] entries = new Entry[INITIAL_CAPACITY];
    private int used;
    private final WrapperHandles handles;

    WrapperTable(WrapperHandles handles) {
        this.handles = handles;
    }

    @Nullable
    SharedObject find(long offset) {
        // Both at once: in compiled code another thread may rebuild the table while this one searches it.
        long[] keys = offsets;
        Entry[] found = entries;
        int mask = keys.length - 1;
        for (int i = slot(offset, mask); ; i = (i + 1) & mask) {
            long key = keys[i];
            if (key == offset) {
                return found[i].get();
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
        insert(offset, handles.add(wrapper));
    }

    private void insert(long offset, Entry entry) {
        int mask = offsets.length - 1;
        int i = slot(offset, mask);
        while (offsets[i] != 0 && offsets[i] != offset) {
            i = (i + 1) & mask;
        }
        if (offsets[i] == 0) {
            // Whoever finds the offset finds the entry.
            entries[i] = entry;
            offsets[i] = offset;
            used++;
        } else {
            handles.end(entries[i]);
            entries[i] = entry;
        }
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
            if (oldEntries[i] != null) {
                keepOrEnd(oldOffsets[i], oldEntries[i]);
            }
        }
    }

    /** Ends all handles. */
    void close() {
        handles.close();
        for (Entry entry : entries) {
            if (entry != null) {
                handles.end(entry);
            }
        }
    }

    private void keepOrEnd(long offset, Entry entry) {
        if (entry.get() != null) {
            insert(offset, entry);
        } else {
            handles.end(entry);
        }
    }

    private static int slot(long offset, int mask) {
        return (int) ((offset * FACTOR) >>> Integer.SIZE) & mask;
    }
}

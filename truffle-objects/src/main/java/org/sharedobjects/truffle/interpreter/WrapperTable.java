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
    private static final int INITIAL_CAPACITY = 1 << 10;
    private static final int FACTOR = 0x9e37_79b1;
    private static final int GRANULE_SHIFT = 4;
    /** Slots of objects that may lie side by side, as a power of two. */
    private static final int GROUP_SHIFT = 6;

    private static final int GRANULE_OF_GROUP = (1 << GROUP_SHIFT) - 1;

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

    /** Adds the wrapper of an object that has no living one. */
    void add(SharedObject wrapper) {
        if (isHalfFull()) {
            rebuild();
        }
        if (!handles.hasRoom()) {
            handles.makeRoom(1);
        }
        if (!tryAdd(wrapper)) {
            throw new IllegalStateException("has a wrapper already: offset=" + wrapper.ref());
        }
    }

    /**
     * Adds the wrapper of an object unless that has a living one. For compiled code: false also when there is something else to be
     * done first, which {@link #add} does.
     */
    @SuppressWarnings("ReferenceEquality") // of arrays: it is another one when the table was rebuilt
    boolean tryAdd(SharedObject wrapper) {
        long offset = wrapper.ref();
        long[] keys = offsets;
        int i = indexOf(keys, offset);
        // There is no loop from here on, so no other thread of the interpreter comes in between.
        if (keys != offsets || isHalfFull() || !handles.hasRoom()) {
            return false;
        }
        if (keys[i] == offset && entries[i].get() == null) {
            // The queue has the entry that was there, and its handle with it.
            entries[i] = handles.add(wrapper);
            return true;
        }
        if (keys[i] != 0) {
            return false;
        }
        // Whoever finds the offset finds the entry.
        entries[i] = handles.add(wrapper);
        keys[i] = offset;
        used++;
        return true;
    }

    private boolean isHalfFull() {
        return used * 2 >= offsets.length;
    }

    /** Where the offset is, or else would be put. */
    private static int indexOf(long[] keys, long offset) {
        int mask = keys.length - 1;
        int i = slot(offset, mask);
        while (keys[i] != 0 && keys[i] != offset) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void rebuild() {
        long[] living = new long[used];
        Entry[] theirs = new Entry[used];
        int count = 0;
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != null && entries[i].get() != null) {
                living[count] = offsets[i];
                theirs[count++] = entries[i];
            }
        }
        int capacity = Math.max(INITIAL_CAPACITY, Integer.highestOneBit(count + 1) << 3);
        long[] keys = new long[capacity];
        Entry[] kept = new Entry[capacity];
        for (int i = 0; i < count; i++) {
            int to = indexOf(keys, living[i]);
            keys[to] = living[i];
            kept[to] = theirs[i];
        }
        offsets = keys;
        entries = kept;
        used = count;
    }

    /**
     * Objects that lie side by side come to lie near each other here too, in small groups that are spread by Fibonacci hashing. In larger
     * ones, as of a span each, some fall upon others so that searches pass thousands of slots.
     */
    private static int slot(long offset, int mask) {
        int granule = (int) (offset >>> GRANULE_SHIFT);
        int group = ((int) (offset >>> (GRANULE_SHIFT + GROUP_SHIFT)) * FACTOR)
                >>> (Integer.numberOfLeadingZeros(mask) + GROUP_SHIFT);
        return (group << GROUP_SHIFT) | (granule & GRANULE_OF_GROUP);
    }
}

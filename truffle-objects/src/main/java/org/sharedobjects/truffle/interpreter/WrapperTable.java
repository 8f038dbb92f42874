// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.WrapperHandles.Entry;

/**
 * The canonical wrapper of every shared object that this interpreter holds, so that {@code a["x"] is a["x"]}. Wrappers
 * are held weakly, and each has a handle as long as it lives. Guarded by the interpreter's lock; open addressing, rebuilt
 * without its dead entries when full. Objects that lie side by side in a span do so here, which reading them one after the other profits
 * from, unless spans fall upon each other so that searches become long: then small groups are spread.
 */
final class WrapperTable {
    private static final int INITIAL_CAPACITY = 1 << 10;
    private static final int FACTOR = 0x9e37_79b1;
    private static final int GRANULE_SHIFT = 4;
    private static final int SPAN_SHIFT = 16;
    /** Slots of objects that lie side by side where groups are spread, as a power of two. */
    private static final int GROUP_SHIFT = 6;

    private static final int TURN_SHIFT = 8;
    /** Steps of a search beside which spreading is the lesser evil. */
    private static final int MOST_STEPS = 1 << 7;

    private static final int GRANULE_OF_GROUP = (1 << GROUP_SHIFT) - 1;

    private long[] offsets = new long[INITIAL_CAPACITY];
    private Entry[] entries = new Entry[INITIAL_CAPACITY];
    private boolean spread;
    private int used;
    private final WrapperHandles handles;

    WrapperTable(WrapperHandles handles) {
        this.handles = handles;
    }

    @Nullable
    SharedObject find(long offset) {
        // All at once: in compiled code another thread may rebuild the table while this one searches it.
        long[] keys = offsets;
        Entry[] found = entries;
        int mask = keys.length - 1;
        for (int i = slot(offset, mask, spread); ; i = (i + 1) & mask) {
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
            rebuild(false);
        }
        if (isCrowdedAt(wrapper.ref())) {
            rebuild(true);
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
        boolean isSpread = spread;
        int i = indexOf(keys, offset, isSpread);
        // There is no loop from here on, so no other thread of the interpreter comes in between.
        if (keys != offsets || isHalfFull() || !handles.hasRoom()) {
            return false;
        }
        if (!isSpread && steps(keys, offset, i) > MOST_STEPS) {
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

    private boolean isCrowdedAt(long offset) {
        return !spread && steps(offsets, offset, indexOf(offsets, offset, false)) > MOST_STEPS;
    }

    /** How far this slot is from that in which a search for the offset begins when groups are not spread. */
    private static int steps(long[] keys, long offset, int slot) {
        int mask = keys.length - 1;
        return (slot - slot(offset, mask, false)) & mask;
    }

    /** Where the offset is, or else would be put. */
    private static int indexOf(long[] keys, long offset, boolean spread) {
        int mask = keys.length - 1;
        int i = slot(offset, mask, spread);
        while (keys[i] != 0 && keys[i] != offset) {
            i = (i + 1) & mask;
        }
        return i;
    }

    /** Without the dead; groups are spread if they are to be, or if searches would be long otherwise. */
    private void rebuild(boolean spreads) {
        long[] living = new long[used];
        Entry[] theirs = new Entry[used];
        int count = 0;
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != null && entries[i].get() != null) {
                living[count] = offsets[i];
                theirs[count++] = entries[i];
            }
        }
        if (spreads || !isFilled(living, theirs, count, false)) {
            var _ = isFilled(living, theirs, count, true);
        }
    }

    /** False, with nothing changed, when searches would be long in a new table of these. */
    private boolean isFilled(long[] living, Entry[] theirs, int count, boolean spreads) {
        int capacity = Math.max(INITIAL_CAPACITY, Integer.highestOneBit(count + 1) << 3);
        long[] keys = new long[capacity];
        Entry[] kept = new Entry[capacity];
        for (int i = 0; i < count; i++) {
            int to = indexOf(keys, living[i], spreads);
            if (!spreads && steps(keys, living[i], to) > MOST_STEPS) {
                return false;
            }
            keys[to] = living[i];
            kept[to] = theirs[i];
        }
        offsets = keys;
        entries = kept;
        spread = spreads;
        used = count;
        return true;
    }

    static int slot(long offset, int mask, boolean spread) {
        int granule = (int) (offset >>> GRANULE_SHIFT);
        return spread ? spreadSlot(offset, granule, mask) : (granule + (int) (offset >>> SPAN_SHIFT) * FACTOR) & mask;
    }

    /** By Fibonacci hashing of groups, and turned within them, since large objects all begin at the same granules of a group. */
    private static int spreadSlot(long offset, int granule, int mask) {
        int hash = (int) (offset >>> (GRANULE_SHIFT + GROUP_SHIFT)) * FACTOR;
        int group = hash >>> (Integer.numberOfLeadingZeros(mask) + GROUP_SHIFT);
        return (group << GROUP_SHIFT) | ((granule + (hash >>> TURN_SHIFT)) & GRANULE_OF_GROUP);
    }
}

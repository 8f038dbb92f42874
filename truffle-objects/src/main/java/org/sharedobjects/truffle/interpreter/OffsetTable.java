// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Objects by the offsets of what they stand for, held weakly. Open addressing, rebuilt without its dead entries when half full. Objects
 * that lie side by side in a span do so here, which reading them one after the other profits from, unless spans fall upon each other
 * so that searches become long: then small groups are spread. Guarded by the interpreter's lock.
 */
final class OffsetTable<T> {
    /** There is no place for an offset, which may change by {@link #makeRoom}. */
    static final int NONE = -1;

    /** The longest array there is of a power of two. */
    private static final int MOST_CAPACITY = 1 << 30;

    private static final int INITIAL_CAPACITY = 1 << 10;
    private static final int FACTOR = 0x9e37_79b1;
    private static final int GRANULE_SHIFT = 4;
    private static final int SPAN_SHIFT = 16;
    /** Slots of objects that lie side by side where groups are spread, as a power of two. */
    private static final int GROUP_SHIFT = 6;

    private static final int TURN_SHIFT = 8;
    /** Steps of a search beside which spreading is the lesser evil. */
    static final int MOST_STEPS = 1 << 7;

    /** Slots for each living entry; a new table has a quarter of them at most, so that the entries made since pay for leaving it. */
    private static final int SLOTS_OF_TOO_LARGE = 1 << 5;

    private static final int GRANULE_OF_GROUP = (1 << GROUP_SHIFT) - 1;

    private long[] offsets = new long[INITIAL_CAPACITY];
    private Reference<T>[] entries = newEntries(INITIAL_CAPACITY);
    private boolean spread;
    private int used;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Reference<T>[] newEntries(int capacity) {
        return new Reference[capacity];
    }

    @Nullable
    T find(long offset) {
        // All at once: in compiled code another thread may rebuild the table while this one searches it.
        long[] keys = offsets;
        Reference<T>[] found = entries;
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

    /**
     * Where an entry for this offset can be put, {@link #NONE} when there is a living one or room must be made. Good until the
     * caller's next loop or call, when another thread of the interpreter may come in between.
     */
    @SuppressWarnings("ReferenceEquality") // of arrays: it is another one when the table was rebuilt
    int place(long offset) {
        long[] keys = offsets;
        boolean isSpread = spread;
        int i = indexOf(keys, offset, isSpread);
        // There is no loop from here on.
        if (keys != offsets || isHalfFull() || (!isSpread && steps(keys, offset, i) > MOST_STEPS)) {
            return NONE;
        }
        return keys[i] == 0 || (keys[i] == offset && entries[i].get() == null) ? i : NONE;
    }

    /** At the {@link #place} of the offset. */
    void put(int place, long offset, Reference<T> entry) {
        // Whoever finds the offset finds the entry.
        entries[place] = entry;
        if (offsets[place] == 0) {
            offsets[place] = offset;
            used++;
        }
    }

    /**
     * So that there is a {@link #place} for an offset that has no living entry. A table that was made for very many more is left for
     * a smaller one.
     *
     * @param living no fewer than there are living entries
     */
    void makeRoom(long offset, int living) {
        if (isHalfFull() || isFarTooLarge(living)) {
            rebuild(false);
        }
        if (!spread && steps(offsets, offset, indexOf(offsets, offset, false)) > MOST_STEPS) {
            rebuild(true);
        }
    }

    private boolean isHalfFull() {
        return used * 2 >= offsets.length;
    }

    private boolean isFarTooLarge(int living) {
        return offsets.length > INITIAL_CAPACITY && living < offsets.length / SLOTS_OF_TOO_LARGE;
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
        Reference<T>[] theirs = newEntries(used);
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
    private boolean isFilled(long[] living, Reference<T>[] theirs, int count, boolean spreads) {
        int capacity = Math.clamp((long) Integer.highestOneBit(count + 1) << 3, INITIAL_CAPACITY, MOST_CAPACITY);
        long[] keys = new long[capacity];
        Reference<T>[] kept = newEntries(capacity);
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

    int capacity() {
        return offsets.length;
    }

    boolean isSpread() {
        return spread;
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.ObjectLayout;

/**
 * The index of a dict of one body: places, a power of two of them, probed linearly from the lower bits of the key's
 * {@linkplain org.sharedobjects.heap.value.Hashing#fold folded hash} on. What stands at a place is 0 or leads to an entry.
 *
 * <pre>
 * narrow   upper 8 bits of the folded hash | entry + 1, in 16 bits, four places a word, the first one lowest
 * wide     folded hash 32 | entry + 1, in a word
 * </pre>
 *
 * <p>An index is narrow as long as the folded hash of each key in it, removed ones aside, is the one that the heap derives from the key,
 * so that nobody has to keep it. Where the guest language has hashed a key its own way the body has a wide one.
 */
public record DictIndex(boolean wide, int size) {
    /** The shape in the header of a body with a wide index; 0 in others. */
    public static final int WIDE_SHAPE = 1;

    static final int LEAST = 2;

    private static final int PLACES_SHIFT = 2;
    private static final int PLACES = 1 << PLACES_SHIFT;
    private static final int PLACE_BITS = Long.SIZE / PLACES;
    private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;
    private static final int ENTRY_BITS = 8;
    private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;
    private static final int TAG_SHIFT = Integer.SIZE - ENTRY_BITS;

    /** Of a body with this header; without places where the capacity is impossible, or that of a tree. */
    public static DictIndex of(long header) {
        int capacity = ObjectLayout.capacity(header);
        return isWide(header)
                ? new DictIndex(true, Integer.highestOneBit(capacity >>> 1))
                : new DictIndex(false, Integer.highestOneBit(capacity & -LEAST));
    }

    static boolean isWide(long header) {
        return ObjectLayout.shape(header) != 0;
    }

    /** The smallest with room for so many entries. */
    static DictIndex withRoom(boolean wide, int entries) {
        int size = LEAST;
        while (entriesOf(size) < entries) {
            size <<= 1;
        }
        return new DictIndex(wide, size);
    }

    static int entriesOf(int size) {
        return (int) (size * 2L / 3);
    }

    /** Entries that a body with this index has room for. */
    public int limit() {
        return entriesOf(size);
    }

    /** Cells of such a body. */
    public int capacity() {
        return words() + DictLayout.ENTRY_WORDS * limit();
    }

    long header(int kind) {
        return ObjectLayout.header(wide ? WIDE_SHAPE : 0, kind, capacity());
    }

    private int words() {
        return wide ? size : (size + PLACES - 1) >>> PLACES_SHIFT;
    }

    public int keyWord(int entry) {
        return DictLayout.FIRST + words() + DictLayout.ENTRY_WORDS * entry;
    }

    public int valueWord(int entry) {
        return keyWord(entry) + 1;
    }

    /** The place behind that many others on the way that begins with this hash. */
    int place(int folded, int probes) {
        return (folded + probes) & (size - 1);
    }

    /** The word of the body in which this place is. */
    public int wordOf(int place) {
        return DictLayout.FIRST + (wide ? place : place >>> PLACES_SHIFT);
    }

    /** What stands at a place of that word; 0 when it is free. */
    public long at(long word, int place) {
        return wide ? word : word >>> shift(place) & PLACE_MASK;
    }

    /** That word with an entry at a place that was free. */
    public long with(long word, int place, int folded, int entry) {
        return wide
                ? (long) folded << Integer.SIZE | (entry + 1)
                : word | ((long) (folded >>> TAG_SHIFT) << ENTRY_BITS | (entry + 1)) << shift(place);
    }

    private static int shift(int place) {
        return (place & (PLACES - 1)) * PLACE_BITS;
    }

    /** Negative for nonsense. */
    public int entry(long there) {
        return (int) (wide ? there : there & ENTRY_MASK) - 1;
    }

    /** Can the key be one with this hash, by what stands at its place alone? */
    public boolean mayBe(long there, int folded) {
        return wide ? (int) (there >>> Integer.SIZE) == folded : there >>> ENTRY_BITS == folded >>> TAG_SHIFT;
    }

    /** The folded hash that a wide index keeps. */
    public static int hashOf(long there) {
        return (int) (there >>> Integer.SIZE);
    }
}

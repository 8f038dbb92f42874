// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

/**
 * One 64-bit word that holds a whole value or refers to one: a bit-inverted NaN box.
 *
 * <p>A double is stored as the complement of its bits, which leaves the words whose upper 13 bits are zero free for eight
 * tags with 48 bits of payload each, and makes zeroed memory {@link #EMPTY}. Every value has exactly one cell form per
 * heap object: an int that fits is never boxed, a text that fits is never a block. All methods here are total: they
 * neither allocate nor throw, whatever the word.
 */
public final class Cell {
    public static final int PAYLOAD_BITS = 48;
    public static final int GRANULE_SHIFT = 4;

    private static final int TAG_SINGLETON = 0;
    private static final int TAG_INT = 1;
    private static final int TAG_REF = 2;
    private static final int TAG_IMMUTABLE = 3;
    private static final int TAG_TEXT = 4;
    private static final int TAG_BYTES = 5;
    private static final int TAG_ID = 6;

    /** The upper bits that are all zero in every word but a double. */
    private static final int TAGGED_SHIFT = 51;

    private static final long PAYLOAD_MASK = (1L << PAYLOAD_BITS) - 1;
    private static final int SIGN_SHIFT = Long.SIZE - PAYLOAD_BITS;

    /** Nothing is stored here; never a value. Also the answer "not found". */
    public static final long EMPTY = 0;

    public static final long NONE = 1;
    public static final long FALSE = 2;
    public static final long TRUE = 3;
    public static final long ELLIPSIS = 4;
    /** Key of a removed dict entry; never a value. */
    public static final long TOMBSTONE = 5;
    /** Answer of a hot "try" operation that must be done by the full one; never stored. */
    public static final long MISS_SLOW = 6;
    /** Answer of a hot "try" operation whose index lies outside the list; never stored. */
    public static final long OUT_OF_RANGE = 7;

    public static final long MIN_INT = -(1L << (PAYLOAD_BITS - 1));
    public static final long MAX_INT = (1L << (PAYLOAD_BITS - 1)) - 1;

    private Cell() {}

    // ---- doubles

    public static boolean isDouble(long cell) {
        return cell >>> TAGGED_SHIFT != 0;
    }

    /** Every NaN becomes the one canonical NaN: others would collide with the tags. */
    public static long ofDouble(double value) {
        return ~Double.doubleToLongBits(value);
    }

    public static double asDouble(long cell) {
        return Double.longBitsToDouble(~cell);
    }

    // ---- ints

    public static boolean fitsInt(long value) {
        return value << SIGN_SHIFT >> SIGN_SHIFT == value;
    }

    /** The value must {@linkplain #fitsInt fit}. */
    public static long ofInt(long value) {
        return tagged(TAG_INT, value);
    }

    public static boolean isInt(long cell) {
        return hasTag(cell, TAG_INT);
    }

    public static long asInt(long cell) {
        return cell << SIGN_SHIFT >> SIGN_SHIFT;
    }

    // ---- singletons

    public static long ofBoolean(boolean value) {
        return value ? TRUE : FALSE;
    }

    public static boolean isBoolean(long cell) {
        return (cell | 1) == TRUE;
    }

    public static boolean asBoolean(long cell) {
        return cell == TRUE;
    }

    public static boolean isNone(long cell) {
        return cell == NONE;
    }

    /** False for the words that only mark a place: nothing stored, removed, answers of try operations. */
    public static boolean isValue(long cell) {
        return cell >>> PAYLOAD_BITS != TAG_SINGLETON || (cell >= NONE && cell <= ELLIPSIS);
    }

    // ---- references

    /** Reference to a mutable object at this byte offset, a multiple of 16. */
    public static long ofRef(long offset) {
        return tagged(TAG_REF, offset >>> GRANULE_SHIFT);
    }

    public static boolean isRef(long cell) {
        return hasTag(cell, TAG_REF);
    }

    /** Reference to an immutable block at this byte offset, a multiple of 16. */
    public static long ofImmutable(long offset) {
        return tagged(TAG_IMMUTABLE, offset >>> GRANULE_SHIFT);
    }

    public static boolean isImmutable(long cell) {
        return hasTag(cell, TAG_IMMUTABLE);
    }

    /** Byte offset of the block a reference of either kind points to. */
    public static long offset(long cell) {
        return (cell & PAYLOAD_MASK) << GRANULE_SHIFT;
    }

    // ---- short text and bytes, see ShortText and ShortBytes

    public static boolean isShortText(long cell) {
        return hasTag(cell, TAG_TEXT);
    }

    public static boolean isShortBytes(long cell) {
        return hasTag(cell, TAG_BYTES);
    }

    static long ofShortText(long utf8) {
        return tagged(TAG_TEXT, utf8);
    }

    static long ofShortBytes(long lengthAndBytes) {
        return tagged(TAG_BYTES, lengthAndBytes);
    }

    // ---- ids of symbols, classes and shapes

    public static long ofId(int id) {
        return tagged(TAG_ID, id & 0xFFFF_FFFFL);
    }

    public static boolean isId(long cell) {
        return hasTag(cell, TAG_ID);
    }

    public static int asId(long cell) {
        return (int) cell;
    }

    /** The 48 bits below the tag. */
    public static long payload(long cell) {
        return cell & PAYLOAD_MASK;
    }

    private static boolean hasTag(long cell, int tag) {
        return cell >>> PAYLOAD_BITS == tag;
    }

    private static long tagged(int tag, long payload) {
        return (long) tag << PAYLOAD_BITS | (payload & PAYLOAD_MASK);
    }
}

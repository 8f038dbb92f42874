// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;

/**
 * Immutable objects of other types than the heap's own: a block of cells, the first of which is the key, that decides
 * what the object equals; the rest is what the object is made from again. Type and family lie in the flags.
 */
public final class ByValues {
    private static final int TYPE_SHIFT = 16;
    private static final int FAMILY_SHIFT = 24;
    private static final int BYTE_MASK = 0xFF;

    private ByValues() {}

    /**
     * Object of this type and content.
     *
     * @param asksGuest whether its class defines equality in the guest language
     * @param made told of each block made for it but the last, whose cell is returned
     */
    public static long of(Allocator allocator, ValueType type, boolean asksGuest, long[] content, LongConsumer made) {
        Memory memory = allocator.memory();
        ValueKey key = asksGuest ? ValueKey.GUEST : ValueKeys.of(memory, type, content);
        long[] cells = new long[content.length + 1];
        cells[0] = key.made(allocator, made);
        System.arraycopy(content, 0, cells, 1, content.length);
        boolean refs = Arrays.stream(cells).anyMatch(cell -> Immutables.hasRefs(memory, cell));
        int flags = flags(type, key.family(), refs);
        return Tuples.block(allocator, flags, cells, cells.length, hash(memory, key.family(), cells[0]));
    }

    public static boolean isByValue(Memory memory, long cell) {
        return Immutables.kindOrZero(memory, cell) == Immutables.BY_VALUE;
    }

    public static ValueType type(Memory memory, long cell) {
        return known(ValueType.of(Immutables.flags(memory, cell) >>> TYPE_SHIFT & BYTE_MASK));
    }

    /** What the object is made from again. */
    public static long[] content(Memory memory, long cell) {
        long[] cells = Tuples.toArray(memory, cell);
        if (!type(memory, cell).mayContain(cells.length - 1)) {
            throw new HeapCorruptException("object by value of impossible size: cells=" + cells.length);
        }
        return Arrays.copyOfRange(cells, 1, cells.length);
    }

    /** The value that this one equals in everything but its type: itself, or the key of an object of the plain family. */
    public static long plain(Memory memory, long cell) {
        return isByValue(memory, cell) && family(memory, cell) == ValueFamily.PLAIN ? key(memory, cell) : cell;
    }

    /** Does the class of this value define equality in the guest language? */
    public static boolean asksGuest(Memory memory, long cell) {
        return family(memory, cell) == ValueFamily.GUEST;
    }

    /** Of any value. */
    static ValueFamily family(Memory memory, long cell) {
        return isByValue(memory, cell)
                ? known(ValueFamily.of(Immutables.flags(memory, cell) >>> FAMILY_SHIFT))
                : ValueFamily.PLAIN;
    }

    /** What the value is compared by: itself, or the key of an object. */
    static long key(Memory memory, long cell) {
        if (!isByValue(memory, cell)) {
            return cell;
        }
        long key = Tuples.get(memory, cell, 0);
        if (isByValue(memory, key)) {
            throw new HeapCorruptException("object by value with a key that is one too");
        }
        return key;
    }

    /** What is wrong with the flags or size of such a block, null if nothing is. */
    public static @Nullable String fault(int flags, int cells) {
        ValueType type = ValueType.of(flags >>> TYPE_SHIFT & BYTE_MASK);
        ValueFamily family = ValueFamily.of(flags >>> FAMILY_SHIFT);
        if (type == null || family == null || !type.mayBelongTo(family)) {
            return "type of an object by value is unknown";
        }
        return type.mayContain(cells - 1) ? null : "size of an object by value is not that of its type";
    }

    /** Is the key of this object the one that follows from its content? */
    public static boolean hasRightKey(Memory memory, long cell) {
        try {
            ValueFamily family = family(memory, cell);
            ValueKey key = family == ValueFamily.GUEST
                    ? ValueKey.GUEST
                    : ValueKeys.of(memory, type(memory, cell), content(memory, cell));
            return key.family() == family && key.is(memory, key(memory, cell));
        } catch (HeapCorruptException e) {
            return false;
        }
    }

    /** The flags that a block with these needs if its cells refer to mutable objects or not. */
    public static int expectedFlags(int flags, boolean refs) {
        boolean guest = ValueFamily.of(flags >>> FAMILY_SHIFT) == ValueFamily.GUEST;
        int rest = flags & (BYTE_MASK << FAMILY_SHIFT | BYTE_MASK << TYPE_SHIFT);
        return rest | Immutables.BY_VALUE | (refs || guest ? Immutables.HAS_REFS : 0);
    }

    /** Hash of a block with these flags and that key. */
    public static long hash(Memory memory, int flags, long key) {
        return hash(memory, known(ValueFamily.of(flags >>> FAMILY_SHIFT)), key);
    }

    private static long hash(Memory memory, ValueFamily family, long key) {
        return switch (family) {
            case PLAIN -> Immutables.hash(memory, key);
            case DECIMAL -> Decimals.hash(memory, key);
            default -> Hashing.ofMember(family.number(), Immutables.hash(memory, key));
        };
    }

    private static int flags(ValueType type, ValueFamily family, boolean refs) {
        return expectedFlags(type.number() << TYPE_SHIFT | family.number() << FAMILY_SHIFT, refs);
    }

    private static <T> T known(@Nullable T typeOrFamily) {
        if (typeOrFamily == null) {
            throw new HeapCorruptException("object by value of unknown type");
        }
        return typeOrFamily;
    }
}

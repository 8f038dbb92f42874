// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Blocks that never change once published: {@code [kind and flags 32 | length 32][hash][payload…]}.
 *
 * <p>A cell must have been validated before its block is looked at; what is read here is then taken at its word, and
 * nonsense in it is corruption.
 */
public final class Immutables {
    public static final int INT = 1;
    public static final int LATIN1 = 2;
    public static final int UCS2 = 3;
    public static final int UCS4 = 4;
    public static final int BYTES = 5;
    public static final int TUPLE = 6;
    public static final int FROZENSET = 7;
    public static final int COMPLEX = 8;
    public static final int BY_VALUE = 9;

    public static final int HEADER_BYTES = 16;
    /** Some element, at any depth, is a mutable object, or one whose equality the guest defines. */
    public static final int HAS_REFS = 1 << 8;

    /** Longest payload. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 30;

    private static final int KIND_MASK = 0xFF;
    private static final int HASH_OFFSET = 8;

    private Immutables() {}

    /** Kind of the block behind an {@linkplain Cell#isImmutable immutable} cell, one of the constants here. */
    public static int kind(Memory memory, long cell) {
        return flags(memory, cell) & KIND_MASK;
    }

    /** Kind, or 0 for a cell that refers to no immutable block. */
    public static int kindOrZero(Memory memory, long cell) {
        return Cell.isImmutable(cell) ? kind(memory, cell) : 0;
    }

    /**
     * Number of cells in the payload of a block that begins with this word: none for kinds without elements. The word may
     * be anything.
     */
    public static int cells(long firstWord) {
        int kind = (int) (firstWord >>> Integer.SIZE) & KIND_MASK;
        return kind == TUPLE || kind == FROZENSET || kind == BY_VALUE ? Math.max(0, (int) firstWord) : 0;
    }

    /** Does some element, at any depth, refer to a mutable object, so that equality may depend on guest code? */
    public static boolean hasRefs(Memory memory, long cell) {
        return Cell.isRef(cell) || (Cell.isImmutable(cell) && (flags(memory, cell) & HAS_REFS) != 0);
    }

    /** Hash of any cell; mutable objects count by identity. */
    public static long hash(Memory memory, long cell) {
        return Cell.isImmutable(cell) ? memory.getPlain(Cell.offset(cell) + HASH_OFFSET) : Hashing.ofInline(cell);
    }

    /** The same for a cell that is a guess. */
    public static long guessHash(Memory memory, long cell) {
        return Cell.isImmutable(cell) ? memory.getGuess(Cell.offset(cell) + HASH_OFFSET) : Hashing.ofInline(cell);
    }

    /** Length in units of the kind: code points, bytes, elements, 64-bit words. */
    public static int length(Memory memory, long cell) {
        return checkedLength(memory, cell, 1);
    }

    static long payload(long cell) {
        return Cell.offset(cell) + HEADER_BYTES;
    }

    static long allocate(Allocator allocator, int kindAndFlags, int length, long hash, long payloadBytes) {
        if (payloadBytes > MAX_PAYLOAD_BYTES) {
            throw new HeapLimitException(
                    "an immutable value is too long: bytes=" + payloadBytes + " limit=" + MAX_PAYLOAD_BYTES);
        }
        long offset = allocator.allocate(HEADER_BYTES + payloadBytes);
        Memory memory = allocator.memory();
        putHeader(memory, offset, kindAndFlags, length, hash);
        return Cell.ofImmutable(offset);
    }

    static void putHeader(Memory memory, long offset, int kindAndFlags, int length, long hash) {
        memory.putPlain(offset, (long) kindAndFlags << Integer.SIZE | length);
        memory.putPlain(offset + HASH_OFFSET, hash);
    }

    static int checkedLength(Memory memory, long cell, int unitBytes) {
        int length = (int) memory.getPlain(Cell.offset(cell));
        long bytes = (long) length * unitBytes;
        if (length < 0 || bytes > MAX_PAYLOAD_BYTES || !inUse(memory, payload(cell), bytes)) {
            throw new HeapCorruptException("immutable value of impossible length: length=" + length);
        }
        return length;
    }

    /** Small payloads may lie in any span; large ones cannot be larger than all spans that have memory. */
    private static boolean inUse(Memory memory, long payload, long bytes) {
        return memory.contains(payload, bytes)
                && (bytes <= Geometry.SPAN_BYTES
                        || bytes <= memory.getAcquire(Superblock.SPAN_HIGH) * Geometry.SPAN_BYTES);
    }

    static int flags(Memory memory, long cell) {
        return (int) (memory.getPlain(Cell.offset(cell)) >>> Integer.SIZE);
    }
}

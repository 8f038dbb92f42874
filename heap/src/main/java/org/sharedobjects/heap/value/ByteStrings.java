// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/** Byte strings: inside the cell when short, else a block. */
public final class ByteStrings {
    private ByteStrings() {}

    /** Copies {@code size} bytes. */
    public static long of(Allocator allocator, byte[] bytes, int from, int size) {
        if (ShortBytes.fits(size)) {
            return ShortBytes.of(bytes, from, size);
        }
        long hash = Hashing.bytes(bytes, from, size);
        long cell = Immutables.allocate(allocator, Immutables.BYTES, size, hash, size);
        allocator.memory().copyIn(bytes, from, Immutables.payload(cell), size);
        return cell;
    }

    public static long of(Allocator allocator, byte[] bytes) {
        return of(allocator, bytes, 0, bytes.length);
    }

    /** The cell of bytes that need no block, or {@link Cell#EMPTY}. */
    public static long inline(byte[] bytes) {
        return ShortBytes.fits(bytes.length) ? ShortBytes.of(bytes, 0, bytes.length) : Cell.EMPTY;
    }

    /** Hash of these bytes, as of their cell; allocates nothing in the heap. */
    public static long hash(byte[] bytes) {
        long cell = inline(bytes);
        return cell != Cell.EMPTY ? Hashing.ofInline(cell) : Hashing.bytes(bytes, 0, bytes.length);
    }

    public static boolean isBytes(Memory memory, long cell) {
        return Cell.isShortBytes(cell) || Immutables.kindOrZero(memory, cell) == Immutables.BYTES;
    }

    public static int length(Memory memory, long cell) {
        return Cell.isShortBytes(cell) ? ShortBytes.size(cell) : Immutables.length(memory, cell);
    }

    public static byte[] toArray(Memory memory, long cell) {
        if (Cell.isShortBytes(cell)) {
            return ShortBytes.toArray(cell);
        }
        byte[] bytes = new byte[Immutables.checkedLength(memory, cell, 1)];
        memory.copyOut(Immutables.payload(cell), bytes, 0, bytes.length);
        return bytes;
    }
}

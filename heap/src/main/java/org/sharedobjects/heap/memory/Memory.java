// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.Superblock;

/**
 * The one class that loads from and stores to a heap; before each store is a {@linkplain FaultPoints fault point}. Offsets are bytes from the heap's start; method names carry the
 * memory order. An offset outside the heap throws {@link HeapCorruptException#OUT_OF_BOUNDS}; a misaligned one is
 * rounded down to its word, so a damaged offset never faults.
 *
 * <p>The segment is a constant that spans the address space: a constant one is bounds-checked and folded by partial
 * evaluation, one held in a field is not. The heap's own bounds are checked against {@link #sizeBytes()}.
 */
public final class Memory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfLong LONGS = ValueLayout.JAVA_LONG;
    private static final VarHandle LONG = LONGS.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    /** The superblock where there is no heap. */
    private static final MemorySegment ZEROS = Arena.global().allocate(Superblock.SIZE, Long.BYTES);

    /** Bits of an address that a process can map, and of an offset: with them compilers see that no access leaves {@link #ALL} and none is misaligned. */
    private static final int ADDRESS_BITS = 48;

    private static final long OFFSET_MASK = (1L << (ADDRESS_BITS - 1)) - Long.BYTES;
    private static final int UNUSED_BITS = Long.SIZE - ADDRESS_BITS;
    private static final int WORD_BITS = 3;

    /** Address of the start, in the upper bits. */
    private final long base;

    private final long sizeBytes;
    /** Keeps the mapping alive as long as anyone can access it. */
    @SuppressWarnings("unused")
    private final MemorySegment mapping;

    Memory(MemorySegment mapping) {
        this(mapping, mapping.byteSize());
    }

    private Memory(MemorySegment mapping, long sizeBytes) {
        this.mapping = mapping;
        this.base = mapping.address() << UNUSED_BITS;
        this.sizeBytes = sizeBytes;
    }

    /** Memory of no size: every access is out of bounds, and its superblock is of zeros. */
    public static Memory none() {
        return new Memory(ZEROS, 0);
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    private static void beforeStore() {
        if (FaultPoints.ENABLED) {
            FaultPoints.reach();
        }
    }

    private long at(long offset) {
        if (Long.compareUnsigned(offset, sizeBytes) >= 0) {
            throw HeapCorruptException.OUT_OF_BOUNDS;
        }
        return word(offset);
    }

    /** Address of the word of an offset in the heap. */
    private long word(long offset) {
        return ((base >>> (UNUSED_BITS + WORD_BITS)) << WORD_BITS) + (offset & OFFSET_MASK);
    }

    private long range(long offset, long bytes) {
        if (offset < 0 || bytes < 0 || offset > sizeBytes - bytes) {
            throw HeapCorruptException.OUT_OF_BOUNDS;
        }
        return (base >>> UNUSED_BITS) + offset;
    }

    /** Whether {@code bytes} bytes from there on lie in the heap. */
    public boolean contains(long offset, long bytes) {
        return offset >= 0 && offset <= sizeBytes - bytes;
    }

    public long getPlain(long offset) {
        return (long) LONG.get(ALL, at(offset));
    }

    /** A load whose value is not believed before a lock word has been rechecked: 0 outside the heap. */
    public long getGuess(long offset) {
        if (Long.compareUnsigned(offset, sizeBytes) >= 0) {
            return 0;
        }
        return (long) LONG.get(ALL, word(offset));
    }

    /** A load of a word of the superblock, which is there without a look at the size; 0 without a heap. */
    public long getOfSuperblock(long offset) {
        return (long) LONG.get(ALL, word(offset & (Superblock.SIZE - 1)));
    }

    public long getAcquire(long offset) {
        return (long) LONG.getAcquire(ALL, at(offset));
    }

    public long getVolatile(long offset) {
        return (long) LONG.getVolatile(ALL, at(offset));
    }

    public void putPlain(long offset, long value) {
        beforeStore();
        LONG.set(ALL, at(offset), value);
    }

    public void putRelease(long offset, long value) {
        beforeStore();
        LONG.setRelease(ALL, at(offset), value);
    }

    public void putVolatile(long offset, long value) {
        beforeStore();
        LONG.setVolatile(ALL, at(offset), value);
    }

    /** Has the effects of a volatile read and write. */
    public boolean compareAndSet(long offset, long expected, long value) {
        beforeStore();
        return LONG.compareAndSet(ALL, at(offset), expected, value);
    }

    /** Raises the word to at least {@code value} and returns what it holds then. */
    public long raiseTo(long offset, long value) {
        for (; ; ) {
            long now = getVolatile(offset);
            if (now >= value) {
                return now;
            }
            if (compareAndSet(offset, now, value)) {
                return value;
            }
        }
    }

    /** Has the effects of a volatile read and write. */
    public void increment(long offset) {
        beforeStore();
        LONG.getAndAdd(ALL, at(offset), 1L);
    }

    int getIntVolatile(long offset) {
        return (int) INT.getVolatile(ALL, range(offset, Integer.BYTES));
    }

    void incrementInt(long offset) {
        beforeStore();
        INT.getAndAdd(ALL, range(offset, Integer.BYTES), 1);
    }

    MemorySegment address(long offset) {
        return MemorySegment.ofAddress(range(offset, Integer.BYTES));
    }

    /** Loads before it are done before loads after it. */
    public void loadFence() {
        VarHandle.loadLoadFence();
    }

    /** Stores before it are seen before stores after it. */
    public void storeFence() {
        VarHandle.storeStoreFence();
    }

    public void fullFence() {
        VarHandle.fullFence();
    }

    public byte getByte(long offset) {
        return ALL.get(ValueLayout.JAVA_BYTE, range(offset, 1));
    }

    public void putByte(long offset, byte value) {
        beforeStore();
        ALL.set(ValueLayout.JAVA_BYTE, range(offset, 1), value);
    }

    public void copyOut(long offset, byte[] target, int from, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, range(offset, count), target, from, count);
    }

    public void copyIn(byte[] source, int from, long offset, int count) {
        beforeStore();
        MemorySegment.copy(source, from, ALL, ValueLayout.JAVA_BYTE, range(offset, count), count);
    }

    /** Plain, word by word or wider: a concurrent store may be seen in part of the words only. */
    public void copyOut(long offset, long[] target, int from, int count) {
        MemorySegment.copy(ALL, LONGS, range(offset & -Long.BYTES, (long) count * Long.BYTES), target, from, count);
    }

    public void copyIn(long[] source, int from, long offset, int count) {
        beforeStore();
        MemorySegment.copy(source, from, ALL, LONGS, range(offset & -Long.BYTES, (long) count * Long.BYTES), count);
    }

    /** From one place of the heap to another. */
    public void copy(long source, long target, long bytes) {
        beforeStore();
        MemorySegment.copy(ALL, range(source, bytes), ALL, range(target, bytes), bytes);
    }

    public void clear(long offset, long bytes) {
        beforeStore();
        ALL.asSlice(range(offset, bytes), bytes).fill((byte) 0);
    }
}

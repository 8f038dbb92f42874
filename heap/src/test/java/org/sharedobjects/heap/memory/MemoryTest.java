// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapCorruptException;

class MemoryTest {
    private static final long SIZE = 1L << 20;
    private final Segment segment = Segment.createPrivate(SIZE, made -> {});
    private final Memory memory = segment.memory();
    private final long at = segment.geometry().spans();

    @AfterEach
    void close() {
        segment.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, SIZE, SIZE + 8, Long.MAX_VALUE})
    void shouldRefuseOffsetsOutsideTheHeap(long offset) {
        assertThrows(HeapCorruptException.class, () -> memory.getPlain(offset));
        assertThrows(HeapCorruptException.class, () -> memory.getAcquire(offset));
        assertThrows(HeapCorruptException.class, () -> memory.putPlain(offset, 1));
        assertThrows(HeapCorruptException.class, () -> memory.putRelease(offset, 1));
        assertThrows(HeapCorruptException.class, () -> memory.compareAndSet(offset, 0, 1));
        assertThrows(HeapCorruptException.class, () -> memory.getByte(offset));
        assertThrows(HeapCorruptException.class, () -> memory.copyOut(offset, new byte[2], 0, 2));
        assertThrows(HeapCorruptException.class, () -> memory.copyOut(offset, new long[2], 0, 2));
        assertThrows(HeapCorruptException.class, () -> memory.clear(offset, 8));
        assertEquals(0, memory.getGuess(offset));
    }

    @Test
    void shouldRefuseRangesThatEndOutside() {
        assertThrows(HeapCorruptException.class, () -> memory.copyOut(SIZE - 8, new long[2], 0, 2));
        assertThrows(HeapCorruptException.class, () -> memory.copyIn(new byte[9], 0, SIZE - 8, 9));
        assertThrows(HeapCorruptException.class, () -> memory.clear(at, Long.MAX_VALUE));
        assertThrows(HeapCorruptException.class, () -> memory.copy(at, SIZE - 8, 16));
    }

    @Test
    void shouldReadTheWordAroundAMisalignedOffset() {
        memory.putPlain(at, 5);
        assertEquals(5, memory.getPlain(at + 3));
        assertEquals(5, memory.getAcquire(at + 7));
        assertEquals(5, memory.getGuess(at + 1));
    }

    @Test
    void shouldCopyInAndOut() {
        memory.copyIn(new long[] {1, 2, 3}, 1, at, 2);
        long[] words = new long[3];
        memory.copyOut(at, words, 1, 2);
        assertArrayEquals(new long[] {0, 2, 3}, words);
        memory.copyIn(new byte[] {9, 8, 7}, 0, at + 17, 3);
        byte[] bytes = new byte[3];
        memory.copyOut(at + 17, bytes, 0, 3);
        assertArrayEquals(new byte[] {9, 8, 7}, bytes);
        memory.copy(at, at + 32, 16);
        assertEquals(3, memory.getPlain(at + 40));
        memory.clear(at + 40, 8);
        assertEquals(0, memory.getPlain(at + 40));
    }

    @Test
    void shouldOnlyRaise() {
        assertEquals(7, memory.raiseTo(at, 7));
        assertEquals(7, memory.raiseTo(at, 3));
        assertEquals(9, memory.raiseTo(at, 9));
        assertEquals(9, memory.getPlain(at));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

class ArrayStepsTest extends HeapTest {
    private static final ElementType BYTES = ElementType.BYTEARRAY;
    private static final int LARGE = 10_000;

    private long array(ElementType type, byte... bytes) {
        return Arrays.create(allocator, type, ArrayCells.of(allocator, type, bytes, cell -> cell));
    }

    private static boolean tryAppend(Mutator mutator, long ref, boolean large, ElementType type, int value) {
        long part = large ? ArraySteps.lastChunk(mutator.memory(), ref, type) : ref;
        return part != Directory.NONE && ArraySteps.tryAppendPacked(mutator, part, large, type, value);
    }

    /** As compiled code does: the short way, else the full operation. */
    private static boolean append(Mutator mutator, long ref, ElementType type, int value) {
        boolean done = tryAppend(mutator, ref, false, type, value) || tryAppend(mutator, ref, true, type, value);
        if (!done) {
            Arrays.append(mutator, ref, type, Cell.ofInt(value));
        }
        return done;
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"BYTEARRAY", "SIGNED_CHAR", "UNSIGNED_SHORT"})
    void shouldAppendAndCountSmallElements(ElementType type) {
        long ref = array(type);
        int shortWays = 0;
        for (int i = 0; i < LARGE; i++) {
            shortWays += append(mutator, ref, type, i % 100) ? 1 : 0;
            if (i % 7 == 0) {
                assertEquals(i + 1, Arrays.size(mutator, ref, type));
                int size = ArraySteps.trySize(heap.memory(), ref, type);
                assertTrue(size == i + 1 || size == -1, "size of " + (i + 1) + ": " + size);
            }
        }
        assertTrue(shortWays > LARGE * 9 / 10, "hardly ever the short way: " + shortWays);
        assertEquals(LARGE, ArraySteps.trySize(heap.memory(), ref, type));
        for (int i = 0; i < LARGE; i++) {
            assertEquals(integer(i % 100), Arrays.get(mutator, ref, type, i));
        }
        heap.root().put("array", heap.view(ref));
        assertTrue(heap.check().isSound(), () -> heap.check().problems().toString());
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void shouldKnowTheSizeOfEveryLength(ElementType type) {
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 509, 510, 511, 512, 2040, 2041, 5000}) {
            long ref = array(type, new byte[count * type.bytes]);
            int size = ArraySteps.trySize(heap.memory(), ref, type);
            assertTrue(size == count || (size == -1 && count * type.bytes > 1000), "size of " + count + ": " + size);
        }
    }

    @Test
    void shouldStoreInPlace() {
        long ref = array(BYTES, new byte[6]);
        assertTrue(ArraySteps.trySetPacked(mutator, ref, BYTES, 5, 1, 200));
        assertFalse(ArraySteps.trySetPacked(mutator, ref, BYTES, 6, 1, 200), "behind the end");
        assertFalse(ArraySteps.trySetPacked(mutator, ref, BYTES, 8, 2, 200), "behind the last cell");
        assertArrayEquals(new byte[] {0, 0, 0, 0, 0, (byte) 200}, Arrays.snapshot(mutator, ref, BYTES));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLoseNothingThatSeveralAppendAndCountNoneTwice(boolean large) throws Exception {
        long ref = array(BYTES, new byte[large ? LARGE : 3]);
        int before = large ? LARGE : 3;
        int rounds = large ? 20_000 : 500;
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicInteger writers = new AtomicInteger(2);
        inThreads(3, () -> {
            Mutator own = heap.mutator();
            if (writers.getAndDecrement() <= 0) {
                watchTheSizeGrow(own, ref, go);
                return null;
            }
            for (int i = 0; i < rounds; i++) {
                append(own, ref, BYTES, 1);
            }
            go.set(false);
            return null;
        });
        byte[] all = Arrays.snapshot(mutator, ref, BYTES);
        assertEquals(before + 2 * rounds, all.length);
        for (int i = before; i < all.length; i++) {
            assertEquals(1, all[i]);
        }
    }

    private void watchTheSizeGrow(Mutator own, long ref, AtomicBoolean go) {
        int last = 0;
        while (go.get()) {
            int size = ArraySteps.trySize(heap.memory(), ref, BYTES);
            assertTrue(size == -1 || size >= last, "shorter than before: " + size + " after " + last);
            last = Math.max(size, last);
            last = (int) Math.max(last, Arrays.size(own, ref, BYTES));
        }
    }
}

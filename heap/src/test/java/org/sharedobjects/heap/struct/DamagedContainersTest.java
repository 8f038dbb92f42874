// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Texts;

@Timeout(60)
class DamagedContainersTest extends HeapTest {
    private static final int ENTRIES = 12;
    private static final int ROUNDS = 20_000;

    private long list() {
        long[] cells = new long[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            cells[i] = Texts.of(allocator, "element number " + i);
        }
        return Lists.create(allocator, cells, ENTRIES);
    }

    private long dict() {
        long ref = Dicts.create(allocator, ENTRIES);
        for (int i = 0; i < ENTRIES; i++) {
            long key = i % 2 == 0 ? integer(i) : Texts.of(allocator, "key number " + i);
            Dicts.addFresh(allocator, ref, key, hash(key), integer(i));
        }
        return ref;
    }

    private long body(long ref) {
        return heap.memory().getPlain(ref + ObjectLayout.BODY);
    }

    private void damage(long ref, int word, long value) {
        heap.memory().putPlain(body(ref) + 8L * word, value);
    }

    private int sound;
    private int refused;

    private void attempt(Runnable operation) {
        try {
            operation.run();
            sound++;
        } catch (HeapException e) {
            refused++;
        }
    }

    private void flipSomeBit(Random random, long ref, int words) {
        // Word 1 is the body offset, the others those of the inline body.
        long at = ref + 8L * (1 + random.nextInt(words + 3));
        heap.memory().putPlain(at, heap.memory().getPlain(at) ^ 1L << random.nextInt(64));
    }

    @Test
    void shouldReadOrRefuseADamagedListButNeverHangOrFail() {
        Random random = new Random(9);
        for (int i = 0; i < ROUNDS; i++) {
            long ref = list();
            flipSomeBit(random, ref, ENTRIES);
            long index = random.nextInt(ENTRIES);
            attempt(() -> Lists.tryGet(heap.memory(), ref, index));
            attempt(() -> Lists.get(mutator, ref, index));
            attempt(() -> Lists.snapshot(mutator, ref));
            attempt(() -> heap.atomically(() -> Lists.snapshot(mutator, ref)));
        }
        assertTrue(refused > ROUNDS / 20, "some bits must matter: " + refused);
        assertTrue(sound > ROUNDS);
    }

    @Test
    void shouldTellThatAHeaderOfOnesIsOfNoKind() {
        long ref = list();
        damage(ref, ObjectLayout.HEADER_WORD, -1);
        assertEquals(0, Kind.of(heap.memory(), ref));
    }

    @Test
    void shouldReadOrRefuseADamagedDictButNeverHangOrFail() {
        Random random = new Random(10);
        for (int i = 0; i < ROUNDS; i++) {
            long ref = dict();
            flipSomeBit(random, ref, 74);
            long number = random.nextInt(ENTRIES);
            long key = number % 2 == 0 ? integer(number) : Texts.of(allocator, "key number " + number);
            attempt(() -> Dicts.tryGet(heap.memory(), ref, key, hash(key)));
            attempt(() -> Dicts.get(mutator, ref, key, hash(key), KeyEquality.IDENTITY));
            attempt(() -> Dicts.snapshot(mutator, ref));
            attempt(() -> heap.atomically(() -> Dicts.get(mutator, ref, key, hash(key), KeyEquality.IDENTITY)));
        }
        assertTrue(refused > ROUNDS / 100, "some bits must matter: " + refused);
        assertTrue(sound > ROUNDS);
    }

    @Test
    void shouldRefuseImpossibleLengths() {
        for (long size : new long[] {-1, ENTRIES + 1000, Long.MAX_VALUE, Long.MIN_VALUE}) {
            long ref = list();
            damage(ref, ObjectLayout.SIZE_WORD, size);
            assertThrows(HeapCorruptException.class, () -> Lists.snapshot(mutator, ref));
            assertThrows(HeapCorruptException.class, () -> Lists.append(mutator, ref, Cell.NONE));
        }
        long dict = dict();
        damage(dict, ObjectLayout.SIZE_WORD, -1);
        assertThrows(HeapCorruptException.class, () -> Dicts.snapshot(mutator, dict));
    }

    @Test
    void shouldRefuseABodyOutsideTheHeap() {
        for (long body : new long[] {-16, heap.sizeBytes(), Long.MAX_VALUE & -16}) {
            long ref = list();
            heap.memory().putPlain(ref + ObjectLayout.BODY, body);
            assertEquals(0, Lists.size(mutator, ref));
            assertThrows(HeapCorruptException.class, () -> Lists.append(mutator, ref, Cell.NONE));
        }
    }

    @Test
    void shouldRefuseADictWhoseIndexIsFullOrPointsAstray() {
        long full = dict();
        long astray = dict();
        DictIndex index = DictIndex.of(heap.memory().getPlain(body(full)));
        for (int word = DictLayout.FIRST; word < index.keyWord(0); word++) {
            damage(full, word, 0x0101_0101_0101_0101L);
            damage(astray, word, 0x01FF_01FF_01FF_01FFL);
        }
        long hash = 1L << 56;
        assertThrows(
                HeapCorruptException.class,
                () -> Dicts.get(mutator, full, integer(99), 2L << 56, KeyEquality.IDENTITY));
        assertThrows(
                HeapCorruptException.class, () -> Dicts.get(mutator, astray, integer(99), hash, KeyEquality.IDENTITY));
        assertThrows(HeapCorruptException.class, () -> {
            for (int i = 0; i < 100; i++) {
                Dicts.put(mutator, astray, integer(i), hash(integer(i)), Cell.NONE, KeyEquality.IDENTITY);
            }
        });
    }

    @Test
    void shouldRebuildADictWhoseCountIsTooSmall() {
        long ref = dict();
        int used = DictLayout.used(heap.memory().getPlain(body(ref) + 8));
        damage(ref, ObjectLayout.SIZE_WORD, DictLayout.sizeWord(used, 0));
        for (int i = 100; i < 200; i++) {
            Dicts.put(mutator, ref, integer(i), hash(integer(i)), Cell.NONE, KeyEquality.IDENTITY);
        }
        assertEquals(integer(0), Dicts.get(mutator, ref, integer(0), hash(integer(0)), KeyEquality.IDENTITY));
    }

    @Test
    void shouldStayUsableWhenTheHeapIsFull() {
        try (SharedHeap small = SharedHeap.openPrivate(Size.mib(16))) {
            small.root().put("kept", "as it was before");
            assertThrows(HeapFullException.class, () -> {
                for (int i = 0; ; i++) {
                    small.root().put(i, "some value that takes room " + i);
                }
            });
            int size = small.root().size();
            assertThrows(HeapFullException.class, () -> small.root().put("big", "x".repeat(20_000_000)));
            assertEquals("as it was before", small.root().get("kept"));
            assertEquals(size, small.root().size());
            small.root().put("kept", 1L);
            assertEquals(1L, small.root().get("kept"));
        }
    }
}

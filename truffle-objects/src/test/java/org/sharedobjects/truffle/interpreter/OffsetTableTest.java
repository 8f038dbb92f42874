// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetTableTest {
    private static final int CAPACITY = 1 << 18;
    private static final int SPAN_BYTES = 1 << 16;
    private static final int SPANS = 1 << 14;
    private static final int BLOCK_BYTES = 48;

    private final OffsetTable<String> table = new OffsetTable<>();
    private final Map<Long, WeakReference<String>> all = new HashMap<>();

    /** What stands for the offset is kept alive by the map, unless its reference is cleared. */
    private void add(long offset) {
        table.makeRoom(offset, all.size());
        int place = table.place(offset);
        assertNotEquals(OffsetTable.NONE, place);
        WeakReference<String> entry = new Kept("at " + offset);
        table.put(place, offset, entry);
        all.put(offset, entry);
    }

    /** As reference of an object that lives until it is told otherwise. */
    private static final class Kept extends WeakReference<String> {
        @SuppressWarnings("unused")
        private final String strongly;

        Kept(String object) {
            super(object);
            strongly = object;
        }
    }

    private void addSpan(long span) {
        for (int at = 0; at + BLOCK_BYTES <= SPAN_BYTES; at += BLOCK_BYTES) {
            add(span * SPAN_BYTES + at);
        }
    }

    private void assertFindsAll() {
        all.forEach((offset, entry) -> assertSame(entry.get(), table.find(offset)));
    }

    @Test
    void shouldKeepNeighboursSideBySideWhereSpansDoNotMeet() {
        for (long span = 1; span <= 32; span++) {
            addSpan(span);
        }
        assertFalse(table.isSpread());
        assertFindsAll();
    }

    @Test
    void shouldSpreadGroupsOnceSpansFallUponEachOther() {
        // Spans whose numbers differ by the capacity begin at one slot, whatever factor numbers are multiplied by.
        for (long i = 0; i < 16; i++) {
            addSpan(1 + i * CAPACITY);
        }
        assertTrue(table.isSpread());
        assertFindsAll();
        assertNull(table.find(BLOCK_BYTES));
    }

    @Test
    void shouldHaveNoPlaceForAnOffsetThatHasALivingEntry() {
        add(SPAN_BYTES);
        assertEquals(OffsetTable.NONE, table.place(SPAN_BYTES));
    }

    @Test
    void shouldGiveThePlaceOfADeadEntryToItsSuccessor() {
        add(SPAN_BYTES);
        all.values().forEach(WeakReference::clear);
        assertNull(table.find(SPAN_BYTES));
        add(SPAN_BYTES);
        assertFindsAll();
    }

    @Test
    void shouldForgetTheDeadWhenRebuilt() {
        for (int round = 0; round < 100; round++) {
            addSpan(1 + round);
            all.values().forEach(WeakReference::clear);
            all.clear();
        }
        addSpan(1);
        assertFindsAll();
        assertNull(table.find(100L * SPAN_BYTES));
    }

    @Test
    void shouldBecomeSmallOnceFewAreLeftOfMany() {
        for (long span = 1; span <= 32; span++) {
            addSpan(span);
        }
        int many = table.capacity();
        all.values().forEach(WeakReference::clear);
        all.clear();
        addSpan(1);
        assertTrue(table.capacity() <= 16 * all.size(), table.capacity() + " slots, once " + many);
        assertFindsAll();
    }

    @Test
    void shouldNotBeRebuiltForEachOfFewEntries() {
        addSpan(1);
        int capacity = table.capacity();
        int half = all.size() / 2;
        all.values().stream().limit(half).forEach(WeakReference::clear);
        all.values().removeIf(entry -> entry.get() == null);
        add(2 * SPAN_BYTES);
        assertEquals(capacity, table.capacity());
        assertFindsAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 48, 64, 96, 256, 1024})
    void shouldFindByShortSearchesWhereGroupsAreSpread(int blockBytes) {
        Random random = new Random(blockBytes);
        long[] keys = new long[CAPACITY];
        int used = 0;
        long steps = 0;
        while (used < CAPACITY / 2) {
            long span = 1L + random.nextInt(SPANS);
            for (long at = 0; at + blockBytes <= SPAN_BYTES && used < CAPACITY / 2; at += blockBytes) {
                int found = add(keys, span * SPAN_BYTES + at);
                steps += found;
                used += found == 0 ? 0 : 1;
            }
        }
        assertTrue(steps < 24L * used, "steps of a search: " + (double) steps / used);
    }

    /** Steps it took, 0 if it was there. */
    private static int add(long[] keys, long offset) {
        int mask = keys.length - 1;
        int i = OffsetTable.slot(offset, mask, true);
        for (int steps = 1; ; steps++) {
            if (keys[i] == 0) {
                keys[i] = offset;
                return steps;
            }
            if (keys[i] == offset) {
                return 0;
            }
            i = (i + 1) & mask;
        }
    }
}

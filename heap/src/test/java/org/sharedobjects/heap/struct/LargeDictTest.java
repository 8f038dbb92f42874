// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** Dicts that have outgrown one body, or will. Each test ends with a look whether they are sound. */
abstract class LargeDictTest extends HeapTest {
    static final int MANY = 3_000;
    static final KeyEquality NEVER_ASKED = candidate -> {
        throw new AssertionError("asked about " + Long.toHexString(candidate));
    };

    final List<Long> dicts = new ArrayList<>();
    LongUnaryOperator hashing = this::hash;
    /** The hashes are not those of the keys. */
    boolean invented;

    @AfterEach
    void shouldBeSound() {
        for (long ref : dicts) {
            heap.root().put(ref, heap.toJava(Cell.ofRef(ref)));
        }
        List<String> problems = new ArrayList<>(heap.check().problems());
        if (invented) {
            problems.removeIf(problem -> problem.startsWith("entry has a wrong hash"));
            problems.removeIf(problem -> problem.startsWith("and more"));
        }
        assertEquals(List.of(), problems);
    }

    final long dict(int entries) {
        long ref = Dicts.create(allocator, 0);
        for (int i = 0; i < entries; i++) {
            put(ref, integer(i), integer(-i));
        }
        dicts.add(ref);
        return ref;
    }

    final long put(long ref, long key, long value) {
        return put(heap.mutator(), ref, key, value);
    }

    final long put(Mutator by, long ref, long key, long value) {
        return Dicts.put(by, ref, key, hashing.applyAsLong(key), value, NEVER_ASKED);
    }

    final long get(long ref, long key) {
        long hash = hashing.applyAsLong(key);
        long full = get(heap.mutator(), ref, key);
        if (!heap.mutator().active()) {
            long hot = Dicts.tryGet(heap.memory(), ref, key, hash);
            assertTrue(hot == full || hot == Cell.MISS_SLOW);
        }
        return full;
    }

    final long get(Mutator by, long ref, long key) {
        return Dicts.get(by, ref, key, hashing.applyAsLong(key), NEVER_ASKED);
    }

    final long remove(long ref, long key) {
        return Dicts.remove(heap.mutator(), ref, key, hashing.applyAsLong(key), NEVER_ASKED);
    }

    final boolean isLarge(long ref) {
        long body = heap.memory().getPlain(ref + 8);
        return TreeLayout.isRoot(heap.memory().getPlain(body));
    }

    final void assertSame(Map<Long, Long> expected, long ref) {
        long[] cells = new long[2 * expected.size()];
        int n = 0;
        for (Map.Entry<Long, Long> entry : expected.entrySet()) {
            cells[n++] = entry.getKey();
            cells[n++] = entry.getValue();
        }
        assertArrayEquals(cells, Dicts.snapshot(mutator, ref));
        assertEquals(expected.size(), Dicts.size(mutator, ref));
        long[] entry = new long[2];
        n = 0;
        for (int at = Dicts.next(mutator, ref, 0, entry); at >= 0; at = Dicts.next(mutator, ref, at, entry)) {
            assertEquals(cells[n++], entry[0]);
            assertEquals(cells[n++], entry[1]);
        }
        assertEquals(cells.length, n);
    }
}

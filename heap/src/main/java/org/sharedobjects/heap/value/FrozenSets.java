// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.util.Arrays;
import java.util.Comparator;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/** Frozensets: a block of cells in the order of their hashes, so that equal sets lie alike. */
public final class FrozenSets {
    private FrozenSets() {}

    /** Set of the first {@code count} cells, which must be different values; copies them. */
    public static long of(Allocator allocator, long[] cells, int count) {
        Memory memory = allocator.memory();
        Element[] elements = new Element[count];
        long hash = count;
        int flags = Immutables.FROZENSET;
        for (int i = 0; i < count; i++) {
            long elementHash = Immutables.hash(memory, cells[i]);
            elements[i] = new Element(elementHash, cells[i]);
            hash = Hashing.setStep(hash, elementHash);
            flags |= Immutables.hasRefs(memory, cells[i]) ? Immutables.HAS_REFS : 0;
        }
        Arrays.sort(elements, Comparator.comparingLong(Element::hash));
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = elements[i].cell();
        }
        return Tuples.block(allocator, flags, sorted, count, Hashing.mix(hash));
    }

    public static long[] toArray(Memory memory, long cell) {
        return Tuples.toArray(memory, cell);
    }

    private record Element(long hash, long cell) {}
}

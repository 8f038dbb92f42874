// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;

/** A frozenset as an unmodifiable set, which stays a frozenset when it is stored again. */
final class SharedFrozenSet extends AbstractSet<@Nullable Object> {
    private final SharedHeap heap;
    private final long cell;

    SharedFrozenSet(SharedHeap heap, long cell) {
        this.heap = heap;
        this.cell = cell;
    }

    SharedHeap heap() {
        return heap;
    }

    long cell() {
        return cell;
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        heap.enter();
        long[] cells = FrozenSets.toArray(heap.memory(), cell);
        return Collections.<@Nullable Object>unmodifiableList(
                        Arrays.<@Nullable Object>asList(heap.values().toJava(cells)))
                .iterator();
    }

    @Override
    public int size() {
        heap.enter();
        return Tuples.length(heap.memory(), cell);
    }
}

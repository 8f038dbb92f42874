// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Equality;

/** Keys of a map, or elements of a set, to be copied in, each once: Java's {@code 1L}, {@code 1} and {@code 1.0} are one key in the heap. */
final class KeySet {
    private final Memory memory;
    private final List<@Nullable Object> keys;
    private final List<Long> cells;
    private final List<Long> hashes;
    private final Map<Long, List<Integer>> placesByHash;

    KeySet(Memory memory, int expected) {
        this.memory = memory;
        this.keys = new ArrayList<>(expected);
        this.cells = new ArrayList<>(expected);
        this.hashes = new ArrayList<>(expected);
        this.placesByHash = HashMap.newHashMap(expected);
    }

    /** Place of the key, or of the equal one that was there already. */
    int add(@Nullable Object key, long cell, long hash) {
        List<Integer> places = placesByHash.computeIfAbsent(hash, h -> new ArrayList<>(1));
        for (int place : places) {
            if (Equality.equal(memory, cells.get(place), cell)) {
                return place;
            }
        }
        places.add(keys.size());
        keys.add(key);
        cells.add(cell);
        hashes.add(hash);
        return keys.size() - 1;
    }

    @Nullable
    Object[] keys() {
        return keys.toArray();
    }

    long[] cells() {
        return cells.stream().mapToLong(Long::longValue).toArray();
    }

    long[] hashes() {
        return hashes.stream().mapToLong(Long::longValue).toArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import java.util.Arrays;
import java.util.Map;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.ShortText;

/** Dicts of three entries. */
final class Dict3 {
    private static final String[] NAMES = {"x", "y", "z"};
    private static final long[] KEYS =
            Arrays.stream(NAMES).mapToLong(ShortText::of).toArray();
    private static final long[] HASHES =
            Arrays.stream(KEYS).map(Hashing::ofInline).toArray();

    private Dict3() {}

    /** One that nobody else can see yet, made with the heap's own means. */
    static long create(Allocator allocator, long number) {
        long dict = Dicts.create(allocator, KEYS.length);
        for (int i = 0; i < KEYS.length; i++) {
            Dicts.addFresh(allocator, dict, KEYS[i], HASHES[i], Cell.ofInt(number + i));
        }
        return dict;
    }

    /** As a Java map. */
    static Map<String, Long> of(long number) {
        return Map.of(NAMES[0], number, NAMES[1], number + 1, NAMES[2], number + 2);
    }
}

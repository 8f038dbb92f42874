// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.Geometry;

class BlockIndexTest {
    @Test
    void shouldFindExactlyTheStartsOfBlocks() {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            for (int within = 0; within < Geometry.SPAN_BYTES; within++) {
                assertEquals(expected(within, sizeClass), BlockIndex.small(within, sizeClass));
            }
        }
    }

    private static int expected(int within, int sizeClass) {
        int bytes = SizeClasses.bytes(sizeClass);
        int index = within / bytes;
        return within % bytes == 0 && index < SizeClasses.blocksPerSpan(sizeClass) ? index : BlockIndex.NONE;
    }
}

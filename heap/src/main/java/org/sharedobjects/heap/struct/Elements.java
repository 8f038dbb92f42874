// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.function.LongUnaryOperator;
import org.sharedobjects.heap.alloc.Allocator;

/** Elements that are to be put into an array: as bytes, and as cells unless they are packed. */
@SuppressWarnings("ArrayRecordComponent")
public record Elements(ElementType type, byte[] bytes, long[] cells) {
    private static final long[] NO_CELLS = {};

    /** As {@link ArrayCells#of}. */
    public static Elements of(Allocator allocator, ElementType type, byte[] bytes, LongUnaryOperator made) {
        return new Elements(type, bytes, type.isPacked() ? NO_CELLS : ArrayCells.of(allocator, type, bytes, made));
    }

    int count() {
        return bytes.length / type.bytes;
    }
}

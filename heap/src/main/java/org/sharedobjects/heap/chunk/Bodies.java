// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.chunk;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;

/** Makes objects and bodies nobody else can see yet. */
public final class Bodies {
    private Bodies() {}

    /** A new object with its body inline, size 0 and all cells empty. */
    public static long createObject(Allocator allocator, int shape, int kind, int capacity) {
        checkCapacity(capacity);
        long bytes = ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(capacity);
        long ref = allocator.allocate(bytes);
        Memory memory = allocator.memory();
        memory.clear(ref, bytes);
        memory.putPlain(ref + ObjectLayout.BODY, ref + ObjectLayout.INLINE_BODY);
        memory.putPlain(ref + ObjectLayout.INLINE_BODY, ObjectLayout.header(shape, kind, capacity));
        return ref;
    }

    /** A body of its own with size 0; its cells from {@code filled} on are empty, those before are undefined. */
    public static long createBody(Allocator allocator, int shape, int kind, int capacity, int filled) {
        checkCapacity(capacity);
        long body = allocator.allocate(ObjectLayout.bodyBytes(capacity));
        Memory memory = allocator.memory();
        memory.putPlain(body, ObjectLayout.header(shape, kind, capacity));
        memory.putPlain(body + ObjectLayout.SIZE_WORD * Long.BYTES, 0);
        long from = ObjectLayout.bodyBytes(filled);
        memory.clear(body + from, ObjectLayout.bodyBytes(capacity) - from);
        return body;
    }

    /** Offset of a word of a body. */
    public static long at(long body, int word) {
        return body + (long) word * Long.BYTES;
    }

    public static void checkCapacity(long capacity) {
        if (capacity > ObjectLayout.MAX_CAPACITY) {
            throw new HeapLimitException(
                    "container is too large: cells=" + capacity + " limit=" + ObjectLayout.MAX_CAPACITY);
        }
    }
}

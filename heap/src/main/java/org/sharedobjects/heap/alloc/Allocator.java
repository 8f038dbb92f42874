// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/** Hands out blocks of a heap. One per heap and process; thread-safe, and threads seldom meet in it. */
@SuppressWarnings("DoNotCallSuggester")
public final class Allocator {
    private final Segment segment;

    public Allocator(Segment segment) {
        this.segment = segment;
    }

    public Memory memory() {
        return segment.memory();
    }

    /**
     * A block of at least {@code sizeBytes}, at a multiple of 16, <em>not</em> zeroed. The heap grows when it has to.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException before anything is changed
     */
    public long allocate(long sizeBytes) {
        throw new UnsupportedOperationException(segment.sizeBytes() + " " + sizeBytes);
    }

    /** Gives back a block that nobody can reach any more, or that readers only guess at; it may be reused at once. */
    public void release(long offset) {
        throw new UnsupportedOperationException("" + offset);
    }

    /** What {@link #allocate} really gives for this size: use the slack as capacity. */
    public static long usableBytes(long sizeBytes) {
        return sizeBytes;
    }
}

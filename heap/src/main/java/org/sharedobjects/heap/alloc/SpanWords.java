// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/** The state words of the spans, which change by compare-and-set alone. */
final class SpanWords {
    private final Memory memory;
    private final Geometry geometry;

    SpanWords(Memory memory, Geometry geometry) {
        this.memory = memory;
        this.geometry = geometry;
    }

    /** Spans that have been given memory once. Read from the heap, so bounded. */
    int high() {
        long high = memory.getAcquire(Superblock.SPAN_HIGH);
        if (high < 0 || high > geometry.spanCount()) {
            throw new HeapCorruptException("number of spans is out of range: spans=" + high);
        }
        return (int) high;
    }

    long get(int span) {
        return memory.getAcquire(geometry.spanState(span));
    }

    boolean change(int span, long from, long to) {
        return memory.compareAndSet(geometry.spanState(span), from, to);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.text;

import com.oracle.truffle.api.strings.TruffleString;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.value.Cell;

/**
 * Cells of texts this process stored lately, one table for all interpreters on a heap: keys that were stored through it
 * are found by comparing one word, which holds since the cells are never released. Bounded in
 * length, and in number by what the heap has room for; what does not fit is stored without it.
 */
public final class Interner {
    private static final int MAX_TEXTS = 1 << 16;
    /** In code points. */
    public static final int MAX_LENGTH = 64;
    /** At the most a fifteenth of the heap. */
    private static final long HEAP_BYTES_PER_TEXT = 1 << 12;

    private static final Map<SharedHeap, Interner> INTERNERS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<TruffleString, Long> cells = new ConcurrentHashMap<>();
    /** Of all cells, as long as the heap is open. */
    private final Handles handles;

    private final long most;

    private Interner(SharedHeap heap) {
        this.handles = heap.handles();
        this.most = Math.min(MAX_TEXTS, heap.sizeBytes() / HEAP_BYTES_PER_TEXT);
    }

    /** That of the heap; to be kept by who asks often. */
    public static Interner of(SharedHeap heap) {
        return INTERNERS.computeIfAbsent(heap, Interner::new);
    }

    /** Of a heap that is closed. */
    public static void forget(SharedHeap heap) {
        INTERNERS.remove(heap);
    }

    /** Cell of a text that is known, or {@link Cell#EMPTY}. */
    public long find(TruffleString text) {
        Long known = PythonTexts.length(text) <= MAX_LENGTH ? cells.get(text) : null;
        return known == null ? Cell.EMPTY : known;
    }

    /** The one cell of this text, made if need be; {@link Cell#EMPTY} for a text that is not kept here. */
    public long intern(Allocator allocator, TruffleString text) {
        long known = find(text);
        if (known != Cell.EMPTY || PythonTexts.length(text) > MAX_LENGTH || cells.size() >= most) {
            return known;
        }
        return add(allocator, text);
    }

    private synchronized long add(Allocator allocator, TruffleString text) {
        long raced = find(text);
        if (raced != Cell.EMPTY) {
            return raced;
        }
        long made = PythonTexts.encode(allocator, text);
        boolean held = false;
        try {
            handles.add(made);
            held = true;
        } finally {
            if (!held) {
                allocator.release(Cell.offset(made));
            }
        }
        cells.put(text, made);
        return made;
    }
}

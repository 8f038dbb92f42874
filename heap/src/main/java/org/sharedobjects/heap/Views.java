// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.handle.Handles;

/**
 * The views of a heap: as long as somebody holds the view of an object or immutable block, all get the same one. Each has one
 * handle, which ends some time after nobody holds the view any more. Thread-safe.
 *
 * <p>A view is made inside of an operation, which holds what it shows until the handle does.
 */
final class Views {
    private static final int NO_HANDLE = -1;
    /** Dead ones to let go of when a view is made. */
    private static final int FEW = 4;
    /** To let go of at once. */
    private static final int MANY = 1 << 14;

    private final Handles handles;
    private final ConcurrentMap<Long, Entry> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> dead = new ReferenceQueue<>();

    private static final class Entry extends WeakReference<Object> {
        final Long cell;
        final int handle;

        Entry(Object view, ReferenceQueue<Object> dead, Long cell, int handle) {
            super(view, dead);
            this.cell = cell;
            this.handle = handle;
        }
    }

    Views(Handles handles) {
        this.handles = handles;
    }

    /** A view of what the heap itself holds, so that it needs no handle; it must not become dead. */
    void addHeld(long cell, Object view) {
        entries.put(cell, new Entry(view, dead, cell, NO_HANDLE));
    }

    /** The view of what this cell refers to, if there is one. */
    @Nullable
    Object find(long cell) {
        Entry entry = entries.get(cell);
        return entry == null ? null : entry.get();
    }

    /**
     * Makes this the view of what the cell refers to, unless there is one already; returns the one there is.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for its handle
     */
    Object add(long cell, Object view) {
        drop(FEW);
        Entry fresh = new Entry(view, dead, cell, handle(cell));
        for (Entry known; (known = entries.putIfAbsent(fresh.cell, fresh)) != null; ) {
            Object other = known.get();
            if (other != null) {
                takeBack(fresh, view);
                return other;
            }
            // Nobody else's: the queue has that entry, and its handle with it.
            entries.remove(fresh.cell, known);
        }
        return view;
    }

    /** The view is held until its entry has been cleared: else that might come out of the queue too, and end its handle again. */
    private void takeBack(Entry entry, Object view) {
        try {
            entry.clear();
        } finally {
            Reference.reachabilityFence(view);
        }
        handles.remove(entry.handle);
    }

    private int handle(long cell) {
        try {
            return handles.add(cell);
        } catch (HeapFullException full) {
            drop(Integer.MAX_VALUE);
            return handles.add(cell);
        }
    }

    /** Ends the handles of some views that nobody holds any more; false when there are no more of those. */
    boolean dropDead() {
        return drop(MANY);
    }

    private boolean drop(int most) {
        for (int i = 0; i < most; i++) {
            Entry entry = (Entry) dead.poll();
            if (entry == null) {
                return false;
            }
            // There may be a new view by now, which is not touched.
            entries.remove(entry.cell, entry);
            if (entry.handle != NO_HANDLE) {
                handles.remove(entry.handle);
            }
        }
        return true;
    }

    /** How many entries there are, of dead views too. */
    int size() {
        return entries.size();
    }
}

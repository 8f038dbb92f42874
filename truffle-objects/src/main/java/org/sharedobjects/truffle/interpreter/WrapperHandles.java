// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedObject;

/**
 * The handles of wrappers: each lasts until its wrapper is gone, or longer. Thread-safe, since the thread of a collector ends
 * those of an interpreter that does nothing.
 */
final class WrapperHandles {
    /** Dead ones whose handles end when a wrapper is made. */
    private static final int FEW = 4;
    /** At once, while nobody can make a wrapper. */
    private static final int SOME = 1 << 8;
    /** At one call. */
    private static final int MANY = 1 << 14;

    private final Handles handles;
    private final ReferenceQueue<SharedObject> dead = new ReferenceQueue<>();
    private int count;
    private boolean closed;

    /** A wrapper, weakly, and its handle. */
    static final class Entry extends WeakReference<SharedObject> {
        private final int handle;
        private boolean ended;

        Entry(SharedObject wrapper, ReferenceQueue<SharedObject> dead, int handle) {
            super(wrapper, dead);
            this.handle = handle;
        }
    }

    WrapperHandles(Handles handles) {
        this.handles = handles;
    }

    /**
     * An operation of the calling thread holds the object.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for a handle
     */
    synchronized Entry add(SharedObject wrapper) {
        if (closed) {
            throw new DetachedException("the heap was closed");
        }
        drop(FEW);
        Entry entry = new Entry(wrapper, dead, handle(Cell.ofRef(wrapper.ref())));
        count++;
        return entry;
    }

    private int handle(long cell) {
        try {
            return handles.add(cell);
        } catch (HeapFullException full) {
            drop(Integer.MAX_VALUE);
            return handles.add(cell);
        }
    }

    /** Ends the handles of some wrappers that are gone; false when there are no more of those. */
    boolean dropDead() {
        for (int i = 0; i < MANY; i += SOME) {
            if (!drop(SOME)) {
                return false;
            }
        }
        return true;
    }

    private synchronized boolean drop(int most) {
        for (int i = 0; i < most; i++) {
            Entry entry = (Entry) dead.poll();
            if (entry == null) {
                return false;
            }
            end(entry);
        }
        return true;
    }

    /** Of a wrapper that is gone, or will not be used any more. */
    synchronized void end(Entry entry) {
        if (!entry.ended) {
            entry.ended = true;
            handles.remove(entry.handle);
            count--;
        }
    }

    synchronized int count() {
        return count;
    }

    /** From now on there are no new ones. */
    synchronized void close() {
        closed = true;
    }
}

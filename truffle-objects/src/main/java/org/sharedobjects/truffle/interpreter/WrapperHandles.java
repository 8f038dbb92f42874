// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.handle.OwnedHandles;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedObject;

/**
 * The handles of wrappers: each lasts until its wrapper is gone, or longer. They are made under the interpreter's lock, and ended by
 * any thread, since that of a collector ends those of an interpreter that does nothing. What ends a handle is that its entry comes
 * out of the queue, and nothing else but {@link #close}.
 */
final class WrapperHandles {
    /** Dead ones whose handles end when there is no room for new ones. */
    private static final int FEW = 1 << 7;
    /** At once. */
    private static final int SOME = 1 << 8;
    /** At one call. */
    private static final int MANY = 1 << 14;

    private final OwnedHandles handles;
    private final ReferenceQueue<SharedObject> dead = new ReferenceQueue<>();

    /** A wrapper, weakly, and its handle. */
    static final class Entry extends WeakReference<SharedObject> {
        private final long handle;

        Entry(SharedObject wrapper, ReferenceQueue<SharedObject> dead, long handle) {
            super(wrapper, dead);
            this.handle = handle;
        }
    }

    WrapperHandles(Handles handles) {
        this.handles = handles.newOwned();
    }

    /** Whether {@link #add} can add one. */
    boolean hasRoom() {
        return handles.hasFree();
    }

    /** An operation of the calling thread holds the object. */
    Entry add(SharedObject wrapper) {
        long cell = Cell.ofRef(wrapper.ref());
        long handle = handles.add(cell);
        if (handles.mustShade()) {
            shade(cell);
        }
        return new Entry(wrapper, dead, handle);
    }

    @TruffleBoundary
    private void shade(long cell) {
        handles.shade(cell);
    }

    /**
     * Makes room for so many at least.
     *
     * @throws HeapFullException when there is none
     */
    @TruffleBoundary
    void makeRoom(int count) {
        if (handles.hasFree(count)) {
            return;
        }
        drop(FEW);
        try {
            handles.refill(count);
        } catch (HeapFullException full) {
            drop(Integer.MAX_VALUE);
            handles.refill(count);
        }
    }

    /** Ends the handles of some wrappers that are gone; false when there are no more of those. */
    boolean dropDead() {
        return drop(MANY);
    }

    private boolean drop(int most) {
        long[] ended = new long[Math.min(most, SOME)];
        for (int left = most; left > 0; ) {
            int count = 0;
            while (count < Math.min(left, ended.length) && dead.poll() instanceof Entry entry) {
                ended[count++] = entry.handle;
            }
            handles.remove(ended, count);
            if (count < Math.min(left, ended.length)) {
                return false;
            }
            left -= count;
        }
        return true;
    }

    int count() {
        return handles.count();
    }

    /** Ends all of them; from now on there are no new ones. */
    void close() {
        handles.close();
    }
}

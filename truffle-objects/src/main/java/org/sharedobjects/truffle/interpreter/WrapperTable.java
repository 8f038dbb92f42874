// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedObject;

/**
 * The canonical wrapper of every shared object that this interpreter holds, so that {@code a["x"] is a["x"]}. Wrappers
 * are held weakly, and each has a handle as long as it lives. Guarded by the interpreter's lock.
 */
final class WrapperTable {
    private final OffsetTable<SharedObject> wrappers = new OffsetTable<>();
    private final WrapperHandles handles;

    WrapperTable(WrapperHandles handles) {
        this.handles = handles;
    }

    @Nullable
    SharedObject find(long offset) {
        return wrappers.find(offset);
    }

    /** Adds the wrapper of an object that has no living one. */
    void add(SharedObject wrapper) {
        // Each living wrapper has a handle, and some of the dead have theirs still.
        wrappers.makeRoom(wrapper.ref(), handles.count());
        if (!handles.hasRoom()) {
            handles.makeRoom(1);
        }
        if (!tryAdd(wrapper)) {
            throw new IllegalStateException("has a wrapper already: offset=" + wrapper.ref());
        }
    }

    /**
     * Adds the wrapper of an object unless that has a living one. For compiled code: false also when there is something else to be
     * done first, which {@link #add} does.
     */
    boolean tryAdd(SharedObject wrapper) {
        int place = wrappers.place(wrapper.ref());
        // There is no loop from here on, so no other thread of the interpreter comes in between.
        if (place == OffsetTable.NONE || !handles.hasRoom()) {
            return false;
        }
        // The queue has the dead entry that may be there, and its handle with it.
        wrappers.put(place, wrapper.ref(), handles.add(wrapper));
        return true;
    }
}

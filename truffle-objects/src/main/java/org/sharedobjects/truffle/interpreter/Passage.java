// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.List;
import java.util.function.Supplier;

/**
 * When an interpreter has no temporaries, so that it may pass into the era of a collector. Guarded by the interpreter's lock,
 * except where said otherwise.
 *
 * <p>Operations are counted while they are under way, those of all threads together: a thread may lose the lock in the middle
 * of one. Short reads of compiled code are not counted. They may be overtaken by a pass wherever compiled code polls for
 * safepoints, and tell that from {@link #count}: what was read before it changed must not be used.
 */
public final class Passage {
    /** More than {@link #leave} needs before it has counted. */
    private static final int ROOM_FRAMES = 8;

    /** How often the interpreter has passed. */
    private int count;

    private int underWay;
    private long operations;
    /** A collector is waiting for somebody here, or was lately. Set by its thread. */
    private volatile boolean awaited;
    /** Some thread waited for a change, and had not passed, when the interpreter did. */
    private boolean lagging;

    private final Supplier<List<AttachedHeap>> heaps;

    Passage(Supplier<List<AttachedHeap>> heaps) {
        this.heaps = heaps;
    }

    /**
     * Begins an operation, maybe within another one. An overflow of the stack must strike here or inside of the operation, but not
     * at its end: what is not counted down would keep all collectors waiting for ever.
     */
    public void enter() {
        int one = CompilerDirectives.inInterpreter() ? oneWithRoom(ROOM_FRAMES) : 1;
        underWay += one;
        operations++;
    }

    private static int oneWithRoom(int frames) {
        return frames == 0 ? 1 : oneWithRoom(frames - 1);
    }

    /** Changes when an operation begins. By any thread, which may see that late. */
    long operations() {
        return operations;
    }

    /** Whether an operation is under way. By any thread, which may see that late. */
    public boolean isUnderWay() {
        return underWay != 0;
    }

    /** Ends an operation. */
    public void leave() {
        if (--underWay == 0 && awaited) {
            pass();
        }
    }

    /** How often the interpreter has passed so far, for {@link #unchangedSince}. */
    public int count() {
        return count;
    }

    /** Whether what was read since then may be used. */
    public boolean unchangedSince(int before) {
        return count == before;
    }

    /** Whether a collector may be waiting for a thread that has waited for a change. */
    boolean mayLag() {
        return lagging || awaited;
    }

    /** Whether a collector waits; by any thread. */
    boolean isAwaited() {
        return awaited;
    }

    /** By the thread of a collector, after EPOCH has changed. */
    void await() {
        awaited = true;
    }

    /** Passes in all heaps, except for threads that wait for a change. Does nothing while an operation is under way. */
    @TruffleBoundary
    void pass() {
        if (underWay != 0) {
            return;
        }
        count++;
        // Before EPOCH is read: whoever sets it again meanwhile may speak of a later era.
        awaited = false;
        boolean all = true;
        for (AttachedHeap heap : heaps.get()) {
            all &= heap.pass();
        }
        lagging = !all;
    }
}

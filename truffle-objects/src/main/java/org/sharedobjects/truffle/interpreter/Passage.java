// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * When an interpreter has no temporaries, so that it may pass into the era of a collector. Guarded by the interpreter's lock,
 * except where said otherwise.
 *
 * <p>Operations are counted while they are under way, for each thread: a thread may lose the lock in the middle of one. The interpreter has
 * passed when all those operations have ended that were under way at some moment since the era began, whatever has begun meanwhile. Short reads of compiled code are not counted. They
 * may be overtaken by a pass wherever compiled code polls for safepoints, and tell that from {@link #count}: what was read before it changed
 * must not be used.
 */
public final class Passage {
    /** More than {@link #leave} needs before it has counted. */
    private static final int ROOM_FRAMES = 16;

    /** How often the interpreter has passed. */
    private int count;

    /** Operations of all threads. */
    private int underWay;
    /** The thread that began or ended an operation last, and how many it is in the middle of. */
    private Thread runner = Thread.currentThread();

    private int depth;
    /** The same of other threads that are in the middle of some. */
    private final Map<Thread, Integer> interrupted = new HashMap<>();
    /** Some heap waits for operations that were under way when their era began. */
    private boolean owed;

    private long operations;
    /** A collector is waiting for somebody here, or was lately. Set by its thread. */
    private volatile boolean awaited;
    /** Some thread waited for a change or was committing, and had not passed, when the interpreter did. */
    private boolean lagging;
    /** A collector may wait for who ends a transaction now. */
    private boolean follows;

    private final Supplier<List<AttachedHeap>> heaps;
    private final Runnable releaseAbandoned;

    Passage(Supplier<List<AttachedHeap>> heaps, Runnable releaseAbandoned) {
        this.heaps = heaps;
        this.releaseAbandoned = releaseAbandoned;
    }

    /**
     * Begins an operation, maybe within another one. An overflow of the stack must strike here or inside of the operation, but not
     * at its end: what is not counted down would keep all collectors waiting for ever.
     */
    public void enter() {
        int one = CompilerDirectives.inInterpreter() ? oneWithRoom(ROOM_FRAMES) : 1;
        Thread thread = Thread.currentThread();
        if (runner != thread) {
            switchTo(thread);
        }
        depth += one;
        underWay += one;
        operations++;
    }

    @TruffleBoundary
    private void switchTo(Thread thread) {
        if (depth != 0) {
            interrupted.put(runner, depth);
        }
        Integer own = interrupted.remove(thread);
        depth = own == null ? 0 : own;
        runner = thread;
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

    /** Whether the running thread is in the middle of an operation. */
    public boolean isInside() {
        Thread thread = Thread.currentThread();
        return runner == thread ? depth != 0 : interrupted.containsKey(thread);
    }

    /** Whether no thread is in the middle of an operation, but the running one in so many. */
    boolean isQuiet(int own) {
        return underWay == 0 || (underWay <= own && isInside());
    }

    /** Ends an operation. */
    public void leave() {
        Thread thread = Thread.currentThread();
        // First, since an overflow of the stack may strike in what follows: when this is 0, that puts the rest right.
        underWay--;
        if (runner != thread) {
            switchTo(thread);
        }
        if (--depth == 0 && (awaited || owed || follows)) {
            passOrFollow(thread);
        }
    }

    @TruffleBoundary
    private void passOrFollow(Thread thread) {
        if (owed) {
            owed = false;
            for (AttachedHeap heap : heaps.get()) {
                owed |= heap.endsOperation(thread);
            }
        }
        if (follows) {
            follows = false;
            heaps.get().forEach(heap -> heap.passAfterTransaction(thread));
        }
        if (awaited) {
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

    /**
     * A transaction of the running thread has ended, for which a collector may have waited in vain: the thread passes when it leaves its
     * operations, of which the transaction may be a part that has temporaries around it.
     */
    void transactionEnded() {
        follows |= lagging;
    }

    /** Whether a collector waits; by any thread. */
    boolean isAwaited() {
        return awaited;
    }

    /** By the thread of a collector, after EPOCH has changed. */
    void await() {
        awaited = true;
    }

    /** Passes in all heaps, except for threads that wait for a change, commit or are in an operation. */
    @TruffleBoundary
    void pass() {
        count++;
        // Before EPOCH is read: whoever sets it again meanwhile may speak of a later era.
        awaited = false;
        releaseAbandoned.run();
        Set<Thread> inOperation = inOperation();
        boolean all = true;
        owed = false;
        for (AttachedHeap heap : heaps.get()) {
            all &= heap.pass(inOperation);
            owed |= heap.owes();
        }
        lagging = !all;
    }

    private Set<Thread> inOperation() {
        if (underWay == 0) {
            interrupted.clear();
            depth = 0;
        }
        Set<Thread> threads = new HashSet<>(interrupted.keySet());
        if (depth != 0) {
            threads.add(runner);
        }
        return threads;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import java.util.Arrays;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.LivenessLocks;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * The processes that use a heap, as one attachment sees them; it has an entry of its own from {@link #join} to
 * {@link #leave}. Tells for certain which of the others are dead; a stopped one is not. Thread-safe.
 *
 * <p>ALIVE(i) is written under the lock of the entry, and the lock is let go only after the word has changed or the
 * process has ended. So whoever sees ALIVE(i) <em>first</em> and the lock free <em>then</em> knows that i is over, and
 * that all its stores can be seen. What can come in between:
 *
 * <ul>
 *   <li>Killed between lock and compare-and-set: the kernel drops the lock, the word is FREE as before.
 *   <li>Killed before it has described itself or used anything: a dead one that leaves nothing; pid and start time may
 *       still be those of an earlier incarnation, and say so.
 *   <li>Two find the same dead one: one turns the word to DEAD, both go on. Nobody claims the work that is then to be
 *       done, so nobody can die or stand still with it; each step of it can be repeated.
 *   <li>Stands still before turning the word to DEAD, or to FREE: whatever happens meanwhile changes the word, which
 *       never comes back, and the late compare-and-set fails.
 *   <li>Killed while leaving, before the word is FREE: dead. After it: the kernel drops the lock.
 *   <li>Saw FREE(i), stands still, takes the lock when i+1 has come and has been killed: compare-and-set fails and the
 *       lock is given back. Until then i+1 passes for alive, which is late but not wrong.
 * </ul>
 */
public final class ProcessTable {
    private final Memory memory;
    private final Geometry geometry;
    private final LivenessLocks locks;
    private volatile long self = ProcessLayout.NOBODY;

    public ProcessTable(Segment segment) {
        this.memory = segment.memory();
        this.geometry = segment.geometry();
        this.locks = segment.liveness();
    }

    /**
     * Enters this attachment. Entries of the dead are left alone: {@link #deadOwners} finds them, before joining too.
     *
     * @throws HeapException when no entry is free
     */
    public synchronized void join() {
        if (self != ProcessLayout.NOBODY) {
            throw new IllegalStateException("this attachment has joined already");
        }
        for (int entry = 0; entry < geometry.processCount() && self == ProcessLayout.NOBODY; entry++) {
            self = take(entry);
        }
        if (self == ProcessLayout.NOBODY) {
            throw new HeapException("too many processes use the heap: processes=" + geometry.processCount());
        }
    }

    private long take(int entry) {
        long free = word(entry);
        long incarnation = ProcessLayout.incarnation(free) + 1;
        boolean usable = ProcessLayout.state(free) == ProcessLayout.FREE && ProcessLayout.isIncarnation(incarnation);
        if (!usable || !locks.tryLock(entry)) {
            return ProcessLayout.NOBODY;
        }
        if (!change(entry, free, ProcessLayout.word(incarnation, ProcessLayout.ALIVE))) {
            locks.unlock(entry);
            return ProcessLayout.NOBODY;
        }
        ProcessDescription.write(memory, geometry.process(entry), incarnation);
        return ProcessLayout.owner(entry, incarnation);
    }

    /** Ends what {@link #join} began. Whoever leaves has given back what carries its {@link #owner}. */
    public synchronized void leave() {
        long owner = self;
        if (owner != ProcessLayout.NOBODY) {
            self = ProcessLayout.NOBODY;
            int entry = ProcessLayout.entryOf(owner);
            change(entry, word(owner, ProcessLayout.ALIVE), word(owner, ProcessLayout.FREE));
            locks.unlock(entry);
        }
    }

    /** What this attachment signs with: never used by another one, and {@link ProcessLayout#NOBODY} unless it has joined. */
    public long owner() {
        return self;
    }

    /**
     * Whether this owner still uses the heap. Once false, always false; false too for what cannot be an owner. Costs a
     * system call if it is somebody else.
     */
    public boolean isAlive(long owner) {
        if (!isOwner(owner)) {
            return false;
        }
        int entry = ProcessLayout.entryOf(owner);
        long alive = word(owner, ProcessLayout.ALIVE);
        return owner == self || (word(entry) == alive && !isOver(entry, alive));
    }

    /** Owners that ended without leaving, all there are at the moment: what they held is to be given back. */
    public long[] deadOwners() {
        long[] dead = new long[geometry.processCount()];
        int count = 0;
        for (int entry = 0; entry < geometry.processCount(); entry++) {
            long owner = deadOwner(entry);
            if (owner != ProcessLayout.NOBODY) {
                dead[count++] = owner;
            }
        }
        return Arrays.copyOf(dead, count);
    }

    private long deadOwner(int entry) {
        long word = word(entry);
        if (ProcessLayout.state(word) == ProcessLayout.ALIVE && isOver(entry, word)) {
            word = word(entry);
        }
        long incarnation = ProcessLayout.incarnation(word);
        boolean dead = ProcessLayout.state(word) == ProcessLayout.DEAD && ProcessLayout.isIncarnation(incarnation);
        return dead ? ProcessLayout.owner(entry, incarnation) : ProcessLayout.NOBODY;
    }

    /** Lets the entry of a dead owner be used again, once nothing in the heap carries it any more. May be done twice. */
    public void free(long deadOwner) {
        if (isOwner(deadOwner)) {
            int entry = ProcessLayout.entryOf(deadOwner);
            change(entry, word(deadOwner, ProcessLayout.DEAD), word(deadOwner, ProcessLayout.FREE));
        }
    }

    /** To be asked after the word was seen to be {@code alive}. If that is over and it has not left, it is DEAD now. */
    private boolean isOver(int entry, long alive) {
        long incarnation = ProcessLayout.incarnation(alive);
        boolean lives = locks.supported()
                ? locks.isHeld(entry)
                : ProcessDescription.mayLive(memory, geometry.process(entry), incarnation);
        if (!lives) {
            change(entry, alive, ProcessLayout.word(incarnation, ProcessLayout.DEAD));
        }
        return !lives;
    }

    private boolean isOwner(long word) {
        return ProcessLayout.isIncarnation(ProcessLayout.incarnationOf(word))
                && ProcessLayout.entryOf(word) < geometry.processCount();
    }

    private static long word(long owner, int state) {
        return ProcessLayout.word(ProcessLayout.incarnationOf(owner), state);
    }

    private long word(int entry) {
        return memory.getVolatile(geometry.process(entry) + ProcessLayout.STATE);
    }

    private boolean change(int entry, long from, long to) {
        return memory.compareAndSet(geometry.process(entry) + ProcessLayout.STATE, from, to);
    }
}

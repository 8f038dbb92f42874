// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.LivenessLocks;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * The processes that use a heap, as one attachment sees them; it has an entry of its own from {@link #join} to
 * {@link #leave}. Tells for certain which of the others are dead; a stopped one is not. Thread-safe.
 *
 * <p>ALIVE(i) is written under the lock of the entry, and the lock is let go only after the word has changed or the
 * process has ended. So whoever sees ALIVE(i) <em>first</em> and the lock free <em>then</em> knows that i is over, and
 * that all its stores can be seen. An entry that is over can be taken again at once: what i has left behind elsewhere
 * carries i's owner word, which is never used again. What can come in between:
 *
 * <ul>
 *   <li>Killed between lock and compare-and-set: the kernel drops the lock, the word is as before.
 *   <li>Killed before it has described itself or used anything: a dead one that leaves nothing; pid and start time may
 *       still be those of an earlier incarnation, and say so.
 *   <li>Two find the same dead one: one turns the word to FREE, both go on.
 *   <li>Stands still before turning the word to FREE: whatever happens meanwhile changes the word, which never comes
 *       back, and the late compare-and-set fails.
 *   <li>Saw FREE(i) or ALIVE(i), stands still, takes the lock when i+1 has come and has been killed: compare-and-set
 *       fails and the lock is given back. Until then i+1 passes for alive, which is late but not wrong.
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
     * Enters this attachment.
     *
     * @throws HeapException when as many others as there are entries live
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
        long before = word(entry);
        long incarnation = ProcessLayout.incarnation(before) + 1;
        boolean usable = ProcessLayout.isIncarnation(incarnation)
                && (ProcessLayout.state(before) == ProcessLayout.FREE || isOver(entry, before));
        if (!usable || !locks.tryLock(entry)) {
            return ProcessLayout.NOBODY;
        }
        // Ours as long as we have the lock. What the one before has left there counts no more than that one itself.
        memory.putPlain(geometry.process(entry) + ProcessLayout.HANDLES, 0);
        memory.putPlain(geometry.process(entry) + ProcessLayout.ERA, memory.getVolatile(Superblock.EPOCH));
        long free = ProcessLayout.word(incarnation - 1, ProcessLayout.FREE);
        if (!change(entry, free, ProcessLayout.word(incarnation, ProcessLayout.ALIVE))) {
            locks.unlock(entry);
            return ProcessLayout.NOBODY;
        }
        ProcessDescription.write(memory, geometry.process(entry), incarnation);
        return ProcessLayout.owner(entry, incarnation);
    }

    /** Ends what {@link #join} began. What still carries the {@link #owner} counts as left behind by a dead process. */
    public synchronized void leave() {
        long owner = self;
        if (owner != ProcessLayout.NOBODY) {
            self = ProcessLayout.NOBODY;
            int entry = ProcessLayout.entryOf(owner);
            change(entry, word(owner, ProcessLayout.ALIVE), word(owner, ProcessLayout.FREE));
            locks.unlock(entry);
        }
    }

    /**
     * Offset of the entry of this attachment.
     *
     * @throws IllegalStateException unless it has joined
     */
    public long entry() {
        long owner = self;
        if (owner == ProcessLayout.NOBODY) {
            throw new IllegalStateException("this attachment has not joined");
        }
        return entry(owner);
    }

    /** Offset of the entry of that owner. */
    public long entry(long owner) {
        return geometry.process(ProcessLayout.entryOf(owner));
    }

    /** Most processes; their numbers are less. */
    public int capacity() {
        return geometry.processCount();
    }

    /** Owner word of the living process with that number, {@link ProcessLayout#NOBODY} if there is none. */
    public long living(int number) {
        long word = word(number);
        long owner = ProcessLayout.owner(number, ProcessLayout.incarnation(word));
        return ProcessLayout.state(word) == ProcessLayout.ALIVE && isAlive(owner) ? owner : ProcessLayout.NOBODY;
    }

    /** Number in the system of the process of that owner, 0 when it has not said yet. For people. */
    public long pid(long owner) {
        long entry = entry(owner);
        boolean described = memory.getAcquire(entry + ProcessLayout.DESCRIBED) == ProcessLayout.incarnationOf(owner);
        return described ? memory.getPlain(entry + ProcessLayout.PID) : 0;
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

    /** To be asked after the word was seen to be {@code alive}. If that is over, the word is FREE now. */
    private boolean isOver(int entry, long alive) {
        long incarnation = ProcessLayout.incarnation(alive);
        boolean lives = locks.supported()
                ? locks.isHeld(entry)
                : ProcessDescription.mayLive(memory, geometry.process(entry), incarnation);
        if (!lives) {
            change(entry, alive, ProcessLayout.word(incarnation, ProcessLayout.FREE));
        }
        return !lives;
    }

    /**
     * How far that living process has come, if none of its threads runs at the moment; null if some do, or that cannot be told.
     * Takes a few system calls for each of its threads.
     */
    public @Nullable Standstill standstill(long owner) {
        long pid = ProcessDescription.pid(memory, entry(owner), ProcessLayout.incarnationOf(owner));
        Standstill found = pid == ProcessDescription.NO_PID || owner == self ? null : Standstill.of(pid);
        // Only now: as long as it lives the pid is its own.
        return found != null && isAlive(owner) ? found : null;
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.IntPredicate;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.slot.Logs;
import org.sharedobjects.heap.slot.Owners;
import org.sharedobjects.heap.slot.Patience;

/**
 * What a transaction has read, and the snapshot it reads from: every object in it had its version at the moment the
 * clock showed {@link #snapshot}.
 */
final class ReadSet {
    static final long NOT_READ = -1;

    private final Memory memory;
    private final Owners owners;
    private final LongMap versions = new LongMap();
    private long snapshot;
    private long failed;
    /** The caller's own lock word in {@link #validate}. */
    private long own;
    // Not final, and called through an interface with many implementations: where compilers that inline everything
    // stop.
    private IntPredicate locked = this::validateLocked;

    ReadSet(Memory memory, Owners owners) {
        this.memory = memory;
        this.owners = owners;
    }

    void begin() {
        versions.clear();
        snapshot = memory.getAcquire(Superblock.CLOCK);
    }

    /** All objects that were read. */
    void shade(Barrier barrier, long cycle) {
        for (int i = 0; i < versions.size(); i++) {
            barrier.object(cycle, versions.key(i));
        }
    }

    int size() {
        return versions.size();
    }

    long ref(int index) {
        return versions.key(index);
    }

    boolean covers(long version) {
        return version <= snapshot;
    }

    /** Quick: whether it was the last to be {@linkplain #note noted}. */
    boolean lastIs(long ref) {
        return versions.lastIs(ref);
    }

    boolean contains(long ref) {
        return versions.find(ref) != LongMap.NONE;
    }

    /** Version of an object that was read, else {@link #NOT_READ}. */
    long version(long ref) {
        int index = versions.find(ref);
        return index == LongMap.NONE ? NOT_READ : versions.value(index);
    }

    long versionAt(int index) {
        return versions.value(index);
    }

    /** Remembers a read within the snapshot; false when the object was read at another version before. */
    boolean note(long ref, long version) {
        return versions.value(versions.findOrAdd(ref, version)) == version;
    }

    /** As {@link #extend} when nothing has been read yet, which is short enough for compiled code; else nothing happens. */
    boolean startAt(long version) {
        if (versions.size() != 0 || version > LockWord.MAX_VERSION) {
            return false;
        }
        snapshot = memory.raiseTo(Superblock.CLOCK, version);
        return true;
    }

    /**
     * Moves the snapshot up to the present, at least to {@code version}, which was seen on an object. The clock is
     * raised first, so that later commits get newer versions. The object must be read again afterwards.
     *
     * @return false when something that was read has changed
     */
    boolean extend(long version) {
        requirePossible(version);
        long now = memory.raiseTo(Superblock.CLOCK, version);
        if (!validate(0)) {
            return false;
        }
        snapshot = now;
        return true;
    }

    /**
     * @throws HeapCorruptException when no commit can have made the version
     */
    static void requirePossible(long version) {
        if (version > LockWord.MAX_VERSION) {
            throw new HeapCorruptException("version of an object is out of range: version=" + version);
        }
    }

    /** Whether everything read is still as it was; objects locked by {@code ownLock} have been checked when locked. */
    boolean validate(long ownLock) {
        own = ownLock;
        for (int i = 0; i < versions.size(); i++) {
            long lock = memory.getVolatile(versions.key(i));
            boolean same = LockWord.isLocked(lock)
                    ? lock == ownLock || locked.test(i)
                    : LockWord.version(lock) == versions.value(i);
            if (!same) {
                failed = versions.key(i);
                return false;
            }
        }
        return true;
    }

    /** The object for which {@link #validate} was false last. */
    long failed() {
        return failed;
    }

    private boolean validateLocked(int index) {
        long ref = versions.key(index);
        long version = versions.value(index);
        Patience patience = new Patience();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            if (!LockWord.isLocked(lock)) {
                return LockWord.version(lock) == version;
            }
            if (lock == own) {
                return true;
            }
            long status = Owners.status(memory, lock);
            if (Owners.isLocking(status, lock)) {
                long old = Logs.oldLock(memory, ref, lock);
                if (old != Logs.NOT_FOUND && Locks.unchanged(memory, ref, lock)) {
                    return LockWord.version(old) == version;
                }
                patience.lookAt(lock);
                patience.pauseForNonsense();
            } else if (status == StatusWord.of(LockWord.seq(lock), StatusWord.COMMITTED)) {
                return false;
            } else {
                owners.resolve(ref, lock, patience);
            }
        }
    }
}

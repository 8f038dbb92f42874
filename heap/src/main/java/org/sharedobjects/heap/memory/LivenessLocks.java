// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.BitSet;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapException;

/**
 * Locks of the kernel, by which attachments of a heap tell that they live: numbered bytes behind the end of the heap's
 * file. They end with the process, however it ends, and not while it is merely stopped.
 *
 * <p>They belong to a descriptor of the file that nothing else uses (open file description locks), so closing other
 * descriptors or channels of the file does not drop them, attachments within one process see each other, and no child
 * inherits them.
 */
public final class LivenessLocks implements AutoCloseable {
    private static final int GET_LOCK = 36;
    private static final int SET_LOCK = 37;
    private static final short WRITE = 1;
    private static final short NONE = 2;
    private static final int WOULD_BLOCK = 11;
    private static final int ACCESS_DENIED = 13;

    private static final StructLayout LOCK = MemoryLayout.structLayout(
            ValueLayout.JAVA_SHORT.withName("type"),
            ValueLayout.JAVA_SHORT.withName("whence"),
            MemoryLayout.paddingLayout(Integer.BYTES),
            ValueLayout.JAVA_LONG.withName("start"),
            ValueLayout.JAVA_LONG.withName("length"),
            ValueLayout.JAVA_INT.withName("pid"),
            MemoryLayout.paddingLayout(Integer.BYTES));
    private static final long TYPE = at("type");
    private static final long START = at("start");
    private static final long LENGTH = at("length");

    private int descriptor;
    private final long firstByte;
    private final BitSet own = new BitSet();
    private boolean closed;

    private LivenessLocks(int descriptor, long firstByte) {
        this.descriptor = descriptor;
        this.firstByte = firstByte;
    }

    /** The file may lose its name afterwards. */
    static LivenessLocks open(Path file, long firstByte) throws IOException {
        int descriptor = Posix.open(file);
        if (Posix.AVAILABLE && descriptor == Posix.NO_FILE) {
            throw new IOException("file cannot be opened for its locks: path=" + file);
        }
        return new LivenessLocks(descriptor, firstByte);
    }

    private static long at(String field) {
        return LOCK.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }

    /** Whether this system has such locks. Where it has none, nobody's are seen to be held but one's own. */
    public boolean supported() {
        return Posix.AVAILABLE;
    }

    /** False when the lock is held, be it by ourselves. */
    public synchronized boolean tryLock(int number) {
        if (closed) {
            throw new DetachedException("the heap is closed");
        }
        if (own.get(number) || (supported() && !set(number, WRITE))) {
            return false;
        }
        own.set(number);
        return true;
    }

    public synchronized void unlock(int number) {
        if (own.get(number)) {
            own.clear(number);
            if (supported()) {
                set(number, NONE);
            }
            if (closed) {
                closeDescriptor();
            }
        }
    }

    /** Whether anybody holds the lock, be it ourselves. After {@link #close}, when there is no telling: yes. */
    public synchronized boolean isHeld(int number) {
        return own.get(number) || (supported() && (descriptor < 0 || isHeldByOthers(number)));
    }

    private boolean set(int number, short type) {
        try (Arena arena = Arena.ofConfined()) {
            int error = Posix.fcntl(arena, descriptor, SET_LOCK, lock(arena, number, type));
            if (error != 0 && error != WOULD_BLOCK && error != ACCESS_DENIED) {
                throw failed(error);
            }
            return error == 0;
        }
    }

    private boolean isHeldByOthers(int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lock = lock(arena, number, WRITE);
            int error = Posix.fcntl(arena, descriptor, GET_LOCK, lock);
            if (error != 0) {
                throw failed(error);
            }
            return lock.get(ValueLayout.JAVA_SHORT, TYPE) != NONE;
        }
    }

    private MemorySegment lock(Arena arena, int number, short type) {
        MemorySegment lock = arena.allocate(LOCK);
        lock.set(ValueLayout.JAVA_SHORT, TYPE, type);
        lock.set(ValueLayout.JAVA_LONG, START, firstByte + number);
        lock.set(ValueLayout.JAVA_LONG, LENGTH, 1);
        return lock;
    }

    private static HeapException failed(int error) {
        return new HeapException("file of the heap cannot be locked: errno=" + error);
    }

    /**
     * No further lock can be had; what is held stays so until it is unlocked. Not while one is asked for: the number of the
     * descriptor may come to mean another file.
     */
    @Override
    public synchronized void close() {
        closed = true;
        closeDescriptor();
    }

    private void closeDescriptor() {
        if (own.isEmpty() && descriptor >= 0) {
            Posix.close(descriptor);
            descriptor = Posix.NO_FILE;
        }
    }
}

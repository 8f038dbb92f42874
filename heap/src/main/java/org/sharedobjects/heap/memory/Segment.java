// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapExistsException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.error.HeapNotFoundException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.layout.Superblock;

/**
 * The mapped file of a heap. A private heap has no name: its file is unlinked as soon as it is open. A named heap is
 * built in a temporary file and appears under its name complete or not at all.
 *
 * <p>The file has its full length from the start, but only what is in use has memory behind it ({@link #back}).
 */
public final class Segment implements AutoCloseable {
    /** Most a heap may grow to if nobody says otherwise. */
    public static final long DEFAULT_SIZE_BYTES = 64L << 30;

    /**
     * Open segments, so that none is unmapped before {@link #close}. Afterwards the mapping goes when nobody can access
     * it any more, and until then a late access finds zeros instead of a hole in the address space.
     */
    private static final Set<Segment> OPEN = ConcurrentHashMap.newKeySet();

    private final Memory memory;
    private final HeapFile file;
    private final HeapHeader header;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Segment(HeapFile file, HeapHeader header) {
        this.file = file;
        this.header = header;
        this.memory = new Memory(file.mapping());
    }

    /**
     * A heap of this process only; {@code sizeBytes} is the most it may grow to.
     *
     * @param initializer fills it with what every heap must have
     */
    public static Segment createPrivate(long sizeBytes, Consumer<Segment> initializer) {
        Geometry geometry = Geometry.of(sizeBytes);
        HeapFile file = HeapFile.unnamed(HeapFolder.folder(), geometry.sizeBytes(), sizeBytes == DEFAULT_SIZE_BYTES);
        return build(file, initializer);
    }

    /**
     * Makes a named heap. {@code initializer} fills it before it gets its name.
     *
     * @throws HeapExistsException when there is such a file already
     */
    public static Segment create(Path path, long sizeBytes, Consumer<Segment> initializer) {
        Geometry geometry = Geometry.of(sizeBytes);
        HeapFile.requireAbsent(path);
        HeapFile file = HeapFile.temporary(path, geometry.sizeBytes());
        try {
            Segment segment = build(file, initializer);
            try {
                file.publish(path);
                return segment;
            } catch (RuntimeException e) {
                segment.close();
                throw e;
            }
        } finally {
            file.removeTemporary();
        }
    }

    private static Segment build(HeapFile file, Consumer<Segment> initializer) {
        Geometry geometry = Geometry.of(file.mapping().byteSize());
        Segment segment = new Segment(file, new HeapHeader(UUID.randomUUID(), geometry));
        try {
            if (!segment.back(0, Superblock.SIZE)
                    || !segment.back(geometry.processTable(), geometry.processTableBytes())) {
                throw new HeapFullException("no room for a heap: path=" + file.name());
            }
            segment.header.write(segment.memory);
            segment.memory.putRelease(Superblock.CLOCK, 1);
            OPEN.add(segment);
            initializer.accept(segment);
            return segment;
        } catch (RuntimeException | Error e) {
            segment.close();
            throw e;
        }
    }

    /**
     * Opens a named heap. A file that is no sound heap is refused and not touched.
     *
     * @throws HeapNotFoundException when there is no such file
     */
    public static Segment open(Path path) {
        HeapHeader header = HeapFile.header(path);
        HeapFile file = HeapFile.named(path, header.geometry().sizeBytes());
        Segment segment = new Segment(file, header);
        try {
            segment.checkMutableWords();
            OPEN.add(segment);
            return segment;
        } catch (RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    /** Opens a named heap, or makes it; of several that do so at once one makes it. */
    public static Segment openOrCreate(Path path, long sizeBytes, Consumer<Segment> initializer) {
        for (; ; ) {
            try {
                return open(path);
            } catch (HeapNotFoundException absent) {
                Segment made = createUnlessThere(path, sizeBytes, initializer);
                if (made != null) {
                    return made;
                }
            }
        }
    }

    private static @Nullable Segment createUnlessThere(Path path, long sizeBytes, Consumer<Segment> initializer) {
        try {
            return create(path, sizeBytes, initializer);
        } catch (HeapExistsException somebodyElseMadeIt) {
            return null;
        }
    }

    private void checkMutableWords() {
        Geometry geometry = header.geometry();
        boolean sound = inRange(memory.getAcquire(Superblock.SLOT_HIGH), geometry.slotCount())
                && inRange(memory.getAcquire(Superblock.SPAN_HIGH), geometry.spanCount())
                && inRange(memory.getAcquire(Superblock.CLOCK), LockWord.MAX_VERSION)
                && isObject(memory.getAcquire(Superblock.ROOT))
                && isObject(memory.getAcquire(Superblock.SYSTEM));
        if (!sound) {
            throw new HeapCorruptException("heap is damaged, its superblock is unsound: path=" + file.name());
        }
    }

    private static boolean inRange(long value, long most) {
        return value >= 0 && value <= most;
    }

    private boolean isObject(long offset) {
        boolean inside = offset >= header.geometry().spans() && offset < sizeBytes();
        return offset == 0 || (inside && offset % ObjectLayout.GRANULE == 0);
    }

    public Memory memory() {
        return memory;
    }

    /** By which this attachment shows others that it lives; let go of by {@link #close}. */
    public LivenessLocks liveness() {
        return file.liveness();
    }

    public Geometry geometry() {
        return header.geometry();
    }

    /** Null for a private heap. */
    public @Nullable Path path() {
        return file.path();
    }

    public UUID uuid() {
        return header.uuid();
    }

    /** Most the heap may grow to. */
    public long sizeBytes() {
        return memory.sizeBytes();
    }

    /** How much of the file has memory now, in bytes. */
    public long usedBytes() {
        long slots = memory.getAcquire(Superblock.SLOT_HIGH);
        long spans = Math.clamp(
                memory.getAcquire(Superblock.SPAN_HIGH), 0, geometry().spanCount());
        return Superblock.SIZE
                + geometry().processTableBytes()
                + slots * SlotLayout.SIZE
                + spans * (Geometry.BITMAP_BYTES + Geometry.MARK_BYTES + Long.BYTES)
                + backedSpans(spans) * Geometry.SPAN_BYTES;
    }

    private long backedSpans(long high) {
        long backed = 0;
        for (int span = 0; span < high; span++) {
            int state = SpanWord.state(memory.getAcquire(geometry().spanState(span)));
            backed += state == SpanWord.UNBACKED ? 0 : 1;
        }
        return backed;
    }

    /**
     * Makes sure that the range has memory behind it, and keeps what it holds. May be done twice, by anyone.
     *
     * @return false when there is no room
     */
    public boolean back(long offset, long bytes) {
        return file.back(offset, bytes);
    }

    /** Whether {@link #punch} does anything on this system. */
    public boolean canPunch() {
        return file.canPunch();
    }

    /**
     * Hands the memory of a range back to the system: what lies there is lost, and nobody may store there before it has been
     * {@linkplain #back backed} again.
     */
    public void punch(long offset, long bytes) {
        if (FaultPoints.ENABLED) {
            FaultPoints.reach();
        }
        file.punch(offset, bytes);
    }

    public boolean isOpen() {
        return open.get();
    }

    /** Nobody should be using the heap any more; whoever still does finds zeros or stale data, but does no harm. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            OPEN.remove(this);
            file.close();
        }
    }
}

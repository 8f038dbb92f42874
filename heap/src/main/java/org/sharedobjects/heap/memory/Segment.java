// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The mapped file of a heap. A private heap has no name: its file is unlinked as soon as it is open. A named heap is
 * built in a temporary file and appears under its name complete or not at all.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Segment implements AutoCloseable {
    /** Most a heap may grow to if nobody says otherwise. */
    public static final long DEFAULT_SIZE_BYTES = 64L << 30;

    private final Memory memory;
    private final @Nullable Path path;
    private final UUID uuid;

    Segment(Memory memory, @Nullable Path path, UUID uuid) {
        this.memory = memory;
        this.path = path;
        this.uuid = uuid;
    }

    /** A heap of this process only; {@code sizeBytes} is the most it may grow to. */
    public static Segment createPrivate(long sizeBytes, Consumer<Segment> initializer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a named heap. {@code initializer} fills it before it gets its name.
     *
     * @throws org.sharedobjects.heap.error.HeapExistsException when there is such a file already
     */
    public static Segment create(Path path, long sizeBytes, Consumer<Segment> initializer) {
        throw new UnsupportedOperationException();
    }

    /** Opens a named heap. A file that is no sound heap is refused and not touched. */
    public static Segment open(Path path) {
        throw new UnsupportedOperationException();
    }

    public Memory memory() {
        return memory;
    }

    /** Null for a private heap. */
    public @Nullable Path path() {
        return path;
    }

    public UUID uuid() {
        return uuid;
    }

    /** Most the heap may grow to. */
    public long sizeBytes() {
        return memory.sizeBytes();
    }

    /** What the heap takes of memory now. */
    public long usedBytes() {
        throw new UnsupportedOperationException();
    }

    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}

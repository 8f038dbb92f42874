// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapAccessException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapExistsException;
import org.sharedobjects.heap.error.HeapFormatException;
import org.sharedobjects.heap.error.HeapNotFoundException;

/** The file under a segment: its names, its mapping, and the memory behind it. */
final class HeapFile {
    private static final long LEAST_DEFAULT_BYTES = 256L << 20;

    private final MemorySegment mapping;
    private final LivenessLocks liveness;
    private final int descriptor;
    private final Path opened;
    private @Nullable Path temporary;
    private @Nullable Path path;
    private boolean closed;

    /** All three of them of the same file, which somebody may be exchanging for another one just now. */
    private HeapFile(Path opened, long sizeBytes) throws IOException {
        this.opened = opened;
        Object before = key(opened);
        try (FileChannel channel = FileChannel.open(opened, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes, Arena.ofAuto());
        }
        liveness = LivenessLocks.open(opened, sizeBytes);
        descriptor = Posix.open(opened);
        try {
            requireSame(before);
        } catch (IOException e) {
            closeDescriptors();
            throw e;
        }
    }

    private void requireSame(@Nullable Object key) throws IOException {
        if (Posix.AVAILABLE && descriptor == Posix.NO_FILE) {
            throw new IOException("file cannot be opened");
        }
        if (!Objects.equals(key, key(opened))) {
            throw new IOException("file was exchanged while it was opened");
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** A file without a name. {@code orLess}: try smaller ones if the system cannot reserve so much. */
    static HeapFile unnamed(Path folder, long sizeBytes, boolean orLess) {
        try {
            HeapFolder.sweep(folder);
            for (long size = sizeBytes; ; size /= 2) {
                Path file = HeapFolder.temporaryFile(folder);
                try {
                    return new HeapFile(file, size);
                } catch (IOException e) {
                    if (!orLess || size / 2 < LEAST_DEFAULT_BYTES) {
                        throw e;
                    }
                } finally {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new HeapAccessException(
                    "private heap cannot be made: folder=%s, size=%d".formatted(folder, sizeBytes), e);
        }
    }

    /** A file that is to be given the name {@code path} when it is complete. */
    static HeapFile temporary(Path path, long sizeBytes) {
        Path folder = folderOf(path);
        Path file = null;
        try {
            file = HeapFolder.temporaryFile(folder);
            HeapFile made = new HeapFile(file, sizeBytes);
            made.temporary = file;
            return made;
        } catch (IOException e) {
            delete(file);
            throw new HeapAccessException("heap cannot be made: path=%s, size=%d".formatted(path, sizeBytes), e);
        }
    }

    private static Path folderOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new HeapNotFoundException("folder of the heap does not exist: path=" + path);
        }
        return parent;
    }

    static HeapFile named(Path path, long sizeBytes) {
        try {
            HeapFile file = new HeapFile(path, sizeBytes);
            file.path = path;
            return file;
        } catch (IOException e) {
            throw cannotOpen(path, e);
        }
    }

    static void requireAbsent(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new HeapExistsException("there is such a file already: path=" + path);
        }
    }

    static HeapHeader header(Path path) {
        if (Files.isDirectory(path)) {
            throw new HeapFormatException("not a heap but a folder: path=" + path);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new HeapFormatException("not a heap but a special file: path=" + path);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return HeapHeader.read(channel, path);
        } catch (IOException e) {
            throw cannotOpen(path, e);
        }
    }

    private static HeapException cannotOpen(Path path, IOException e) {
        return switch (e) {
            case NoSuchFileException absent -> new HeapNotFoundException("no such heap: path=" + path, absent);
            case AccessDeniedException denied ->
                new HeapAccessException("no permission to read and write the heap: path=" + path, denied);
            default -> new HeapAccessException("heap cannot be opened: path=" + path, e);
        };
    }

    /** Gives the finished file its name. */
    void publish(Path name) {
        Path from = temporary;
        if (from == null) {
            throw new IllegalStateException("only a temporary file can be given a name");
        }
        try {
            link(name, from);
            path = name;
        } catch (FileAlreadyExistsException e) {
            throw new HeapExistsException("there is such a file already: path=" + name, e);
        } catch (IOException e) {
            throw new HeapAccessException("heap cannot be given its name: path=" + name, e);
        }
    }

    private static void link(Path name, Path from) throws IOException {
        try {
            Files.createLink(name, from);
        } catch (UnsupportedOperationException e) {
            requireAbsent(name);
            Files.move(from, name, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void removeTemporary() {
        delete(temporary);
        temporary = null;
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new HeapAccessException("temporary file cannot be removed: path=" + file, e);
        }
    }

    MemorySegment mapping() {
        return mapping;
    }

    LivenessLocks liveness() {
        return liveness;
    }

    @Nullable
    Path path() {
        return path;
    }

    /** For messages. */
    String name() {
        return path == null ? "(private)" : path.toString();
    }

    /**
     * Without posix_fallocate the file system gives memory on first touch; then all we can do is to look whether there
     * is some.
     */
    synchronized boolean back(long offset, long bytes) {
        if (closed) {
            return false;
        }
        if (descriptor >= 0) {
            return Posix.allocate(descriptor, offset, bytes);
        }
        try {
            return Files.getFileStore(Files.exists(opened) ? opened : folderOf(opened))
                            .getUsableSpace()
                    >= bytes;
        } catch (IOException e) {
            return false;
        }
    }

    boolean canPunch() {
        return descriptor >= 0;
    }

    synchronized void punch(long offset, long bytes) {
        if (!closed && descriptor >= 0) {
            Posix.punch(descriptor, offset, bytes);
        }
    }

    /** Not while memory is being given or handed back: the number of the descriptor may come to mean another file. */
    synchronized void close() {
        closed = true;
        if (descriptor >= 0 && path == null) {
            Posix.punch(descriptor, 0, mapping.byteSize());
        }
        closeDescriptors();
    }

    private void closeDescriptors() {
        liveness.close();
        if (descriptor >= 0) {
            Posix.close(descriptor);
        }
    }
}

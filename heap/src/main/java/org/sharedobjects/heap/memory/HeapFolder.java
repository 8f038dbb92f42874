// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.sharedobjects.heap.error.HeapAccessException;

/** Where named heaps live: {@code $PSO_HEAP_DIR}, else a folder of the user in shared memory, mode 0700. */
public final class HeapFolder {
    private static final String VARIABLE = "PSO_HEAP_DIR";
    /** Of a file's name in Linux. */
    private static final int MAX_NAME_BYTES = 255;

    private static final int MAX_NAME_SHOWN = 32;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String TEMPORARY_PREFIX = ".pso-";
    private static final String TEMPORARY_SUFFIX = ".tmp";
    private static final Set<PosixFilePermission> ONLY_OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> ONLY_OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private HeapFolder() {}

    /** The file of a heap. A name with a slash is a path. */
    public static Path resolve(String nameOrPath) {
        if (nameOrPath.indexOf('/') >= 0
                || nameOrPath.indexOf(FileSystems.getDefault().getSeparator()) >= 0) {
            return Path.of(nameOrPath).toAbsolutePath().normalize();
        }
        if (nameOrPath.isEmpty() || nameOrPath.startsWith(".") || nameOrPath.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no name for a heap: name=\"%s\"".formatted(nameOrPath));
        }
        if (nameOrPath.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name for a heap is longer than %d bytes: name=\"%s…\""
                    .formatted(MAX_NAME_BYTES, nameOrPath.substring(0, MAX_NAME_SHOWN)));
        }
        return folder().resolve(nameOrPath);
    }

    /** The folder of named heaps, made if it is missing. */
    public static Path folder() {
        String chosen = System.getenv(VARIABLE);
        if (chosen != null && !chosen.isEmpty()) {
            return made(Path.of(chosen).toAbsolutePath().normalize());
        }
        Path parent = Files.isWritable(SHARED_MEMORY)
                ? SHARED_MEMORY
                : Path.of(System.getProperty("java.io.tmpdir", ".")).toAbsolutePath();
        return ownedOnly(made(parent.resolve("pso-" + user())));
    }

    private static String user() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name", "user");
        }
    }

    private static Path made(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, onlyOwner(folder, ONLY_OWNER_FOLDER));
            }
            return folder;
        } catch (IOException e) {
            throw new HeapAccessException("heap folder cannot be made: path=" + folder, e);
        }
    }

    /** Anybody may make folders in shared memory, so make sure that this one is ours alone. */
    private static Path ownedOnly(Path folder) {
        if (!posix(folder)) {
            return folder;
        }
        try {
            Path self = Path.of("/proc/self");
            boolean ours = !Files.isSymbolicLink(folder)
                    && (!Files.exists(self)
                            || Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(self)));
            if (!ours) {
                throw new HeapAccessException("heap folder belongs to somebody else: path=" + folder);
            }
            if (!Files.getPosixFilePermissions(folder).equals(ONLY_OWNER_FOLDER)) {
                Files.setPosixFilePermissions(folder, ONLY_OWNER_FOLDER);
            }
            return folder;
        } catch (IOException e) {
            throw new HeapAccessException("heap folder cannot be used: path=" + folder, e);
        }
    }

    /** An empty file of mode 0600 that will get its name, or lose it, soon. */
    static Path temporaryFile(Path folder) throws IOException {
        Path file = folder.resolve(
                TEMPORARY_PREFIX + ProcessHandle.current().pid() + "-" + UUID.randomUUID() + TEMPORARY_SUFFIX);
        return Files.createFile(file, onlyOwner(folder, ONLY_OWNER_FILE));
    }

    /** Removes temporary files of processes that were killed while they made a heap. */
    static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, TEMPORARY_PREFIX + "*" + TEMPORARY_SUFFIX)) {
            for (Path file : files) {
                if (!ownerLives(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean ownerLives(Path file) {
        String name = String.valueOf(file.getFileName()).substring(TEMPORARY_PREFIX.length());
        int end = name.indexOf('-');
        try {
            return end < 0
                    || ProcessHandle.of(Long.parseLong(name.substring(0, end))).isPresent();
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static FileAttribute<?>[] onlyOwner(Path path, Set<PosixFilePermission> permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

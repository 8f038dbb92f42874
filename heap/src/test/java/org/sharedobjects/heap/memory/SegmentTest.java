// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.error.HeapAccessException;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapExistsException;
import org.sharedobjects.heap.error.HeapFormatException;
import org.sharedobjects.heap.error.HeapNotFoundException;
import org.sharedobjects.heap.error.HeapVersionException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;

class SegmentTest {
    private static final long SIZE = 4L << 20;
    private static final long WORD = Superblock.ROOT + 64;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path heap() {
        Path path = folder.resolve("heap");
        Segment.create(path, SIZE, made -> made.memory().putPlain(WORD, 42)).close();
        return path;
    }

    private static void put(Path path, long offset, long value) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(bytes.putLong(value).flip(), offset);
        }
    }

    private static <T extends HeapException> void assertRefused(Class<T> kind, String message, Path path)
            throws IOException {
        byte[] before = Files.readAllBytes(path);
        var time = Files.getLastModifiedTime(path);
        T refused = assertThrows(kind, () -> Segment.open(path));
        assertEquals(message.replace("PATH", path.toString()), refused.getMessage());
        assertArrayEquals(before, Files.readAllBytes(path));
        assertEquals(time, Files.getLastModifiedTime(path));
    }

    @Test
    void shouldKeepItsContentFromOneOpeningToTheNext() {
        Path path = heap();
        try (Segment segment = Segment.open(path)) {
            assertEquals(42, segment.memory().getPlain(WORD));
            assertEquals(SIZE, segment.sizeBytes());
            assertEquals(path, segment.path());
            segment.memory().putPlain(WORD, 43);
        }
        try (Segment segment = Segment.open(path)) {
            assertEquals(43, segment.memory().getPlain(WORD));
        }
    }

    @Test
    void shouldShowOneHeapToAllWhoOpenIt() {
        Path path = heap();
        try (Segment one = Segment.open(path);
                Segment two = Segment.open(path)) {
            one.memory().putRelease(WORD, 7);
            assertEquals(7, two.memory().getAcquire(WORD));
            assertEquals(one.uuid(), two.uuid());
        }
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(heap())));
    }

    @Test
    void shouldStartSmallWhateverItMayGrowTo() throws Exception {
        Path path = folder.resolve("large");
        try (Segment segment = Segment.create(path, 64L << 30, made -> {})) {
            assertEquals(64L << 30, segment.sizeBytes());
            Process du = new ProcessBuilder("du", "-k", path.toString()).start();
            String kilobytes =
                    new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split("\\s", 2)[0];
            assertTrue(Long.parseLong(kilobytes) <= 1024, kilobytes);
        }
    }

    @Test
    void shouldLeaveNoFileBehindForAPrivateHeap() throws IOException {
        try (Segment segment = Segment.createPrivate(SIZE, made -> {})) {
            assertNull(segment.path());
            String ours = ".pso-" + ProcessHandle.current().pid() + "-";
            assertEquals(
                    List.of(),
                    list(HeapFolder.folder()).stream()
                            .filter(file -> file.getFileName().toString().startsWith(ours))
                            .toList());
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheInitializerFails() throws IOException {
        Path path = folder.resolve("heap");
        assertThrows(
                IllegalStateException.class,
                () -> Segment.create(path, SIZE, made -> {
                    throw new IllegalStateException();
                }));
        assertEquals(List.of(), list(folder));
    }

    @Test
    void shouldNotTakeANameThatIsTaken() throws IOException {
        Path path = folder.resolve("heap");
        Files.writeString(path, "precious");
        assertThrows(HeapExistsException.class, () -> Segment.create(path, SIZE, made -> {}));
        assertEquals("precious", Files.readString(path));
        assertEquals(List.of(path), list(folder));
    }

    @Test
    void shouldLetOneOfManyMakeIt() throws IOException {
        Path path = folder.resolve("heap");
        AtomicInteger closed = new AtomicInteger();
        long heaps = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i ->
                        Segment.openOrCreate(path, SIZE, made -> made.memory().putPlain(WORD, 5)))
                .peek(segment -> assertEquals(5, segment.memory().getPlain(WORD)))
                .map(segment -> {
                    segment.close();
                    closed.incrementAndGet();
                    return segment.uuid();
                })
                .distinct()
                .count();
        assertEquals(1, heaps);
        assertEquals(8, closed.get());
        assertEquals(List.of(path), list(folder));
    }

    @Test
    void shouldRefuseRandomBytes() throws IOException {
        Path path = folder.resolve("random");
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(path, bytes);
        assertRefused(HeapFormatException.class, "file is not a heap: path=PATH, length=100000", path);
    }

    @Test
    void shouldRefuseAShortFile() throws IOException {
        Path path = folder.resolve("short");
        Files.write(path, new byte[10]);
        assertRefused(HeapFormatException.class, "file is too short to be a heap: path=PATH, length=10", path);
        Files.write(path, new byte[0]);
        assertRefused(HeapFormatException.class, "file is too short to be a heap: path=PATH, length=0", path);
        put(path, 0, Superblock.MAGIC_VALUE);
        put(path, Superblock.VERSION, Superblock.FORMAT_VERSION);
        assertRefused(HeapFormatException.class, "file is too short to be a heap: path=PATH, length=16", path);
    }

    @Test
    void shouldRefuseAnotherFormatVersion() throws IOException {
        Path path = heap();
        put(path, Superblock.VERSION, 77);
        assertRefused(
                HeapVersionException.class,
                "heap has another format version: path=PATH, version=77, known=" + Superblock.FORMAT_VERSION,
                path);
    }

    @Test
    void shouldRefuseAHeapCutShort() throws IOException {
        Path path = heap();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(SIZE - 5);
        }
        assertRefused(
                HeapFormatException.class,
                "heap file has the wrong length: path=PATH, length=4194299, expected=4194304",
                path);
    }

    @Test
    void shouldRefuseADamagedHeader() throws IOException {
        Path path = heap();
        put(path, Superblock.SPANS, 8);
        assertRefused(HeapCorruptException.class, "heap is damaged, checksum of the header is wrong: path=PATH", path);
    }

    @Test
    void shouldRefuseAnUnsoundSuperblock() throws IOException {
        for (long offset : new long[] {
            Superblock.CLOCK, Superblock.SPAN_HIGH, Superblock.SLOT_HIGH, Superblock.ROOT, Superblock.SYSTEM
        }) {
            Path path = heap();
            put(path, offset, Long.MAX_VALUE);
            assertRefused(HeapCorruptException.class, "heap is damaged, its superblock is unsound: path=PATH", path);
            Files.delete(path);
        }
    }

    @Test
    void shouldRefuseFoldersAndWhatIsNotThere() {
        assertEquals(
                "not a heap but a folder: path=" + folder,
                assertThrows(HeapFormatException.class, () -> Segment.open(folder))
                        .getMessage());
        Path absent = folder.resolve("absent");
        assertEquals(
                "no such heap: path=" + absent,
                assertThrows(HeapNotFoundException.class, () -> Segment.open(absent))
                        .getMessage());
        Path nowhere = absent.resolve("heap");
        assertThrows(HeapNotFoundException.class, () -> Segment.create(nowhere, SIZE, made -> {}));
    }

    @Test
    void shouldRefuseAFileItMayNotRead() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Path path = heap();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
        assertEquals(
                "no permission to read and write the heap: path=" + path,
                assertThrows(HeapAccessException.class, () -> Segment.open(path))
                        .getMessage());
    }

    @Test
    void shouldRefuseSizesItCannotHave() {
        for (long size : new long[] {-1, 0, Geometry.MIN_SIZE_BYTES - 1, Geometry.MAX_SIZE_BYTES + 1}) {
            assertThrows(IllegalArgumentException.class, () -> Segment.createPrivate(size, made -> {}));
        }
    }

    @Test
    void shouldOutliveItsClosingForThoseWhoStillLook() {
        Segment segment = Segment.createPrivate(SIZE, made -> {});
        assertTrue(segment.isOpen());
        segment.close();
        segment.close();
        assertFalse(segment.isOpen());
        assertFalse(segment.back(0, 4096));
        assertEquals(0, segment.memory().getAcquire(Superblock.MAGIC));
    }
}

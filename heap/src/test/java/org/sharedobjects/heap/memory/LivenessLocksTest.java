// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapException;

@EnabledOnOs(OS.LINUX)
class LivenessLocksTest {
    private static final long LARGEST_HEAP = 1L << 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("file"));
    }

    private LivenessLocks open() throws IOException {
        return LivenessLocks.open(file, LARGEST_HEAP);
    }

    @Test
    void shouldGiveEachLockToOneOnly() throws IOException {
        try (LivenessLocks one = open();
                LivenessLocks two = open()) {
            assertTrue(one.tryLock(3));
            assertFalse(two.tryLock(3));
            assertFalse(one.tryLock(3));
            assertTrue(two.tryLock(4));
            assertTrue(one.isHeld(3) && two.isHeld(3) && one.isHeld(4) && two.isHeld(4));
            assertFalse(one.isHeld(2) || one.isHeld(5));
        }
    }

    @Test
    void shouldLetGoOfOneAndKeepItsNeighbours() throws IOException {
        try (LivenessLocks one = open();
                LivenessLocks two = open()) {
            assertTrue(one.tryLock(0) && one.tryLock(1) && one.tryLock(2));
            two.unlock(1);
            assertTrue(two.isHeld(1));
            one.unlock(1);
            assertTrue(two.isHeld(0) && two.isHeld(2));
            assertFalse(two.isHeld(1));
            assertTrue(two.tryLock(1));
        }
    }

    @Test
    void shouldKeepWhatIsHeldBeyondItsClosingUntilThatIsUnlocked() throws IOException {
        try (LivenessLocks two = open()) {
            LivenessLocks one = open();
            assertTrue(one.tryLock(0) && one.tryLock(511));
            one.close();
            one.close();
            assertTrue(two.isHeld(0) && two.isHeld(511));
            one.unlock(0);
            assertFalse(two.isHeld(0));
            assertTrue(two.isHeld(511));
            one.unlock(511);
            assertFalse(two.isHeld(511));
        }
    }

    @Test
    void shouldNotTellAfterItsClosingThatALockIsFree() throws IOException {
        LivenessLocks locks = open();
        locks.close();
        assertTrue(locks.isHeld(0));
        locks.unlock(0);
        assertThrows(DetachedException.class, () -> locks.tryLock(0));
    }

    @Test
    void shouldNotBeDroppedByOtherChannelsOfTheFile() throws IOException {
        try (LivenessLocks one = open();
                LivenessLocks two = open()) {
            assertTrue(one.tryLock(0));
            Files.readAllBytes(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.lock(0, 1, false).release();
            }
            assertTrue(two.isHeld(0));
        }
    }

    @Test
    void shouldWorkOnAFileWithoutAName() throws IOException {
        try (LivenessLocks one = open();
                LivenessLocks two = open()) {
            Files.delete(file);
            assertTrue(one.tryLock(0));
            assertTrue(two.isHeld(0));
        }
    }

    @Test
    void shouldKeepNoDescriptor() throws IOException {
        open().close();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            LivenessLocks locks = open();
            locks.tryLock(i);
            locks.close();
            locks.unlock(i);
        }
        assertTrue(descriptors() < before + 20);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void shouldSayWhatTheSystemSaid() throws IOException {
        try (LivenessLocks impossible = LivenessLocks.open(file, -5)) {
            assertEquals(
                    "file of the heap cannot be locked: errno=22",
                    assertThrows(HeapException.class, () -> impossible.tryLock(0))
                            .getMessage());
            assertThrows(HeapException.class, () -> impossible.isHeld(0));
        }
        assertThrows(IOException.class, () -> LivenessLocks.open(folder.resolve("absent"), 0));
    }
}

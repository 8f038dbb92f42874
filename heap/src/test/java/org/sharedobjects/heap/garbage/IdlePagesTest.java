// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;

@Timeout(300)
class IdlePagesTest {
    private static final long MEGABYTE = 1 << 20;
    private static final String TEXT = "a text that does not fit a cell";

    @TempDir
    private Path folder;

    private static SharedHeap open(Path file) {
        return SharedHeap.builder()
                .file(file)
                .size(Size.mib(128))
                .createIfMissing()
                .open();
    }

    /** What the file takes of its disk, or of memory. */
    private static long storedBytes(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return 512 * Long.parseLong(blocks.strip());
    }

    private static void fill(SharedMap root) {
        root.put("text", "x".repeat(20 << 20));
        for (int i = 0; i < 20; i++) {
            root.put("list " + i, Collections.nCopies(2000, List.of(TEXT, List.of(i))));
        }
    }

    private static void drop(SharedHeap heap) {
        heap.root().clear();
        for (int i = 0; i < 4; i++) {
            assertFalse(heap.collect().wasGivenUp());
        }
    }

    private void shouldShrinkAndGrow(Path file) throws IOException {
        try (SharedHeap heap = open(file)) {
            fill(heap.root());
            long most = storedBytes(file);
            assertTrue(most > 20 * MEGABYTE, "stored: " + most);
            drop(heap);
            long least = storedBytes(file);
            assertTrue(least < 8 * MEGABYTE, "stored: " + least + " of " + most);
            assertTrue(heap.usedBytes() < 8 * MEGABYTE, "used: " + heap.usedBytes());
            assertEquals(List.of(), heap.check().problems());
            fill(heap.root());
            assertEquals(List.of(), heap.check().problems());
            assertEquals("x".repeat(20 << 20), heap.root().get("text"));
            assertTrue(storedBytes(file) < most + MEGABYTE);
        }
    }

    @Test
    void shouldGiveMemoryBackToTheSystemAfterALargeStructureIsDropped() throws IOException {
        shouldShrinkAndGrow(folder.resolve("heap"));
    }

    @Test
    void shouldDoSoWithoutBeingAskedWhenIdle() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = open(file)) {
            fill(heap.root());
            heap.root().clear();
            Duration most = Duration.ofSeconds(30);
            long start = System.nanoTime();
            while (storedBytes(file) >= 8 * MEGABYTE) {
                assertTrue(System.nanoTime() - start < most.toNanos(), "stored: " + storedBytes(file));
                Thread.sleep(50);
            }
        }
    }

    @Test
    void shouldDoSoInAFileThatLiesInMemory() throws IOException {
        Path shared = Path.of("/dev/shm");
        if (Files.isDirectory(shared)) {
            Path file =
                    shared.resolve("idle-pages-test-" + ProcessHandle.current().pid());
            try {
                shouldShrinkAndGrow(file);
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    @Test
    void shouldLetOneProcessUseWhatAnotherHandsBack() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap one = open(file);
                SharedHeap two = open(file)) {
            for (int round = 0; round < 5; round++) {
                // A thread that waits in one heap counts as inside of the other one too.
                Thread other = Thread.ofPlatform().start(() -> fill(two.root()));
                other.join();
                drop(one);
                assertEquals(List.of(), one.check().problems());
            }
        }
    }
}

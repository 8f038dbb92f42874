// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.reclaim.CollectionReport;

@Timeout(120)
class GarbageTest {
    private static final String LONG_TEXT = "a text that does not fit a cell".repeat(10_000);

    private SharedHeap heap;
    private SharedMap root;

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.mib(16));
        root = heap.root();
    }

    @AfterEach
    void close() {
        heap.close();
    }

    /** Bytes that are reached once all views nobody holds are gone. */
    private long reachedBytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
            CollectionReport report = heap.collect();
            assertFalse(report.wasGivenUp());
            least = Math.min(least, report.reachedBytes());
        }
        return least;
    }

    @Test
    void shouldReleaseWhatIsDropped() throws InterruptedException {
        // A dict that has grown stays as large.
        root.putAll(Map.of("text", 1, "nest", 2));
        root.keySet().removeAll(Set.of("text", "nest"));
        long before = reachedBytes();
        root.put("text", LONG_TEXT);
        root.put("nest", List.of(Map.of("a longer key", List.of(LONG_TEXT, 1L << 62)), List.of()));
        assertTrue(reachedBytes() > before + 2L * LONG_TEXT.length());
        root.remove("text");
        root.remove("nest");
        assertEquals(before, reachedBytes());
    }

    @Test
    void shouldReleaseCycles() throws InterruptedException {
        long before = reachedBytes();
        root.put("list", List.of(LONG_TEXT, 0));
        SharedList list = assertInstanceOf(SharedList.class, root.get("list"));
        list.set(1, List.of(list));
        root.remove("list");
        list = null;
        assertEquals(before, reachedBytes());
    }

    @Test
    void shouldKeepWhatAViewShows() throws InterruptedException {
        root.put("list", List.of(LONG_TEXT, List.of(1, 2)));
        SharedList list = assertInstanceOf(SharedList.class, root.remove("list"));
        reachedBytes();
        assertEquals(LONG_TEXT, list.get(0));
        assertEquals(List.of(1L, 2L), list.get(1));
    }

    @Test
    void shouldBeUsableAfterItWasFull() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            root.put("text", putWhenThereIsRoom(LONG_TEXT + i));
        }
        assertEquals(LONG_TEXT + 199, root.get("text"));
    }

    private String putWhenThereIsRoom(String text) throws InterruptedException {
        for (; ; ) {
            try {
                root.put("text", text);
                return text;
            } catch (HeapFullException full) {
                Thread.sleep(5);
            }
        }
    }

    @Test
    void shouldStoreNothingForTheRootsViewWhenTheHeapWasForgotten(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("heap");
        forget(file);
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(20);
        }
        try (SharedHeap again = SharedHeap.builder().file(file).open()) {
            assertEquals(List.of(1L), again.root().get("list"));
            assertEquals(List.of(), again.check().problems());
        }
    }

    @SuppressWarnings({"MustBeClosedChecker", "resource"}) // that is the point
    private static void forget(Path file) {
        SharedHeap forgotten = SharedHeap.builder()
                .file(file)
                .size(Size.mib(4))
                .createIfMissing()
                .open();
        forgotten.root().put("list", List.of(1));
    }

    @Test
    void shouldRefuseToCollectInATransaction() {
        assertThrows(IllegalStateException.class, () -> heap.atomically(() -> heap.collect()));
    }

    @Test
    void shouldNotWaitForTransactions() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread other = Thread.ofPlatform()
                .start(() -> heap.atomically(() -> {
                    root.put("new", List.of(LONG_TEXT));
                    inside.countDown();
                    awaitUnchecked(over);
                    root.put("size", root.size());
                }));
        inside.await();
        long before = heap.collect().reachedBytes();
        root.put("garbage", LONG_TEXT);
        root.remove("garbage");
        CollectionReport report = heap.collect();
        assertFalse(report.wasGivenUp());
        assertTrue(report.reachedBytes() < before + LONG_TEXT.length(), report::toString);
        over.countDown();
        other.join();
        assertEquals(Map.of("new", List.of(LONG_TEXT), "size", 1L), root);
    }

    @Test
    void shouldNotWaitForWhoWaitsForAChange() throws InterruptedException {
        Thread waiting = Thread.ofPlatform()
                .start(() -> heap.atomically(() -> {
                    if (root.get("go") == null) {
                        heap.retry();
                    }
                }));
        Thread.sleep(200);
        assertFalse(heap.collect().wasGivenUp());
        root.put("go", true);
        assertTrue(waiting.join(Duration.ofSeconds(10)));
    }

    @Test
    void shouldNotWaitForWhoWaitsForAChangeOfAnotherHeap() throws InterruptedException {
        try (SharedHeap other = SharedHeap.openPrivate(Size.mib(16))) {
            Thread waiting = Thread.ofPlatform()
                    .start(() -> other.atomically(() -> {
                        root.get("text");
                        if (other.root().get("go") == null) {
                            other.retry();
                        }
                    }));
            Thread.sleep(200);
            assertFalse(heap.collect().wasGivenUp());
            assertFalse(other.collect().wasGivenUp());
            other.root().put("go", true);
            assertTrue(waiting.join(Duration.ofSeconds(10)));
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

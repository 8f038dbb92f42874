// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.Conflict;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.error.HeapFullException;

@Timeout(300)
class FullHeapTest {
    private static final String TEXT = "x".repeat(100_000);
    private static final int THREADS = 3;
    private static final int STEPS = 600;
    private static final int MANY = 3000;

    @TempDir
    private Path folder;

    private static long fill(SharedMap root) {
        for (long i = 0; ; i++) {
            try {
                root.put(i, i + TEXT);
            } catch (HeapFullException full) {
                return i;
            }
        }
    }

    @Test
    void shouldNotBeFullAsLongAsWhatIsReachableIsSmall() throws Exception {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(4));
                ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String mine = "mine " + i;
                users.add(pool.submit(() -> makeGarbage(heap, mine)));
            }
            for (Future<?> user : users) {
                user.get();
            }
            assertEquals(List.of(), heap.check().problems());
        }
    }

    private static void makeGarbage(SharedHeap heap, String mine) {
        SharedMap root = heap.root();
        for (int step = 0; step < STEPS; step++) {
            String text = step + TEXT;
            switch (step % 3) {
                case 0 -> root.put(mine, text);
                case 1 -> root.put(mine, List.of(text, List.of(text)));
                default ->
                    heap.atomically(() -> {
                        root.put(mine, 1L);
                        root.put(mine, text);
                    });
            }
        }
    }

    @Test
    void shouldSaySoWithinABoundedTimeAndGoOnAfterADeletion() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(4))) {
            SharedMap root = heap.root();
            long count = fill(root);
            assertTrue(count > 20, "room for " + count);
            long start = System.nanoTime();
            assertThrows(HeapFullException.class, () -> root.put("one more", TEXT + TEXT));
            assertThrows(HeapFullException.class, () -> heap.atomically(() -> root.put("one more", TEXT + TEXT)));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
            for (long i = 0; i < count; i++) {
                assertEquals(i + TEXT, root.get(i));
            }
            assertEquals(List.of(), heap.check().problems());
            root.remove(0L);
            root.remove(1L);
            root.put("one more", TEXT + TEXT);
            assertEquals(TEXT + TEXT, root.get("one more"));
        }
    }

    @Test
    void shouldNotWaitForWhoIsInATransaction() throws Exception {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(4))) {
            SharedMap root = heap.root();
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            Thread other = Thread.ofPlatform()
                    .start(() -> heap.atomically(() -> {
                        assertTrue(root.isEmpty());
                        inside.countDown();
                        awaitUnchecked(over);
                    }));
            inside.await();
            long start = System.nanoTime();
            fill(root);
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30));
            over.countDown();
            other.join();
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldNotWaitInAHeapOpenedWithoutACollector() {
        try (SharedHeap heap = SharedHeap.builder()
                .file(folder.resolve("heap"))
                .size(Size.mib(4))
                .createIfMissing()
                .withoutCollector()
                .open()) {
            fill(heap.root());
            heap.root().remove(0L);
            long start = System.nanoTime();
            assertThrows(HeapFullException.class, () -> heap.root().put("one more", TEXT + TEXT));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
        }
    }

    @Test
    void shouldChangeNothingWhenThereIsNoRoomForTheViewOfWhatIsGivenOut() {
        try (SharedHeap heap = SharedHeap.builder()
                .file(folder.resolve("heap"))
                .size(Size.mib(4))
                .createIfMissing()
                .withoutJavaCollections()
                .open()) {
            List<List<Long>> lists =
                    LongStream.range(0, MANY).mapToObj(List::of).toList();
            heap.root().put("list", lists);
            heap.root().put("map", LongStream.range(0, MANY).boxed().collect(Collectors.toMap(i -> i, List::of)));
            heap.root().put("filling", List.of());
            SharedList list = (SharedList) heap.root().get("list");
            SharedMap map = (SharedMap) heap.root().get("map");
            fillToTheLastBlock((SharedList) heap.root().get("filling"));
            List<Object> held = new ArrayList<>();
            assertThrows(HeapFullException.class, () -> list.forEach(held::add));

            long key = MANY - 1;
            assertThrows(HeapFullException.class, () -> map.remove(key));
            assertThrows(HeapFullException.class, () -> map.put(key, 1L));
            assertThrows(HeapFullException.class, () -> list.remove(MANY - 1));
            assertThrows(HeapFullException.class, () -> list.set(MANY - 1, 1L));
            assertEquals(MANY, map.size());
            assertEquals(MANY, list.size());

            held.clear();
            awaitRoom(list);
            assertEquals(List.of(key), map.get(key));
            assertEquals(List.of(key), list.get(MANY - 1));
            assertEquals(List.of(key), map.put(key, 1L));
            assertEquals(1L, map.remove(key));
        }
    }

    /** For a view, which there is once Java's collector has found others dead. */
    private static void awaitRoom(SharedList list) {
        for (boolean room = false; !room; ) {
            System.gc();
            try {
                room = list.get(MANY / 2) != null;
            } catch (HeapFullException notYet) {
                // they are still held
            }
        }
    }

    private static void fillToTheLastBlock(SharedList list) {
        for (int length : new int[] {60_000, 4_060}) {
            assertThrows(HeapFullException.class, () -> {
                while (true) {
                    list.add("x".repeat(length));
                }
            });
        }
    }

    @Test
    void shouldNotBeFullOfWhatConflictsWereAbout() throws Exception {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            SharedMap root = heap.root();
            for (int round = 0; round < 12; round++) {
                root.put("session", Map.of("data", TEXT.repeat(30), "n", 0L));
                SharedMap session = (SharedMap) root.get("session");
                AtomicBoolean interfered = new AtomicBoolean();
                heap.atomically(() -> {
                    Object n = session.get("n");
                    if (interfered.compareAndSet(false, true)) {
                        CompletableFuture.runAsync(() -> session.put("n", 5L), other)
                                .join();
                    }
                    session.put("n", n);
                });
            }
            assertEquals(
                    12, heap.conflicts().stream().mapToLong(Conflict::count).sum());
        }
    }
}

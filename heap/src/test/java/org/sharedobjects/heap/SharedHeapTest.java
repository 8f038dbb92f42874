// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapNotFoundException;

@NullUnmarked // What a map gives back is not null, or the test fails.
class SharedHeapTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepWhatWasStoredInANamedHeapAfterItIsClosed() {
        Path file = folder.resolve("shop");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(64))
                .createIfMissing()
                .open()) {
            heap.root().put("stock", Map.of("tea", List.of(1, 2, 3)));
            assertEquals(file, heap.path());
            assertEquals("shop", heap.name());
        }
        try (SharedHeap heap = SharedHeap.builder().file(file).open()) {
            assertEquals(Map.of("stock", Map.of("tea", List.of(1L, 2L, 3L))), heap.root());
            assertEquals(Size.mib(64).bytes(), heap.sizeBytes());
        }
    }

    @Test
    void shouldShowTwoMappingsOfOneFileTheSameObjects() {
        Path file = folder.resolve("twice");
        try (SharedHeap one = SharedHeap.builder()
                        .file(file)
                        .size(Size.mib(64))
                        .createIfMissing()
                        .open();
                SharedHeap other =
                        SharedHeap.builder().file(file).createIfMissing().open()) {
            one.root().put("k", List.of());
            SharedList list = (SharedList) other.root().get("k");
            for (int i = 0; i < 1000; i++) {
                list.add("element number " + i);
            }
            assertEquals(1000, ((SharedList) one.root().get("k")).size());
            assertEquals("element number 999", ((SharedList) one.root().get("k")).get(999));
        }
    }

    @Test
    void shouldRefuseAMissingHeapAndAFileThatIsNone() throws IOException {
        Path file = folder.resolve("missing");
        assertThrows(
                HeapNotFoundException.class,
                () -> SharedHeap.builder().file(file).open());
        byte[] bytes = new byte[100_000];
        new Random(8).nextBytes(bytes);
        Files.write(file, bytes);
        assertThrows(
                HeapException.class,
                () -> SharedHeap.builder().file(file).createIfMissing().open());
        assertTrue(java.util.Arrays.equals(bytes, Files.readAllBytes(file)));
    }

    @Test
    void shouldThrowDetachedAfterClose() {
        SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
        SharedMap root = heap.root();
        root.put("list", List.of(1));
        SharedList list = (SharedList) root.get("list");
        heap.close();
        heap.close();
        assertFalse(heap.isOpen());
        assertThrows(DetachedException.class, heap::root);
        assertThrows(DetachedException.class, () -> root.get("list"));
        assertThrows(DetachedException.class, () -> list.add(1));
        assertThrows(DetachedException.class, () -> heap.atomically(() -> {}));
        assertEquals(
                "the heap is closed: heap=private",
                assertThrows(DetachedException.class, heap::mutator).getMessage());
    }

    @Test
    void shouldServeManyMoreThreadsThanItHasSlotsOneAfterTheOther() throws Exception {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(1))) {
            for (int i = 0; i < 200; i++) {
                FutureTask<Object> task =
                        new FutureTask<>(() -> heap.root().merge("n", 1L, (a, b) -> (Long) a + (Long) b));
                Thread thread = new Thread(task);
                thread.start();
                thread.join();
                assertEquals(i + 1L, task.get());
            }
        }
    }

    @Test
    void shouldRefuseToCloseInsideATransaction() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            assertThrows(HeapException.class, () -> heap.atomically(heap::close));
            assertTrue(heap.isOpen());
        }
    }

    @Test
    void shouldNotBeClosedByWhatAnOperationCalls() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            Runnable close = heap::close;
            var closing = new AbstractList<Object>() {
                @Override
                public Object get(int index) {
                    close.run();
                    return index;
                }

                @Override
                public int size() {
                    return 1;
                }
            };
            assertThrows(HeapException.class, () -> heap.root().put("list", closing));
            assertEquals(Map.of(), heap.root());
        }
    }

    @Test
    void shouldCloseWhenACollectionHasEnded() {
        SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
        heap.requestCollection()
                .thenRun(heap::close)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        assertThrows(DetachedException.class, heap::root);
    }

    @Test
    void shouldBePrivateWithoutFileOrName() throws InterruptedException, ExecutionException {
        try (SharedHeap heap = SharedHeap.builder().size(Size.mib(16)).open()) {
            assertNull(heap.path());
            assertEquals("private", heap.name());
        }
    }

    @Test
    void shouldReadSizesAsPeopleWriteThem() {
        assertEquals(Size.bytes(4096), Size.parse("4096"));
        assertEquals(Size.kib(64), Size.parse("64k"));
        assertEquals(Size.mib(256), Size.parse("256M"));
        assertEquals(Size.gib(1), Size.parse("1GiB"));
        assertEquals(Size.gib(2048), Size.parse(" 2t "));
        for (String wrong : List.of("", "x", "-1", "1.5g", "1q", "0")) {
            assertThrows(IllegalArgumentException.class, () -> Size.parse(wrong));
        }
    }
}

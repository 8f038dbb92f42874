// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.error.HeapLimitException;

class SharedCounterTest {
    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));

    @AfterEach
    void close() {
        assertTrue(heap.check().isSound());
        heap.close();
    }

    @Test
    void shouldCount() {
        SharedCounter counter = heap.counter(-3);
        counter.add(5);
        assertEquals(2, counter.get());
        counter.set(Long.MIN_VALUE);
        assertEquals(Long.MIN_VALUE, counter.get());
        assertThrows(HeapLimitException.class, () -> counter.add(-1));
        assertEquals(Long.MIN_VALUE, counter.get());
    }

    @Test
    void shouldBeFoundWhereItIsStored() {
        SharedCounter counter = heap.counter(1);
        heap.root().put("hits", counter);
        heap.root().put("all", List.of(counter, 7L));
        SharedCounter found = assertInstanceOf(SharedCounter.class, heap.root().get("hits"));
        assertEquals(counter, found);
        assertEquals(counter.hashCode(), found.hashCode());
        assertEquals(counter, ((SharedList) heap.root().get("all")).get(0));
        found.add(1);
        assertEquals(2, counter.get());
        assertEquals("SharedCounter[2]", counter.toString());
    }

    @Test
    void shouldNotConflictWhenAddedTo() {
        SharedCounter counter = heap.counter(0);
        List<Integer> runs = new ArrayList<>();
        heap.atomically(() -> {
            runs.add(0);
            counter.add(1);
            CompletableFuture.runAsync(() -> counter.add(10)).join();
        });
        assertEquals(1, runs.size());
        assertEquals(11, counter.get());
    }

    @Test
    void shouldConflictWhenRead() {
        SharedCounter counter = heap.counter(0);
        List<Long> seen = new ArrayList<>();
        heap.atomically(() -> {
            counter.add(1);
            seen.add(counter.get());
            if (seen.size() == 1) {
                CompletableFuture.runAsync(() -> counter.add(10)).join();
            }
        });
        assertEquals(List.of(1L, 11L), seen);
        assertEquals(11, counter.get());
        assertEquals("counter", heap.conflicts().getFirst().type());
    }

    @Test
    void shouldUndoWhatFails() {
        SharedCounter counter = heap.counter(0);
        assertThrows(
                IllegalStateException.class,
                () -> heap.atomically(() -> {
                    counter.add(1);
                    throw new IllegalStateException("undo");
                }));
        SharedCounter full = heap.counter(Long.MAX_VALUE);
        assertThrows(
                HeapLimitException.class,
                () -> heap.atomically(() -> {
                    counter.add(1);
                    full.add(1);
                }));
        assertEquals(0, counter.get());
        assertFalse(heap.inTransaction());
    }

    @Test
    void shouldBeThereAgainInAFile(@TempDir Path folder) {
        Path file = folder.resolve("counted.heap");
        try (SharedHeap first = SharedHeap.builder()
                .name(file.toString())
                .size(Size.mib(1))
                .createIfMissing()
                .open()) {
            first.root().put("hits", first.counter(41));
        }
        try (SharedHeap second = SharedHeap.builder()
                .name(file.toString())
                .size(Size.mib(1))
                .createIfMissing()
                .open()) {
            SharedCounter hits =
                    assertInstanceOf(SharedCounter.class, second.root().get("hits"));
            hits.add(1);
            assertEquals(42, hits.get());
            assertTrue(second.check().isSound());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.error.RetriesExhaustedException;

@NullUnmarked // What a map gives back is not null, or the test fails.
@Timeout(60)
class ConflictsTest {
    private static final long MOST_ROWS = 256;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private SharedHeap heap;
    private SharedMap stock;

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.mib(64));
        heap.root().put("stock", Map.of("tea", 0L, "milk", 0L));
        stock = (SharedMap) heap.root().get("stock");
    }

    @AfterEach
    void close() {
        other.shutdown();
        heap.close();
    }

    private void inOtherThread(Runnable task) {
        CompletableFuture.runAsync(task, other).join();
    }

    private Runnable once(Runnable interference) {
        boolean[] done = {false};
        return () -> {
            if (!done[0]) {
                done[0] = true;
                inOtherThread(interference);
            }
        };
    }

    private void sell() {
        Runnable interference = once(() -> stock.put("tea", 5L));
        heap.atomically(() -> {
            stock.put("tea", (Long) stock.get("tea") + 1);
            interference.run();
        });
    }

    @Test
    void shouldKnowNoConflictWhereThereWasNone() {
        heap.atomically(() -> stock.put("tea", 1L));
        assertEquals(List.of(), heap.conflicts());
    }

    @Test
    void shouldNameObjectKeyMethodAndCount() {
        sell();
        sell();
        assertEquals(List.of(new Conflict("dict", stock, List.of("tea"), "ConflictsTest.sell", 2)), heap.conflicts());
        heap.resetConflicts();
        assertEquals(List.of(), heap.conflicts());
    }

    @Test
    void shouldNameTheIndexOfAList() {
        heap.root().put("list", List.of(1L, 2L, 3L));
        SharedList list = (SharedList) heap.root().get("list");
        Runnable interference = once(() -> list.set(0, 5L));
        heap.atomically(() -> {
            list.set(2, (Long) list.get(2) + 1);
            interference.run();
        });
        Conflict conflict = heap.conflicts().getFirst();
        assertEquals("list", conflict.type());
        assertEquals(List.of(2L), conflict.parts());
    }

    @Test
    void shouldNameTheIndexOfALargeListAndNotItsChunk() {
        heap.root().put("list", Collections.nCopies(2000, 1L));
        SharedList list = (SharedList) heap.root().get("list");
        Runnable interference = once(() -> list.set(1500, 5L));
        heap.atomically(() -> {
            list.set(1501, (Long) list.get(1501) + 1);
            interference.run();
        });
        Conflict conflict = heap.conflicts().getFirst();
        assertEquals(list, conflict.object());
        assertEquals("list", conflict.type());
        assertEquals(List.of(1501L), conflict.parts());
    }

    @Test
    void shouldKnowNoConflictAboutDifferentPartsOfALargeList() {
        heap.root().put("list", Collections.nCopies(2000, 1L));
        SharedList list = (SharedList) heap.root().get("list");
        Runnable interference = once(() -> list.set(0, 5L));
        heap.atomically(() -> {
            list.set(1500, (Long) list.get(1500) + 1);
            interference.run();
        });
        assertEquals(List.of(), heap.conflicts());
    }

    @Test
    void shouldNameAnObjectThatWasOnlyReadWithoutParts() {
        Runnable interference = once(() -> stock.put("tea", 5L));
        heap.atomically(() -> {
            heap.root().put("sum", stock.get("tea"));
            interference.run();
        });
        Conflict conflict = heap.conflicts().getFirst();
        assertEquals(stock, conflict.object());
        assertEquals(List.of(), conflict.parts());
    }

    @Test
    void shouldNameWhatDoomedATransactionInTheMiddle() {
        Runnable interference = once(() -> stock.put("tea", 5L));
        heap.atomically(() -> {
            stock.put("milk", (Long) stock.get("milk") + 1);
            interference.run();
            stock.get("tea");
        });
        assertEquals(List.of("milk"), heap.conflicts().getFirst().parts());
    }

    @Test
    void shouldNameTheKeyAtWhichATransactionWasDoomed() {
        Runnable interference = once(() -> stock.put("tea", 5L));
        heap.atomically(() -> {
            Long tea = (Long) stock.get("tea");
            interference.run();
            stock.put("milk", tea);
        });
        assertEquals(List.of("milk"), heap.conflicts().getFirst().parts());
    }

    @Test
    void shouldCountTheConflictsOfTransactionsThatGaveUp() {
        assertThrows(
                RetriesExhaustedException.class,
                () -> heap.atomically(
                        () -> {
                            stock.put("tea", (Long) stock.get("tea") + 1);
                            inOtherThread(() -> stock.put("tea", 5L));
                            return true;
                        },
                        2,
                        null));
        assertEquals(3, heap.conflicts().getFirst().count());
    }

    @Test
    void shouldNotTakeWaitingForAConflict() {
        Runnable interference = once(() -> stock.put("tea", 5L));
        heap.atomically(() -> {
            if ((Long) stock.get("tea") == 0) {
                interference.run();
                heap.retry();
            }
        });
        assertEquals(List.of(), heap.conflicts());
    }

    @Test
    void shouldNameDictAndKeyWhenTheDictIsLarge() {
        for (long i = 0; i < 1_000; i++) {
            stock.put(i, i);
        }
        Runnable interference = once(() -> stock.put(700L, 5L));
        heap.atomically(() -> {
            stock.put(700L, (Long) stock.get(700L) + 1);
            interference.run();
        });
        Conflict conflict = heap.conflicts().getFirst();
        assertEquals(stock, conflict.object());
        assertEquals("dict", conflict.type());
        assertEquals(List.of(700L), conflict.parts());
    }

    @Test
    void shouldSumUpRareConflictsAndKeepFrequentOnes() {
        sell();
        sell();
        int rare = 1000;
        for (long i = 0; i < rare; i++) {
            long key = i;
            stock.put(key, 0L);
            Runnable interference = once(() -> stock.put(key, 5L));
            heap.atomically(() -> {
                stock.put(key, (Long) stock.get(key) + 1);
                interference.run();
            });
        }
        List<Conflict> conflicts = heap.conflicts();
        assertTrue(conflicts.size() <= MOST_ROWS);
        assertEquals(rare + 2, conflicts.stream().mapToLong(Conflict::count).sum());
        assertTrue(conflicts.contains(new Conflict("dict", stock, List.of("tea"), "ConflictsTest.sell", 2)));
        assertNull(conflicts.getFirst().object());
        assertEquals("dict", conflicts.getFirst().type());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;

@NullUnmarked // What a map gives back is not null, or the test fails.
@Timeout(60)
class ViewsTest {
    private static final int THREADS = 4;

    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
    private final SharedMap root = heap.root();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        threads.shutdownNow();
        heap.close();
    }

    private void awaitHandles(int count) throws InterruptedException {
        heap.views().dropDead();
        while (heap.handles().count() != count) {
            System.gc();
            Thread.sleep(5);
            heap.views().dropDead();
        }
    }

    @Test
    void shouldGiveTheSameViewOfTheSameObject() {
        root.putAll(Map.of("list", List.of(), "map", Map.of(), "counter", heap.counter(1)));
        for (Object key : root.keySet()) {
            Object view = root.get(key);
            assertSame(view, root.get(key));
        }
    }

    @Test
    void shouldGiveTheSameViewOfTheSameImmutableBlock() {
        long[] cells = {1, 2};
        for (long cell :
                new long[] {Tuples.of(heap.allocator(), cells, 2), FrozenSets.of(heap.allocator(), cells, 2)}) {
            Object view = heap.toJava(cell);
            assertSame(view, heap.toJava(cell));
        }
    }

    @Test
    void shouldKnowTheRootWhereverItIsFound() {
        root.put("self", root);
        assertSame(root, root.get("self"));
    }

    @Test
    void shouldHaveOneHandleForAViewWhileItIsHeld() throws InterruptedException {
        root.put("list", List.of());
        assertEquals(0, heap.handles().count());
        Object view = root.get("list");
        root.get("list");
        awaitHandles(1);
        assertSame(view, root.get("list"));
        view = null;
        awaitHandles(0);
        assertEquals(1, heap.views().size(), "of the root");
        assertNotNull(root.get("list"));
        assertEquals(1, heap.handles().count());
    }

    @Test
    void shouldEndTheHandleOfAViewThatComesTooLateOnce() throws Exception {
        root.put("list", List.of());
        SharedList view = (SharedList) root.get("list");
        var ended = new AtomicBoolean();
        List<Future<?>> late = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            late.add(threads.submit(() -> {
                while (!ended.get()) {
                    assertSame(view, heap.views().add(Cell.ofRef(view.ref()), new Object()));
                }
            }));
        }
        for (int i = 0; i < 200; i++) {
            System.gc();
        }
        ended.set(true);
        for (Future<?> each : late) {
            each.get();
        }
        heap.views().dropDead();
        assertEquals(1, heap.handles().count());
    }

    @Test
    void shouldHoldWhatAnIteratorIsGoingToShow() throws InterruptedException {
        root.putAll(Map.of("a", List.of(), "b", List.of()));
        var entries = root.entrySet().iterator();
        root.clear();
        awaitHandles(2);
        entries.next();
        entries.next();
    }

    @Test
    void shouldHoldWhatConflictsAreAbout() throws InterruptedException {
        root.put("counts", List.of(0L));
        bumpWithConflict((SharedList) root.get("counts"));
        awaitHandles(1);
        heap.resetConflicts();
        awaitHandles(0);
    }

    private void bumpWithConflict(SharedList counts) {
        var interfered = new AtomicBoolean();
        heap.atomically(() -> {
            long count = (Long) counts.get(0);
            if (!interfered.getAndSet(true)) {
                get(threads.submit(() -> counts.set(0, 7L)));
            }
            counts.set(0, count + 1);
        });
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldMakeOneViewWhenManyThreadsWantItAtOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            root.put("list", List.of());
            assertEquals(1, viewsSeenAtOnce().size());
        }
        awaitHandles(0);
    }

    private Set<Object> viewsSeenAtOnce() {
        var start = new CountDownLatch(1);
        var results = new ArrayList<Future<Object>>();
        for (int i = 0; i < THREADS; i++) {
            results.add(threads.submit(() -> {
                start.await();
                return root.get("list");
            }));
        }
        start.countDown();
        Set<Object> views = Collections.newSetFromMap(new IdentityHashMap<>());
        results.forEach(result -> views.add(get(result)));
        return views;
    }

    @Test
    void shouldLoseNoHandleWhenViewsDieWhileOthersAreMade() throws InterruptedException {
        root.put("list", List.of());
        var done = new AtomicBoolean();
        var results = new ArrayList<Future<?>>();
        for (int i = 0; i < THREADS; i++) {
            results.add(threads.submit(() -> {
                while (!done.get()) {
                    assertSame(root.get("list"), root.get("list"));
                }
            }));
        }
        for (int i = 0; i < 30; i++) {
            System.gc();
            heap.views().dropDead();
        }
        done.set(true);
        results.forEach(ViewsTest::get);
        Object view = root.get("list");
        awaitHandles(1);
        assertSame(view, root.get("list"));
        assertEquals(2, heap.views().size());
    }

    @Test
    void shouldStoreNothingOnceTheHeapIsClosed() throws InterruptedException {
        root.put("lists", LongStream.range(0, 100).mapToObj(List::of).toList());
        Object[] views = ((SharedList) root.get("lists")).toArray();
        heap.close();
        long[] before = words();
        assertEquals(100, views.length);
        views = null;
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(5);
            heap.views().dropDead();
        }
        heap.resetConflicts();
        assertThrows(DetachedException.class, () -> heap.handles().add(heap.rootRef()));
        assertArrayEquals(before, words());
        assertEquals(0, heap.handles().count());
    }

    private long[] words() {
        long[] words = new long[(int) (heap.memory().sizeBytes() / Long.BYTES)];
        heap.memory().copyOut(0, words, 0, words.length);
        return words;
    }
}

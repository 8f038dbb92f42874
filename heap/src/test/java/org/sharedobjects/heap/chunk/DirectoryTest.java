// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;

class DirectoryTest {
    private static final int CHUNK_KIND = 99;
    private SharedHeap heap;
    private Memory memory;
    private Mutator mutator;

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.mib(64));
        memory = heap.memory();
        mutator = heap.mutator();
    }

    @AfterEach
    void close() {
        heap.close();
    }

    private static long chunk(Allocator allocator, int number) {
        return Bodies.createObject(allocator, number, CHUNK_KIND, 0);
    }

    private long directory(int children) {
        return Directory.create(heap.allocator(), children, DirectoryTest::chunk);
    }

    private void ensure(long directory, int children) {
        Directory.ensure(heap.mutator(), directory, children, DirectoryTest::chunk);
    }

    @Test
    void shouldHaveItsChildrenFromBirthAndNoneBehindThem() {
        long directory = directory(3);
        assertEquals(3, Directory.children(memory, directory));
        for (int i = -1; i < 6; i++) {
            assertEquals(i >= 0 && i < 3, Directory.child(memory, directory, i) != Directory.NONE);
        }
        assertEquals(Directory.NONE, Directory.child(memory, directory, Integer.MAX_VALUE));
    }

    @Test
    void shouldKeepChildrenWhileItGrowsByOneAndByMany() {
        long directory = directory(0);
        List<Long> known = new ArrayList<>();
        for (int children : new int[] {1, 2, 3, 4, 5, 6, 100, 101, 5000}) {
            ensure(directory, children);
            assertEquals(children, Directory.children(memory, directory));
            for (int i = 0; i < known.size(); i++) {
                assertEquals(known.get(i), Directory.child(memory, directory, i));
            }
            for (int i = known.size(); i < children; i++) {
                long child = Directory.child(memory, directory, i);
                assertEquals(i, ObjectLayout.shape(mutator.peek(child, ObjectLayout.HEADER_WORD)));
                known.add(child);
            }
        }
        ensure(directory, 7);
        assertEquals(5000, new HashSet<>(known).size());
        assertEquals(5000, Directory.children(memory, directory));
    }

    @Test
    void shouldGrowInTheMiddleOfATransactionAndStayGrownWhenThatIsUndone() {
        long directory = directory(1);
        long chunk = Directory.child(memory, directory, 0);
        mutator.begin(0);
        mutator.load(chunk, ObjectLayout.SIZE_WORD);
        mutator.replaceBody(chunk, Bodies.createBody(heap.allocator(), 0, CHUNK_KIND, 4, 0));
        ensure(directory, 9);
        long added = Directory.child(memory, directory, 8);
        assertNotEquals(Directory.NONE, added);
        assertEquals(0, mutator.load(added, ObjectLayout.SIZE_WORD));
        mutator.abort();
        assertEquals(added, Directory.child(memory, directory, 8));
    }

    @Test
    void shouldNeverLoseAChildThatSomebodyHasSeen() throws Exception {
        long directory = directory(0);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Set<Long>>> all = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                all.add(threads.submit(() -> grow(directory)));
            }
            Set<Long> first = all.get(0).get();
            assertEquals(2000, first.size());
            assertEquals(first, all.get(1).get());
            assertEquals(first, all.get(2).get());
        }
        assertTrue(heap.check().isSound());
    }

    private Set<Long> grow(long directory) {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            ensure(directory, i + 1);
            seen.add(Directory.child(memory, directory, i));
        }
        return seen;
    }

    @Test
    void shouldGiveBackWhatItMadeWhenTheHeapIsFull() {
        long directory = directory(1);
        long free = freeBlocks();
        assertThrows(HeapFullException.class, () -> ensure(directory, 3_000_000));
        assertEquals(1, Directory.children(memory, directory));
        assertEquals(free, freeBlocks());
    }

    /** Blocks that can still be had; all of them are given back. */
    private long freeBlocks() {
        List<Long> blocks = new ArrayList<>();
        try {
            for (; ; ) {
                blocks.add(heap.allocator().allocate(32));
            }
        } catch (HeapFullException full) {
            blocks.forEach(heap.allocator()::release);
            return blocks.size();
        }
    }

    @Test
    void shouldSayThatItIsDamagedRatherThanFollowIt() {
        long directory = directory(2);
        long body = memory.getPlain(directory + ObjectLayout.BODY);
        memory.putPlain(Bodies.at(body, ObjectLayout.FIRST_CELL_WORD), 12345);
        assertThrows(HeapCorruptException.class, () -> Directory.child(memory, directory, 0));
        memory.putPlain(Bodies.at(body, ObjectLayout.SIZE_WORD), 1L << 40);
        assertThrows(HeapCorruptException.class, () -> Directory.children(memory, directory));
        assertThrows(HeapCorruptException.class, () -> ensure(directory, 10));
    }

    @Test
    void shouldPeekAtWhatTheTransactionHasWrittenWithoutReadingIt() {
        long directory = directory(2);
        long written = Directory.child(memory, directory, 0);
        long peeked = Directory.child(memory, directory, 1);
        mutator.begin(0);
        mutator.store(written, ObjectLayout.SIZE_WORD, 5);
        assertEquals(5, mutator.peek(written, ObjectLayout.SIZE_WORD));
        assertEquals(0, mutator.peek(peeked, ObjectLayout.SIZE_WORD));
        CompletableFuture.runAsync(() -> store(peeked, 7)).join();
        assertEquals(7, mutator.peek(peeked, ObjectLayout.SIZE_WORD));
        assertTrue(mutator.commit());
    }

    private void store(long ref, long value) {
        long lock = memory.getAcquire(ref);
        long body = memory.getPlain(ref + ObjectLayout.BODY);
        assertTrue(heap.mutator().plain().write(ref, lock, body, ObjectLayout.SIZE_WORD, value));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Interruption;
import org.sharedobjects.heap.memory.Segment;

class ProcessTableTest {
    private static final long SIZE = 1L << 20;
    private static final int ROUNDS = Boolean.getBoolean("pso.long") ? 20_000 : 300;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void makeHeap() {
        file = folder.resolve("heap");
        Segment.create(file, SIZE, made -> {}).close();
    }

    private static ProcessTable joined(Segment segment) {
        ProcessTable table = new ProcessTable(segment);
        table.join();
        return table;
    }

    /** Owner of an attachment that ended without leaving. */
    private long dead() {
        try (Segment segment = Segment.open(file)) {
            long owner = joined(segment).owner();
            // What the kernel does when a process is killed.
            segment.liveness().unlock(ProcessLayout.entryOf(owner));
            return owner;
        }
    }

    private static void put(Segment segment, int entry, long word, long value) {
        segment.memory().putRelease(segment.geometry().process(entry) + word, value);
    }

    private static long get(Segment segment, int entry, long word) {
        return segment.memory().getAcquire(segment.geometry().process(entry) + word);
    }

    @Test
    void shouldTakeNoEntryThatAnotherIsJustTaking() {
        try (Segment segment = Segment.open(file);
                Segment another = Segment.open(file)) {
            assertTrue(another.liveness().tryLock(0));
            assertEquals(1, ProcessLayout.entryOf(joined(segment).owner()));
        }
    }

    @Test
    void shouldNotEndTheNextOneInTheEntryOfADeadOne() {
        long dead = dead();
        try (Segment segment = Segment.open(file);
                Segment another = Segment.open(file)) {
            ProcessTable table = new ProcessTable(segment);
            ProcessTable next = new ProcessTable(another);
            Interruption.of(() -> assertFalse(table.isAlive(dead)), () -> true, next::join);
            assertEquals(ProcessLayout.entryOf(dead), ProcessLayout.entryOf(next.owner()));
            assertTrue(table.isAlive(next.owner()));
        }
    }

    @Test
    void shouldKnowItselfWhileItHasJoined() {
        try (Segment segment = Segment.createPrivate(SIZE, made -> {})) {
            ProcessTable table = new ProcessTable(segment);
            assertEquals(ProcessLayout.NOBODY, table.owner());
            table.join();
            long owner = table.owner();
            assertTrue(table.isAlive(owner));
            assertThrows(IllegalStateException.class, table::join);
            table.leave();
            table.leave();
            assertFalse(table.isAlive(owner));
            assertEquals(ProcessLayout.NOBODY, table.owner());
        }
    }

    @Test
    void shouldUseAnEntryAgainButNoOwner() {
        try (Segment segment = Segment.open(file)) {
            ProcessTable table = joined(segment);
            long first = table.owner();
            table.leave();
            table.join();
            assertEquals(ProcessLayout.entryOf(first), ProcessLayout.entryOf(table.owner()));
            assertNotEquals(first, table.owner());
            assertFalse(table.isAlive(first));
        }
    }

    @Test
    void shouldSeeAttachmentsOfOneProcessAsAlive() {
        try (Segment one = Segment.open(file);
                Segment two = Segment.open(file)) {
            ProcessTable first = joined(one);
            ProcessTable second = joined(two);
            ProcessTable again = joined(one);
            for (ProcessTable table : List.of(first, second, again)) {
                assertTrue(table.isAlive(first.owner()) && table.isAlive(second.owner()));
                assertTrue(table.isAlive(again.owner()));
            }
            first.leave();
            assertTrue(second.isAlive(again.owner()));
        }
    }

    @Test
    void shouldDescribeTheProcessForPeople() {
        try (Segment segment = Segment.open(file)) {
            int entry = ProcessLayout.entryOf(joined(segment).owner());
            assertEquals(ProcessHandle.current().pid(), get(segment, entry, ProcessLayout.PID));
            long age = System.currentTimeMillis() - get(segment, entry, ProcessLayout.START_TIME);
            assertTrue(age >= -2_000 && age < 86_400_000, "age in ms: " + age);
        }
    }

    @Test
    void shouldUseTheEntryOfADeadProcessAgainButNotItsOwner() {
        long dead = dead();
        try (Segment segment = Segment.open(file)) {
            ProcessTable table = joined(segment);
            assertEquals(ProcessLayout.entryOf(dead), ProcessLayout.entryOf(table.owner()));
            assertNotEquals(dead, table.owner());
            assertFalse(table.isAlive(dead));
            assertTrue(table.isAlive(table.owner()));
        }
    }

    @Test
    void shouldRefuseWhenNoEntryIsFreeUntilOneIs() {
        List<Segment> segments = new ArrayList<>();
        try (Segment segment = Segment.open(file)) {
            int count = segment.geometry().processCount();
            List<ProcessTable> tables = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                segments.add(Segment.open(file));
                tables.add(joined(segments.get(i)));
            }
            ProcessTable late = new ProcessTable(segment);
            assertEquals(
                    "too many processes use the heap: processes=" + count,
                    assertThrows(HeapException.class, late::join).getMessage());
            tables.get(5).leave();
            late.join();
            assertEquals(5, ProcessLayout.entryOf(late.owner()));
        } finally {
            segments.forEach(Segment::close);
        }
    }

    @Test
    void shouldBeJoinableWhenTheDeadHaveFilledIt() {
        try (Segment segment = Segment.open(file)) {
            for (int i = 0; i < segment.geometry().processCount(); i++) {
                dead();
            }
            ProcessTable table = joined(segment);
            assertTrue(table.isAlive(table.owner()));
        }
    }

    @Test
    void shouldNotCallAnybodyDeadAfterItsHeapIsClosed() {
        try (Segment segment = Segment.open(file)) {
            ProcessTable table = joined(segment);
            Segment other = Segment.open(file);
            ProcessTable closed = joined(other);
            other.close();
            assertTrue(closed.isAlive(table.owner()));
            closed.leave();
            assertThrows(DetachedException.class, closed::join);
            assertTrue(table.isAlive(table.owner()));
        }
    }

    @Test
    void shouldHaveAsManyEntriesAsTheHeapHasUseFor() {
        assertEquals(32, Geometry.of(1L << 20).processCount());
        assertEquals(128, Geometry.of(16L << 20).processCount());
        assertEquals(512, Geometry.of(64L << 30).processCount());
    }

    @Test
    void shouldNotBeMisledByDamagedWords() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS; round++) {
            try (Segment segment = Segment.createPrivate(SIZE, made -> {})) {
                int count = segment.geometry().processCount();
                for (int i = random.nextInt(4 * count); i >= 0; i--) {
                    put(segment, random.nextInt(count), 8L * random.nextInt(4), random.nextLong());
                }
                useAll(new ProcessTable(segment), random);
            }
        }
    }

    private static void useAll(ProcessTable table, SplittableRandom random) {
        try {
            table.join();
            assertTrue(table.isAlive(table.owner()));
        } catch (HeapException full) {
            assertEquals(ProcessLayout.NOBODY, table.owner());
        }
        long anything = random.nextLong() >>> random.nextInt(Long.SIZE);
        assertTrue(!table.isAlive(anything) || anything == table.owner());
        table.leave();
    }

    @Test
    void shouldOpenAHeapWithADamagedTable() {
        try (Segment segment = Segment.open(file)) {
            for (int i = 0; i < segment.geometry().processCount(); i++) {
                put(segment, i, ProcessLayout.STATE, -1);
            }
        }
        try (Segment segment = Segment.open(file)) {
            ProcessTable table = new ProcessTable(segment);
            assertThrows(HeapException.class, table::join);
        }
    }
}

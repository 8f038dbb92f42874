// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.TestHeap;

@Timeout(60)
class AttachmentTest {
    private static final long SIZE = 1L << 20;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void create() {
        file = folder.resolve("heap");
        Segment.create(file, SIZE, made -> {}).close();
    }

    private static boolean isOwned(Segment segment, int slot) {
        return segment.memory().getAcquire(SlotLayout.offset(slot) + SlotLayout.OWNER) != ProcessLayout.NOBODY;
    }

    /** What the kernel does when a process is killed. */
    private static void die(Segment segment, SlotPair pair) {
        long owner = segment.memory().getAcquire(SlotLayout.offset(pair.slot().number()) + SlotLayout.OWNER);
        segment.liveness().unlock(ProcessLayout.entryOf(owner));
    }

    @Test
    void shouldLendNothingOnceItHasEnded() {
        try (Segment segment = Segment.open(file)) {
            Attachment attachment = new Attachment(segment);
            attachment.close();
            attachment.close();
            assertThrows(DetachedException.class, attachment::borrow);
            assertThrows(DetachedException.class, attachment::recover);
            assertFalse(isOwned(segment, 0));
        }
    }

    @Test
    void shouldEndOnlyWhenTheLastPairOfSlotsIsGivenBack() {
        try (Segment one = Segment.open(file);
                Segment two = Segment.open(file);
                Attachment other = new Attachment(two)) {
            Attachment attachment = new Attachment(one);
            SlotPair lent = attachment.borrow();
            attachment.close();
            assertEquals(0, other.recover());
            assertTrue(isOwned(two, lent.slot().number()));
            lent.close();
            assertFalse(isOwned(two, lent.slot().number()));
            assertThrows(DetachedException.class, attachment::borrow);
        }
    }

    @Test
    void shouldTakeThePairsOfTheDeadWhenAllAreTaken() {
        try (Segment one = Segment.open(file);
                Segment two = Segment.open(file);
                Attachment survivor = new Attachment(two)) {
            Attachment dead = new Attachment(one);
            SlotPair last = dead.borrow();
            for (int i = 1; i < one.geometry().slotCount() / SlotTable.PAIR; i++) {
                last = dead.borrow();
            }
            assertThrows(HeapException.class, survivor::borrow);
            die(one, last);
            survivor.borrow().close();
        }
    }

    @Test
    void shouldEndCommitsOfTheDeadInAFullHeap() {
        try (Segment one = Segment.open(file);
                Segment two = Segment.open(file);
                Attachment survivor = new Attachment(two)) {
            Attachment dead = new Attachment(one);
            Memory memory = two.memory();
            long ref = dead.allocator().allocate(ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(1));
            long body = ref + ObjectLayout.INLINE_BODY;
            memory.putPlain(body, ObjectLayout.header(0, 1, 1));
            memory.putPlain(ref + ObjectLayout.BODY, body);
            memory.putRelease(ref, LockWord.WAITERS);
            SlotPair pair = dead.borrow();
            pair.slot().writeSmallLog(ref, LockWord.WAITERS, body, 0, 1, 0);
            pair.slot().writeSmallCell(0, FIRST, 0, 7);
            pair.slot().enter(StatusWord.COMMITTED);
            assertTrue(memory.compareAndSet(ref, LockWord.WAITERS, pair.slot().lock()));
            fill(survivor);
            die(one, pair);
            assertEquals(1, survivor.recover());
            assertEquals(7, memory.getPlain(body + FIRST * (long) Long.BYTES));
            assertEquals(memory.getPlain(Superblock.CLOCK) + 1, memory.getPlain(ref));
            assertFalse(isOwned(two, pair.slot().number()));
        }
    }

    private static void fill(Attachment attachment) {
        for (long size = SIZE; size >= 32; ) {
            try {
                attachment.allocator().allocate(size);
            } catch (HeapFullException full) {
                size /= 2;
            }
        }
    }

    @Test
    void shouldGiveBackTheLogThatADeadCommitHadOutsideItsSlot() {
        try (Segment one = Segment.open(file);
                Segment two = Segment.open(file);
                Attachment survivor = new Attachment(two)) {
            Attachment dead = new Attachment(one);
            SlotPair pair = dead.borrow();
            pair.slot().beginLog(1_000, 0, 0);
            long log = two.memory().getAcquire(pair.slot().offset() + SlotLayout.LOG);
            pair.slot().enter(StatusWord.LOCKING);
            die(one, pair);
            assertEquals(1, survivor.recover());
            assertEquals(log, survivor.allocator().allocate(survivor.allocator().blockBytes(log)));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenAHeapCannotBeOpened() {
        Path unsound = folder.resolve("unsound");
        SharedHeap.builder()
                .file(unsound)
                .size(Size.mib(1))
                .createIfMissing()
                .open()
                .close();
        try (Segment segment = Segment.open(unsound)) {
            long root = segment.memory().getAcquire(Superblock.ROOT);
            segment.memory().putRelease(root + ObjectLayout.BODY, 0);
        }
        for (int i = 0; i < 100; i++) {
            assertThrows(
                    HeapCorruptException.class,
                    () -> SharedHeap.builder().file(unsound).open());
        }
    }

    @Test
    void shouldEndTheWaitOfAMutatorThatIsClosedByAnother() throws Exception {
        try (TestHeap heap = new TestHeap(SIZE)) {
            long ref = heap.object(1, 1);
            Mutator mutator = heap.mutator();
            FutureTask<Boolean> wait = new FutureTask<>(() -> {
                mutator.begin(0);
                mutator.load(ref, FIRST);
                return mutator.awaitChange(-1);
            });
            Thread thread = new Thread(wait);
            thread.start();
            int slot = 0;
            while (heap.memory.getAcquire(SlotLayout.offset(slot) + SlotLayout.SIGNATURE) == 0) {
                Thread.sleep(1);
            }
            mutator.close();
            assertTrue(isOwned(heap.segment, slot));
            thread.join();
            Throwable thrown = assertThrows(ExecutionException.class, wait::get).getCause();
            assertTrue(thrown instanceof DetachedException, () -> "thrown: " + thrown);
            assertFalse(isOwned(heap.segment, slot));
        }
    }
}

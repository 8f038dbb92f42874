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
import org.junit.jupiter.api.AfterEach;
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
import org.sharedobjects.heap.memory.Interruption;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.TestHeap;

@Timeout(60)
class AttachmentTest {
    private static final long SIZE = 1L << 20;

    @TempDir
    private Path folder;

    private Segment one;
    private Segment two;
    private Attachment dead;
    private Attachment survivor;
    private Memory memory;

    @BeforeEach
    void open() {
        Path file = folder.resolve("heap");
        one = Segment.create(file, SIZE, made -> {});
        two = Segment.open(file);
        dead = new Attachment(one);
        survivor = new Attachment(two);
        memory = two.memory();
    }

    @AfterEach
    void close() {
        survivor.close();
        two.close();
        one.close();
    }

    private boolean isOwned(SlotPair pair) {
        return isOwned(two, pair.slot().number());
    }

    private static boolean isOwned(Segment segment, int slot) {
        return owner(segment, slot) != ProcessLayout.NOBODY;
    }

    private static long owner(Segment segment, int slot) {
        return segment.memory().getAcquire(SlotLayout.offset(slot) + SlotLayout.OWNER);
    }

    /** What the kernel does when a process is killed. */
    private void die(SlotPair pair) {
        one.liveness().unlock(ProcessLayout.entryOf(owner(one, pair.slot().number())));
    }

    @Test
    void shouldLendNothingOnceItHasEnded() {
        dead.close();
        dead.close();
        assertThrows(DetachedException.class, dead::borrow);
        assertThrows(DetachedException.class, dead::recover);
        assertFalse(isOwned(two, 0));
    }

    @Test
    void shouldEndOnlyWhenTheLastPairOfSlotsIsGivenBack() {
        SlotPair lent = dead.borrow();
        dead.close();
        assertEquals(0, survivor.recover());
        assertTrue(isOwned(lent));
        lent.close();
        assertFalse(isOwned(lent));
        assertThrows(DetachedException.class, dead::borrow);
    }

    @Test
    void shouldTakeThePairsOfTheDeadWhenAllAreTaken() {
        SlotPair last = dead.borrow();
        for (int i = 1; i < one.geometry().slotCount() / SlotTable.PAIR; i++) {
            last = dead.borrow();
        }
        assertThrows(HeapException.class, survivor::borrow);
        die(last);
        survivor.borrow().close();
    }

    @Test
    void shouldEndWhatTheDeadHaveBegunBeforeAnythingElse() {
        SlotPair pair = dead.borrow();
        die(pair);
        try (Segment three = Segment.open(folder.resolve("heap"));
                Attachment next = new Attachment(three)) {
            assertFalse(isOwned(pair));
            assertEquals(0, next.recover());
        }
    }

    @Test
    void shouldAdoptNothingThatAnotherHasAdoptedJustBefore() {
        try (Segment three = Segment.open(folder.resolve("heap"));
                Attachment faster = new Attachment(three)) {
            SlotPair pair = dead.borrow();
            long of = owner(two, pair.slot().number());
            die(pair);
            SlotPair[] taken = new SlotPair[1];
            Interruption.of(() -> assertEquals(0, survivor.recover()), () -> isFree(of), () -> {
                assertEquals(1, faster.recover());
                taken[0] = faster.borrow();
            });
            assertEquals(pair.slot().number(), taken[0].slot().number());
            assertTrue(isOwned(pair));
            taken[0].close();
        }
    }

    /** Somebody has found out that this owner is dead. */
    private boolean isFree(long owner) {
        long word = memory.getAcquire(two.geometry().process(ProcessLayout.entryOf(owner)) + ProcessLayout.STATE);
        return ProcessLayout.state(word) == ProcessLayout.FREE;
    }

    @Test
    void shouldEndCommitsOfTheDeadInAFullHeap() {
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
        die(pair);
        assertEquals(1, survivor.recover());
        assertEquals(7, memory.getPlain(body + FIRST * (long) Long.BYTES));
        assertEquals(memory.getPlain(Superblock.CLOCK) + 1, memory.getPlain(ref));
        assertFalse(isOwned(pair));
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

    /** Offset of a log that the pair has outside its slot. */
    private long stopWithLargeLog(SlotPair pair) {
        pair.slot().beginLog(1_000, 0, 0);
        pair.slot().enter(StatusWord.LOCKING);
        return memory.getAcquire(pair.slot().offset() + SlotLayout.LOG);
    }

    @Test
    void shouldGiveBackTheLogThatADeadCommitHadOutsideItsSlot() {
        SlotPair pair = dead.borrow();
        long log = stopWithLargeLog(pair);
        die(pair);
        assertEquals(1, survivor.recover());
        assertEquals(log, survivor.allocator().allocate(survivor.allocator().blockBytes(log)));
    }

    @Test
    void shouldFindTheMemoryOfTheDeadWhenThereIsNoOther() {
        SlotPair pair = dead.borrow();
        long log = stopWithLargeLog(pair);
        fill(survivor);
        die(pair);
        assertEquals(log, survivor.allocator().allocate(survivor.allocator().blockBytes(log)));
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

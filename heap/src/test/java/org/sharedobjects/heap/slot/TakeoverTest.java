// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.TestHeap;

/** A stranger has committed and stands still before it has changed anything. */
@Timeout(60)
class TakeoverTest {
    private static final int CELLS = 4;

    private final TestHeap heap = new TestHeap(16L << 20);
    private final Mutator mutator = heap.mutator();
    private final SlotPair strangers = heap.attachment.borrow();
    private final Slot stranger = strangers.slot();
    private final long ref = heap.object(CELLS, 1);
    private final long inline = ref + ObjectLayout.INLINE_BODY;

    @AfterEach
    void close() {
        heap.close();
    }

    private void stopInPlace(long version) {
        long lock = heap.memory.getPlain(ref);
        long body = heap.memory.getPlain(ref + ObjectLayout.BODY);
        stranger.writeSmallLog(ref, lock, body, 0, 1, version);
        stranger.writeSmallCell(0, FIRST + 1, 1, 7);
        commit(lock);
    }

    private void stopWithNewBody(long newBody) {
        long lock = heap.memory.getPlain(ref);
        stranger.writeSmallLog(ref, lock, heap.memory.getPlain(ref + ObjectLayout.BODY), newBody, 0, 0);
        commit(lock);
    }

    private void commit(long lock) {
        stranger.enter(StatusWord.COMMITTED);
        assertTrue(heap.memory.compareAndSet(ref, lock, stranger.lock()));
    }

    /** What the stranger would do if it went on. */
    private void goOnInPlace(long body) {
        heap.memory.putPlain(body + (FIRST + 1) * (long) Long.BYTES, 7);
        assertFalse(heap.memory.compareAndSet(ref, stranger.lock(), 99));
        stranger.finishSmall();
    }

    private long body() {
        return heap.memory.getPlain(ref + ObjectLayout.BODY);
    }

    @Test
    void shouldReadWhatACommittedOwnerHasNotWrittenYet() {
        stopInPlace(0);
        assertEquals(7, heap.read(ref, FIRST + 1));
        assertEquals(1, heap.read(ref, FIRST));
        assertEquals(1, heap.read(ref, FIRST + 2));
        assertEquals(CELLS, heap.read(ref, ObjectLayout.SIZE_WORD));
        assertFalse(LockWord.isLocked(heap.memory.getPlain(ref)));
    }

    @Test
    void shouldWriteOverACommittedOwner() {
        stopInPlace(0);
        heap.write(mutator, ref, FIRST, 5);
        TestHeap.atomically(mutator, () -> mutator.store(ref, FIRST + 2, mutator.load(ref, FIRST + 1) + 1));
        assertEquals(5, heap.read(ref, FIRST));
        assertEquals(7, heap.read(ref, FIRST + 1));
        assertEquals(8, heap.read(ref, FIRST + 2));
    }

    @Test
    void shouldGiveTheVersionThatATransactionHasDecidedOn() {
        stopInPlace(42);
        heap.read(ref, FIRST);
        assertEquals(42, heap.memory.getPlain(ref));
    }

    @Test
    void shouldGiveASingleWriteAVersionBeyondClockAndOldVersion() {
        heap.memory.putRelease(Superblock.CLOCK, 50);
        stopInPlace(0);
        heap.read(ref, FIRST);
        assertEquals(51, heap.memory.getPlain(ref));
    }

    @Test
    void shouldSaveLateStoresFromReachingAnybody() {
        stopInPlace(0);
        heap.write(mutator, ref, FIRST + 1, 8);
        goOnInPlace(inline);
        assertEquals(8, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldInstallTheNewBodyOfACommittedOwner() {
        long newBody = heap.body(2 * CELLS, 9);
        stopWithNewBody(newBody);
        assertEquals(9, heap.read(ref, FIRST + 2 * CELLS - 1));
        assertEquals(newBody, body());
    }

    @Test
    void shouldKeepAnAbandonedBodyUntilItsLateOwnerHasGoneOn() {
        long old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        stopInPlace(0);
        heap.read(ref, FIRST);
        assertNotEquals(old, body());
        assertFalse(comesBack(old));
        goOnInPlace(old);
        assertTrue(comesBack(old));
    }

    @Test
    void shouldKeepAReplacedBodyAsLongAsItIsAHazard() {
        long old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        long hazard = OldBodies.hazardOf(stranger.number());
        heap.memory.putVolatile(hazard, old);
        heap.replace(mutator, ref, heap.body(CELLS, 2));
        assertFalse(comesBack(old));
        heap.memory.putVolatile(hazard, 0);
        assertTrue(comesBack(old));
    }

    @Test
    void shouldNotMindTheHazardOfASlotThatBelongsToNobody() {
        long old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        heap.memory.putVolatile(OldBodies.hazardOf(stranger.number()), old);
        strangers.close();
        heap.replace(mutator, ref, heap.body(CELLS, 2));
        assertTrue(comesBack(old));
    }

    /** Replaces bodies of that size for a while: is this one among those that are used again? */
    private boolean comesBack(long block) {
        long other = heap.object(CELLS, 0);
        for (int i = 0; i < 200; i++) {
            long body = heap.body(CELLS, i);
            if (body == block) {
                return true;
            }
            heap.replace(mutator, other, body);
        }
        return false;
    }

    @Test
    void shouldTakeOverATakeoverThatStandsStill() {
        Slot thief = new Slot(heap.allocator, heap.attachment.borrow().slot().number() + 1);
        thief.reopen();
        long copy = heap.body(CELLS, 3);
        stopInPlace(0);
        thief.writeSmallLog(ref, 0, inline, copy, 0, 0);
        thief.enter(StatusWord.COMMITTED);
        assertTrue(heap.memory.compareAndSet(ref, stranger.lock(), thief.lock()));
        assertEquals(3, heap.read(ref, FIRST));
        assertEquals(copy, body());
        assertFalse(heap.memory.compareAndSet(ref, thief.lock(), 99));
    }

    @Test
    void shouldFinishTransactionsOfManyObjectsWhoseOwnerStandsStill() {
        long[] refs = new long[200];
        stranger.beginLog(refs.length, refs.length, 0);
        for (int i = 0; i < refs.length; i++) {
            refs[i] = heap.object(CELLS, 1);
        }
        Arrays.sort(refs);
        for (int i = 0; i < refs.length; i++) {
            stranger.writeRecord(i, refs[i], 0, i, 1);
            stranger.writeCell(i, FIRST + 3, i);
        }
        stranger.enter(StatusWord.LOCKING);
        for (int i = 0; i < refs.length; i++) {
            stranger.writeOldState(i, 0, refs[i] + ObjectLayout.INLINE_BODY);
            assertTrue(heap.memory.compareAndSet(refs[i], 0, stranger.lock()));
        }
        stranger.setWriteVersion(5);
        stranger.enter(StatusWord.COMMITTED);
        for (int i = refs.length - 1; i >= 0; i--) {
            assertEquals(i, heap.read(refs[i], FIRST + 3));
            assertEquals(5, heap.memory.getPlain(refs[i]));
        }
    }

    @Test
    void shouldReportAFullHeapWhenThereIsNoRoomToFinishACommit() {
        fill();
        stopInPlace(0);
        assertThrows(HeapFullException.class, () -> heap.read(ref, FIRST));
        assertEquals(stranger.lock(), heap.memory.getPlain(ref));
    }

    private void fill() {
        for (long size = 8L << 20; size >= 32; ) {
            try {
                heap.allocator.allocate(size);
            } catch (HeapFullException full) {
                size /= 2;
            }
        }
    }

    @Test
    void shouldReportALogThatChangesWordsOutsideTheBody() {
        long lock = heap.memory.getPlain(ref);
        stranger.writeSmallLog(ref, lock, inline, 0, 1, 0);
        stranger.writeSmallCell(0, FIRST + CELLS, 1, 7);
        commit(lock);
        assertThrows(HeapCorruptException.class, () -> heap.read(ref, FIRST));
    }

    @Test
    void shouldReportACommittedOwnerWhoseLogLacksTheObject() {
        stopInPlace(0);
        heap.memory.putPlain(SlotLayout.offset(stranger.number()) + SlotLayout.RECORD_COUNT, 0);
        assertThrows(HeapCorruptException.class, () -> heap.read(ref, FIRST));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.txn.TestHeap;

@Timeout(60)
class TakeoverTest extends BesideAStranger {
    /** What the stranger would do if it went on. */
    private void goOnInPlace(long body) {
        memory.putPlain(body + (FIRST + 1) * (long) Long.BYTES, 7);
        assertFalse(memory.compareAndSet(ref, stranger.lock(), 99));
        stranger.finishSmall();
    }

    @Test
    void shouldReadWhatACommittedOwnerHasNotWrittenYet() {
        stopInPlace(0);
        assertEquals(7, heap.read(ref, FIRST + 1));
        assertEquals(1, heap.read(ref, FIRST));
        assertEquals(1, heap.read(ref, FIRST + 2));
        assertEquals(CELLS, heap.read(ref, ObjectLayout.SIZE_WORD));
        assertFalse(LockWord.isLocked(memory.getPlain(ref)));
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
        assertEquals(42, memory.getPlain(ref));
    }

    @Test
    void shouldGiveASingleWriteAVersionBeyondClockAndOldVersion() {
        memory.putRelease(Superblock.CLOCK, 50);
        stopInPlace(0);
        heap.read(ref, FIRST);
        assertEquals(51, memory.getPlain(ref));
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
        memory.putVolatile(hazard, old);
        heap.replace(mutator, ref, heap.body(CELLS, 2));
        assertFalse(comesBack(old));
        memory.putVolatile(hazard, 0);
        assertTrue(comesBack(old));
    }

    @Test
    void shouldKeepAnAbandonedBodyAsLongAsItIsAHazard() {
        long old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        stopInPlace(0);
        long hazard = OldBodies.hazardOf(stranger.number());
        memory.putVolatile(hazard, old);
        heap.read(ref, FIRST);
        goOnInPlace(old);
        assertFalse(comesBack(old));
        memory.putVolatile(hazard, 0);
        assertTrue(comesBack(old));
    }

    @Test
    void shouldLeaveTheOldBodyOfAnExchangeToItsOwner() {
        long old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        stopWithNewBody(heap.body(CELLS, 9));
        heap.read(ref, FIRST);
        stranger.finishSmall();
        assertFalse(comesBack(old));
        strangers.oldBodies().recycle(ref, old);
        assertTrue(comesBack(old));
    }

    @Test
    void shouldWakeWhoWaitsForWhatItFinishes() {
        long futex = sleeper();
        long before = memory.getPlain(futex);
        assertTrue(memory.compareAndSet(ref, memory.getPlain(ref), LockWord.WAITERS));
        stopInPlace(0);
        heap.read(ref, FIRST);
        assertNotEquals(before, memory.getPlain(futex));
    }

    @Test
    void shouldNotMindTheHazardOfASlotThatBelongsToNobody() {
        long old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        memory.putVolatile(OldBodies.hazardOf(stranger.number()), old);
        strangers.close();
        heap.replace(mutator, ref, heap.body(CELLS, 2));
        assertTrue(comesBack(old));
    }

    @Test
    void shouldTakeOverATakeoverThatStandsStill() {
        Slot thief = new Slot(heap.allocator, heap.attachment.borrow().slot().number() + 1);
        thief.reopen();
        long copy = heap.body(CELLS, 3);
        stopInPlace(0);
        thief.writeSmallLog(ref, 0, inline, copy, 0, 0);
        thief.enter(StatusWord.COMMITTED);
        assertTrue(memory.compareAndSet(ref, stranger.lock(), thief.lock()));
        assertEquals(3, heap.read(ref, FIRST));
        assertEquals(copy, body());
        assertFalse(memory.compareAndSet(ref, thief.lock(), 99));
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
            assertTrue(memory.compareAndSet(refs[i], 0, stranger.lock()));
        }
        stranger.setWriteVersion(5);
        stranger.enter(StatusWord.COMMITTED);
        for (int i = refs.length - 1; i >= 0; i--) {
            assertEquals(i, heap.read(refs[i], FIRST + 3));
            assertEquals(5, memory.getPlain(refs[i]));
        }
    }

    @Test
    void shouldReportAFullHeapWhenThereIsNoRoomToFinishACommit() {
        fill();
        stopInPlace(0);
        assertThrows(HeapFullException.class, () -> heap.read(ref, FIRST));
        assertEquals(stranger.lock(), memory.getPlain(ref));
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
        long lock = memory.getPlain(ref);
        stranger.writeSmallLog(ref, lock, inline, 0, 1, 0);
        stranger.writeSmallCell(0, FIRST + CELLS, 1, 7);
        commit(ref, lock);
        assertThrows(HeapCorruptException.class, () -> heap.read(ref, FIRST));
    }

    @Test
    void shouldReportACommittedOwnerWhoseLogLacksTheObject() {
        stopInPlace(0);
        memory.putPlain(SlotLayout.offset(stranger.number()) + SlotLayout.RECORD_COUNT, 0);
        assertThrows(HeapCorruptException.class, () -> heap.read(ref, FIRST));
    }
}

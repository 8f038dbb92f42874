// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.TestHeap;

/** A stranger stands still in the middle of its commit. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnersTest {
    private final TestHeap heap = new TestHeap(16L << 20);
    private final Mutator mutator = heap.mutator();
    private final Slot stranger = heap.attachment.borrow().slot();
    private final long before = heap.object(1, 1);
    private final long ref = heap.object(1, 1);
    private final long after = heap.object(1, 1);

    @AfterEach
    void close() {
        heap.close();
    }

    private void stopIn(int state) {
        long lock = heap.memory.getPlain(ref);
        long[] refs = {before, ref, after};
        stranger.beginLog(refs.length, refs.length, refs.length);
        for (int i = 0; i < refs.length; i++) {
            stranger.writeRecord(i, refs[i], 0, i, 1);
            stranger.writeCell(i, FIRST, 2);
        }
        stranger.enter(StatusWord.LOCKING);
        stranger.writeOldState(1, lock, ref + ObjectLayout.INLINE_BODY);
        assertTrue(heap.memory.compareAndSet(ref, lock, stranger.lock()));
        stranger.enter(state);
    }

    @Test
    void shouldReadWithoutDisturbingAnOwnerThatTakesLocks() {
        stopIn(StatusWord.LOCKING);
        assertEquals(1, heap.read(ref, FIRST));
        mutator.begin(0);
        assertEquals(1, mutator.load(ref, FIRST));
        assertTrue(mutator.commit());
        assertEquals(stranger.lock(), heap.memory.getPlain(ref));
        assertFalse(stranger.isAborted());
    }

    @ParameterizedTest
    @ValueSource(ints = {StatusWord.LOCKING, StatusWord.VALID, StatusWord.ABORTED})
    void shouldWriteOverAnOwnerThatHasNotDecided(int state) {
        stopIn(state);
        heap.write(mutator, ref, FIRST, 5);
        assertEquals(5, heap.read(ref, FIRST));
        assertTrue(stranger.isAborted());
    }

    @ParameterizedTest
    @ValueSource(ints = {StatusWord.LOCKING, StatusWord.VALID, StatusWord.ABORTED})
    void shouldCommitOverAnOwnerThatHasNotDecided(int state) {
        stopIn(state);
        TestHeap.atomically(mutator, () -> mutator.store(ref, FIRST, mutator.load(ref, FIRST) + 5));
        assertEquals(6, heap.read(ref, FIRST));
        assertTrue(stranger.isAborted());
    }

    @Test
    void shouldAbortAnOwnerThatStaysValidToReadOnTheSafeSide() {
        stopIn(StatusWord.VALID);
        assertEquals(1, heap.read(ref, FIRST));
        assertTrue(stranger.isAborted());
        assertFalse(LockWord.isLocked(heap.memory.getPlain(ref)));
    }

    @Test
    void shouldKeepTheWaitersBitWhenALockIsTakenAway() {
        assertTrue(heap.memory.compareAndSet(ref, heap.memory.getPlain(ref), LockWord.WAITERS | 3));
        stopIn(StatusWord.ABORTED);
        assertEquals(1, heap.read(ref, FIRST));
        assertEquals(LockWord.WAITERS | 3, heap.memory.getPlain(ref));
    }

    @Test
    void shouldConflictWithACommittedOwnerRatherThanWait() {
        mutator.begin(0);
        mutator.store(ref, FIRST, mutator.load(ref, FIRST) + 1);
        stopIn(StatusWord.COMMITTED);
        assertFalse(mutator.commit());
    }

    @Test
    void shouldReportALockThatNobodyHolds() {
        heap.memory.putRelease(ref, LockWord.locked(stranger.number(), stranger.seq() + 100));
        assertThrows(HeapCorruptException.class, () -> heap.read(ref, FIRST));
    }

    @Test
    void shouldReportAVersionThatCannotBe() {
        heap.memory.putRelease(ref, LockWord.MAX_VERSION + 1);
        assertThrows(HeapCorruptException.class, () -> heap.write(mutator, ref, FIRST, 1));
        mutator.begin(0);
        assertThrows(HeapCorruptException.class, () -> mutator.load(ref, FIRST));
        mutator.abort();
    }

    @Test
    void shouldReportALockOfASlotThatDoesNotExist() {
        heap.memory.putRelease(ref, LockWord.locked(8000, 1));
        assertThrows(HeapCorruptException.class, () -> heap.read(ref, FIRST));
        assertThrows(HeapCorruptException.class, () -> heap.write(mutator, ref, FIRST, 1));
        mutator.begin(0);
        assertThrows(HeapCorruptException.class, () -> mutator.load(ref, FIRST));
        mutator.abort();
    }

    @Test
    void shouldReportAnUndecidedOwnerWhoseLogLacksTheObject() {
        stopIn(StatusWord.LOCKING);
        heap.memory.putPlain(SlotLayout.offset(stranger.number()) + SlotLayout.RECORD_COUNT, 0);
        mutator.begin(0);
        assertThrows(HeapCorruptException.class, () -> mutator.load(ref, FIRST));
        mutator.abort();
    }

    @Test
    void shouldGiveASlotBackOnlyOnce() {
        mutator.close();
        Mutator next = heap.mutator();
        mutator.close();
        SlotPair another = heap.attachment.borrow();
        assertNotEquals(stranger.number(), another.slot().number());
        next.close();
        assertNotEquals(another.slot().number(), heap.attachment.borrow().slot().number());
    }
}

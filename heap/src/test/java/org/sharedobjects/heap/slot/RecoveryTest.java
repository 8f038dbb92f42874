// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Interruption;

/** The stranger is dead, and somebody ends what it has begun. */
@Timeout(60)
class RecoveryTest extends BesideAStranger {
    private void recover() {
        new Recovery(heap.allocator, new Barrier(heap.allocator.memory(), heap.allocator.marks()))
                .end(new Slot(heap.allocator, stranger.number()));
    }

    private void assertEnded(long before) {
        long status = memory.getPlain(stranger.offset());
        assertEquals(StatusWord.IDLE, StatusWord.state(status));
        assertTrue(StatusWord.seq(status) > before, "its seq is used again");
        assertFalse(LockWord.isLocked(memory.getPlain(ref)));
    }

    @ParameterizedTest
    @ValueSource(ints = {StatusWord.LOCKING, StatusWord.VALID, StatusWord.ABORTED})
    void shouldUndoWhatIsNotDecided(int state) {
        long lock = LockWord.WAITERS | 3;
        assertTrue(memory.compareAndSet(ref, memory.getPlain(ref), lock));
        stranger.writeSmallLog(ref, lock, inline, 0, 1, 5);
        stranger.writeSmallCell(0, FIRST + 1, 1, 7);
        stranger.enter(StatusWord.LOCKING);
        assertTrue(memory.compareAndSet(ref, lock, stranger.lock()));
        stranger.enter(state);
        recover();
        assertEnded(stranger.seq());
        assertEquals(lock, memory.getPlain(ref));
        assertEquals(1, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldDoAllOfWhatIsCommitted() {
        long[] refs = {ref, heap.object(CELLS, 1)};
        stranger.beginLog(2, 2, 0);
        for (int i = 0; i < 2; i++) {
            stranger.writeRecord(i, refs[i], 0, i, 1);
            stranger.writeCell(i, FIRST + i, 7);
            stranger.writeOldState(i, 0, refs[i] + ObjectLayout.INLINE_BODY);
            assertTrue(memory.compareAndSet(refs[i], 0, stranger.lock()));
        }
        stranger.setWriteVersion(5);
        stranger.enter(StatusWord.COMMITTED);
        recover();
        assertEnded(stranger.seq());
        for (int i = 0; i < 2; i++) {
            assertEquals(5, memory.getPlain(refs[i]));
            assertEquals(7, heap.read(refs[i], FIRST + i));
        }
    }

    @Test
    void shouldExchangeTheBodyOfWhatIsCommitted() {
        long newBody = heap.body(CELLS, 9);
        stopWithNewBody(newBody);
        recover();
        assertEnded(stranger.seq());
        assertEquals(newBody, body());
    }

    @Test
    void shouldWakeWhoWaitsForWhatItDoes() {
        long futex = sleeper();
        long before = memory.getPlain(futex);
        assertTrue(memory.compareAndSet(ref, memory.getPlain(ref), LockWord.WAITERS));
        stopInPlace(0);
        recover();
        assertNotEquals(before, memory.getPlain(futex));
    }

    @Test
    void shouldNotRepeatWhatItsOwnerHadDone() {
        stopInPlace(0);
        memory.putPlain(inline + (FIRST + 1) * (long) Long.BYTES, 7);
        assertTrue(memory.compareAndSet(ref, stranger.lock(), 1));
        heap.write(mutator, ref, FIRST + 1, 8);
        recover();
        assertEnded(stranger.seq());
        assertEquals(8, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldNotExchangeTheBodyOfALaterCommit() {
        stopWithNewBody(heap.body(CELLS, 9));
        long later = heap.body(CELLS, 4);
        Interruption.of(this::recover, () -> true, () -> heap.replace(bystander, ref, later));
        assertEquals(later, body());
    }

    @Test
    void shouldNotUnlockForALaterCommit() {
        stopInPlace(0);
        long[] lock = new long[1];
        Interruption.of(this::recover, () -> memory.getPlain(inline + (FIRST + 1) * (long) Long.BYTES) == 7, () -> {
            heap.write(bystander, ref, FIRST + 1, 8);
            lock[0] = memory.getPlain(ref);
        });
        assertEquals(lock[0], memory.getPlain(ref));
        assertEquals(8, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldEndWhatAnErrorHasCutShort() {
        stopInPlace(0);
        strangers.repair();
        assertEnded(stranger.seq() - 1);
        assertEquals(7, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldEndWhatIsBegunWhenSlotsAreGivenBack() {
        stopInPlace(0);
        strangers.close();
        assertFalse(LockWord.isLocked(memory.getPlain(ref)));
        assertEquals(7, heap.read(ref, FIRST + 1));
    }

    private long stopTakeover() {
        long copy = heap.body(CELLS, 3);
        Slot thief = new Slot(heap.allocator, stranger.number() + 1);
        thief.reopen();
        thief.writeSmallLog(ref, 0, inline, copy, 0, 0);
        thief.enter(StatusWord.COMMITTED);
        assertTrue(memory.compareAndSet(ref, 0, thief.lock()));
        return copy;
    }

    @Test
    void shouldEndATakeoverThatIsBegunWhenSlotsAreGivenBack() {
        long copy = stopTakeover();
        strangers.close();
        assertFalse(LockWord.isLocked(memory.getPlain(ref)));
        assertEquals(copy, body());
    }

    @Test
    void shouldEndATakeoverThatTheOneBeforeHasBegun() {
        long copy = stopTakeover();
        SlotPair adopted = new SlotPair(heap.attachment, stranger.number());
        assertFalse(LockWord.isLocked(memory.getPlain(ref)));
        assertEquals(copy, body());
        adopted.close();
    }
}

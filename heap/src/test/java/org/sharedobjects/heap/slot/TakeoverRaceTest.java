// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Interruption;

/** The stranger goes on, just before one of the stores of the one who finishes its commit. */
@Timeout(60)
class TakeoverRaceTest extends BesideAStranger {
    /** Of the one who finishes: it was the first to take slots. */
    private static final int TAKEOVER_SLOT = 1;

    private static final long LATER = 50;
    private static final long HAZARD = OldBodies.hazardOf(TAKEOVER_SLOT - 1);

    private long old;
    private long newBody;

    private void stopBeforeExchange() {
        old = heap.body(CELLS, 1);
        heap.replace(mutator, ref, old);
        newBody = heap.body(CELLS, 2);
        stopWithNewBody(newBody);
    }

    private void finish() {
        mutator.settle(ref);
    }

    private void goOnWithExchange() {
        memory.compareAndSet(ref + ObjectLayout.BODY, old, newBody);
        unlock();
        strangers.oldBodies().recycle(ref, old);
    }

    private void unlock() {
        assertTrue(memory.compareAndSet(ref, stranger.lock(), LATER));
        stranger.finishSmall();
    }

    /** A body at that place, which must be free. */
    private long bodyAt(long place) {
        for (int i = 0; i < 1_000; i++) {
            if (heap.body(CELLS, 3) == place) {
                return place;
            }
        }
        throw new AssertionError("it does not come back");
    }

    @Test
    void shouldNotExchangeABodyThatHasComeBackSinceTheLogWasRead() {
        stopBeforeExchange();
        Interruption.of(this::finish, () -> true, () -> {
            goOnWithExchange();
            heap.replace(bystander, ref, bodyAt(old));
        });
        assertEquals(old, body());
        assertEquals(3, heap.read(ref, FIRST));
    }

    @Test
    void shouldKeepTheBodyItIsAboutToExchangeFromComingBack() {
        stopBeforeExchange();
        Interruption.of(this::finish, () -> memory.getVolatile(HAZARD) == old, () -> {
            goOnWithExchange();
            assertFalse(comesBack(old));
        });
        assertTrue(comesBack(old));
    }

    @Test
    void shouldNotExchangeTheBodyOfALaterCommit() {
        stopBeforeExchange();
        long later = heap.body(CELLS, 4);
        Interruption.of(this::finish, () -> memory.getVolatile(HAZARD) == old, () -> {
            goOnWithExchange();
            heap.replace(bystander, ref, later);
        });
        assertEquals(later, body());
    }

    @Test
    void shouldNotUnlockForALaterCommit() {
        stopBeforeExchange();
        long[] lock = new long[1];
        Interruption.of(this::finish, () -> body() == newBody, () -> {
            goOnWithExchange();
            heap.write(bystander, ref, FIRST, 5);
            lock[0] = memory.getPlain(ref);
        });
        assertEquals(lock[0], memory.getPlain(ref));
    }

    @Test
    void shouldLoseNothingAndKeepNoCopyWhenTheOwnerIsFaster() {
        stopInPlace(0);
        long[] copy = new long[1];
        Interruption.of(this::finish, this::takesOver, () -> {
            copy[0] = memory.getPlain(SlotLayout.offset(TAKEOVER_SLOT) + SlotLayout.INLINE_LOG + LogRecord.NEW_BODY);
            unlock();
            heap.write(bystander, ref, FIRST + 1, 8);
        });
        assertEquals(8, heap.read(ref, FIRST + 1));
        assertEquals(inline, body());
        assertTrue(comesBack(copy[0]));
    }

    private boolean takesOver() {
        long status = memory.getPlain(SlotLayout.offset(TAKEOVER_SLOT) + SlotLayout.STATUS);
        return StatusWord.state(status) == StatusWord.COMMITTED;
    }

    @Test
    void shouldLockUnderAnotherSeqEachTime() {
        long[] locks = new long[2];
        for (int i = 0; i < locks.length; i++) {
            int round = i;
            stopInPlace(0);
            Interruption.of(this::finish, this::hasTakenOver, () -> locks[round] = memory.getPlain(ref));
            stranger.finishSmall();
        }
        assertNotEquals(locks[0], locks[1]);
    }

    private boolean hasTakenOver() {
        long lock = memory.getPlain(ref);
        return LockWord.isLocked(lock) && LockWord.slot(lock) == TAKEOVER_SLOT;
    }

    private static final class Strike extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void shouldEndWhatAnErrorHasCutShortBeforeItFinishesAnother() {
        stopInPlace(0);
        Runnable struck = () -> assertThrows(Strike.class, this::finish);
        Interruption.of(struck, this::hasTakenOver, () -> {
            throw new Strike();
        });
        stranger.finishSmall();
        long another = heap.object(CELLS, 1);
        stopInPlace(another, 0);
        mutator.settle(another);
        assertEquals(7, heap.read(another, FIRST + 1));
        assertEquals(7, heap.read(ref, FIRST + 1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;

/** How long one look at a locked object goes on: spins, then yields, then sleeps, and in the end gives up. */
@SuppressWarnings("ThreadPriorityCheck") // only where the alternative is to spin
public final class Patience {
    /** Each twice as long as the one before: every look takes the line of the lock away from its owner. */
    private static final int SPINS = 6;

    private static final int YIELDS = 100;
    private static final long FIRST_SLEEP_NANOS = 20_000;
    private static final long LAST_SLEEP_NANOS = 1_000_000;
    private static final long NONSENSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long COMMIT_NANOS = 20_000;
    private static final long BYTES_PER_NANO = 4;
    private static final long ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long lock;
    private int rounds;
    private int nonsense;
    private long nonsenseSince;
    private long since;
    private long sleepNanos = FIRST_SLEEP_NANOS;

    /** Starts anew when the lock word is another one than before. */
    public void lookAt(long locked) {
        if (locked != lock) {
            lock = locked;
            rounds = 0;
            nonsense = 0;
            sleepNanos = FIRST_SLEEP_NANOS;
        }
    }

    /** True for about two microseconds, or {@code nanos} if that is longer. */
    boolean undecidedMayGoOn(long nanos) {
        return rounds < SPINS || System.nanoTime() - since < nanos;
    }

    void pause() {
        if (rounds == 0) {
            since = System.nanoTime();
        }
        rounds++;
        if (rounds <= SPINS) {
            Spin.turns(1 << (rounds - 1));
        } else if (rounds <= SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(sleepNanos);
            sleepNanos = Math.min(2 * sleepNanos, LAST_SLEEP_NANOS);
        }
    }

    /**
     * True for as long as an owner that has committed should be left to finish, since doing it instead means to copy a body
     * of that many bytes: about as long as that takes.
     */
    boolean committedMayGoOn(long bytes) {
        return rounds < SPINS || System.nanoTime() - since < COMMIT_NANOS + bytes / BYTES_PER_NANO;
    }

    /** There was no room to go on without the owner; it may still go on, or somebody may make room. */
    void pauseForRoom(HeapFullException full) {
        pause();
        if (rounds > SPINS + YIELDS && System.nanoTime() - since > ROOM_NANOS) {
            throw full;
        }
    }

    /** The lock word names an owner that does not know of it; that can only be so for a moment. */
    public void pauseForNonsense() {
        if (nonsense++ == 0) {
            nonsenseSince = System.nanoTime();
        }
        pause();
        if (nonsense > SPINS + YIELDS && System.nanoTime() - nonsenseSince > NONSENSE_NANOS) {
            throw new HeapCorruptException("object is locked by nobody: lock=%x".formatted(lock));
        }
    }
}

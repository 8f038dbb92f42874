// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.handle.Handles;

/**
 * Notices that this process has fallen idle, and says when it is worth while to look for wrappers that nobody holds any more:
 * once, if it has made any since the last look, and a few times more, ever more seldom, while there are any, since dropping them
 * leaves no trace. What runs now and then, and drops next to nothing, is looked at ever more seldom, too.
 */
final class Idleness {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** A run of Java's collector costs the same for few handles as for many. */
    private static final long LAST_PAUSE_OF_FEW_NANOS = TimeUnit.SECONDS.toNanos(8);

    /** Of its time a process is looked at for one part at most. */
    private static final int SHARE = 4;
    /** Handles made that are worth a look soon, and handles that are worth another look at once, or a thorough one. */
    static final long MANY = 1000;

    /** Handles that a busy process is looked at for, if they are twice as many as after the last look. */
    private static final long VERY_MANY = 1 << 20;

    /** Bytes that were worth a look. */
    private static final long MUCH_BYTES = 64 << 10;

    private final Handles handles;
    private long activity;
    private long idleSince = System.nanoTime();
    private long made;
    private long endedBefore;
    /** The last look has found so many that there are likely to be more. */
    private boolean unfinished;

    private long left;
    private long looked = idleSince - LAST_PAUSE_NANOS;
    private long pauseNanos;
    /** What the share of the last look takes. */
    private long lookNanos;

    Idleness(Handles handles) {
        this.handles = handles;
    }

    /** Making wrappers is something that is done, also where compiled code makes them of what it reads. */
    boolean isIdle(Participant process, long now) {
        long activityNow = process.activity() + handles.made();
        if (activityNow != activity) {
            activity = activityNow;
            idleSince = now;
        }
        return now - idleSince >= IDLE_NANOS;
    }

    /** To be asked when there is something to be done about it. */
    boolean isReallyIdle(Participant process, long now) {
        boolean busy = process.isBusy();
        if (busy) {
            idleSince = now;
        }
        return !busy;
    }

    /** To be asked while idle. */
    boolean isWorthALook(long now) {
        if (unfinished) {
            return true;
        }
        long since = handles.made() - made;
        long pause = since >= MANY ? Math.min(pauseNanos, FIRST_PAUSE_NANOS) : pauseNanos;
        return now - looked >= pause && (since != 0 || isWorthAnother());
    }

    private boolean isWorthAnother() {
        long count = handles.count();
        return count != 0 && pauseNanos < (count < MANY ? LAST_PAUSE_OF_FEW_NANOS : LAST_PAUSE_NANOS);
    }

    /** The same where another process looks, who may need the room. */
    boolean isWorthALookWithOthers(long now) {
        return handles.count() != 0 && now - looked >= Math.max(FIRST_PAUSE_NANOS, lookNanos);
    }

    /** The same while busy: most of so many are likely to be over, and Java's collector comes ever later as its own heap grows. */
    boolean isWorthALookWhileBusy(long now) {
        return handles.count() >= Math.max(VERY_MANY, 2 * left) && now - looked >= lookNanos;
    }

    /** A look begins because of that. */
    void spend() {
        pauseNanos = Math.clamp(2 * pauseNanos, FIRST_PAUSE_NANOS, LAST_PAUSE_NANOS);
    }

    /** What was made by now is looked at. */
    void lookBegins() {
        made = handles.made();
        endedBefore = handles.ended();
        unfinished = false;
    }

    void lookIsOver(long began, long now) {
        looked = now;
        left = handles.count();
        unfinished = handles.ended() - endedBefore >= MANY && handles.count() >= MANY;
        lookNanos = Math.min(SHARE * (now - began), LAST_PAUSE_NANOS);
        pauseNanos = Math.max(pauseNanos, lookNanos);
    }

    void released(long bytes) {
        if (bytes >= MUCH_BYTES) {
            pauseNanos = Math.min(pauseNanos, FIRST_PAUSE_NANOS);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;
import org.sharedobjects.heap.process.Standstill;

/**
 * Processes that do not pass because they have been stopped, over several cycles. Whatever such a process has in hand was live
 * when it was seen to stand still, and has not become more since if it is at the same point later. So a cycle can do
 * without its passing, if it takes all for reachable that was live then.
 */
final class Standing {
    /** Looking at a process takes some system calls for each of its threads. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Null until it was seen there twice: who sleeps for a moment has moved by then. */
    private record Seen(Standstill at, @Nullable LiveBlocks live) {}

    private final Segment segment;
    private final ProcessTable processes;
    private final Map<Long, Seen> seen = new HashMap<>();
    private long nextLook;

    Standing(Segment segment, ProcessTable processes) {
        this.segment = segment;
        this.processes = processes;
    }

    /** They will be looked at after a pause: usually all pass before that. */
    void pause() {
        nextLook = System.nanoTime() + PAUSE_NANOS;
    }

    /** Whether all these owners stand still, at this moment, where they did when blocks were looked at. Looks now and then only. */
    boolean isTrueOf(Set<Long> owners) {
        if (System.nanoTime() - nextLook < 0) {
            return false;
        }
        retain(owners);
        boolean all = true;
        for (long owner : owners) {
            Standstill now = processes.standstill(owner);
            if (now == null) {
                seen.remove(owner);
                all = false;
                break;
            }
            all &= isWhereItWas(owner, now);
        }
        pause();
        return all;
    }

    private boolean isWhereItWas(long owner, Standstill now) {
        Seen before = seen.get(owner);
        if (before == null || !before.at.equals(now)) {
            seen.put(owner, new Seen(now, null));
            return false;
        }
        if (before.live == null) {
            // Blocks are looked at after the process was.
            seen.put(owner, new Seen(now, LiveBlocks.take(segment)));
            return false;
        }
        return true;
    }

    /** Forgets all but these. */
    void retain(Set<Long> owners) {
        seen.keySet().retainAll(owners);
    }

    /** Marks what they may have in hand. */
    void mark(Marker marker) {
        for (Seen process : seen.values()) {
            Objects.requireNonNull(process.live).forEach(marker::anything);
        }
    }
}

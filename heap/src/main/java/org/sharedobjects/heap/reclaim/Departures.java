// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.process.ProcessTable;

/**
 * Counts processes that have left the heap or died: what they have kept may be garbage now. One that comes and goes between two looks is
 * overlooked. For one thread.
 */
final class Departures {
    /** A look costs a system call for each other process. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProcessTable processes;
    /** Owner words of those seen alive, by number. */
    private final long[] alive;

    private long looked;
    private long count;

    Departures(ProcessTable processes) {
        this.processes = processes;
        this.alive = new long[processes.capacity()];
        look(System.nanoTime());
    }

    long count() {
        long now = System.nanoTime();
        if (now - looked >= PAUSE_NANOS) {
            look(now);
        }
        return count;
    }

    private void look(long now) {
        looked = now;
        for (int number = 0; number < alive.length; number++) {
            long living = processes.living(number);
            if (living != alive[number] && alive[number] != ProcessLayout.NOBODY) {
                count++;
            }
            alive[number] = living;
        }
    }
}

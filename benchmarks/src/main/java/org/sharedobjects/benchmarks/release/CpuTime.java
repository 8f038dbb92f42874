// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** CPU time of threads, which others on the same machine disturb less than they do time that passes. */
final class CpuTime {
    private static final String COLLECTOR = "shared-objects-collector";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** Of the calling thread. */
    static long ownNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Of the collectors of shared heaps in this process that are open. */
    static long collectorNanos() {
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals(COLLECTOR)) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }
}

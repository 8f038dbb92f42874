// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import java.time.Instant;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Memory;

/**
 * What an entry of the process table says of its process: pid and start time. For people, for finding out whether it stands still; and where the system has no
 * {@linkplain org.sharedobjects.heap.memory.LivenessLocks locks} that end with a process, for guessing whether it lives.
 */
final class ProcessDescription {
    /** Start times can be off where they are computed from the time since the machine was started. */
    private static final long TOLERANCE_MILLIS = 2_000;

    private static final long UNKNOWN = 0;
    static final long NO_PID = 0;

    private ProcessDescription() {}

    /** Describes this process as the incarnation of the entry at this offset. */
    static void write(Memory memory, long entry, long incarnation) {
        ProcessHandle self = ProcessHandle.current();
        memory.putPlain(entry + ProcessLayout.PID, self.pid());
        memory.putPlain(entry + ProcessLayout.START_TIME, startMillis(self));
        memory.putPlain(entry + ProcessLayout.NAMESPACE, Standstill.namespace());
        memory.putRelease(entry + ProcessLayout.DESCRIBED, incarnation);
    }

    /** False when the process certainly has ended; one that has not described itself yet may live. */
    static boolean mayLive(Memory memory, long entry, long incarnation) {
        if (memory.getAcquire(entry + ProcessLayout.DESCRIBED) != incarnation) {
            return true;
        }
        long pid = memory.getPlain(entry + ProcessLayout.PID);
        long start = memory.getPlain(entry + ProcessLayout.START_TIME);
        return pid > 0
                && ProcessHandle.of(pid).filter(found -> matches(found, start)).isPresent();
    }

    /** The pid as this process knows it; {@link #NO_PID} if the other has not described itself, or lives in another namespace. */
    static long pid(Memory memory, long entry, long incarnation) {
        boolean described = memory.getAcquire(entry + ProcessLayout.DESCRIBED) == incarnation;
        long namespace = memory.getPlain(entry + ProcessLayout.NAMESPACE);
        boolean comparable = described && namespace != UNKNOWN && namespace == Standstill.namespace();
        return comparable ? memory.getPlain(entry + ProcessLayout.PID) : NO_PID;
    }

    private static boolean matches(ProcessHandle process, long start) {
        long actual = startMillis(process);
        boolean comparable = start != UNKNOWN && actual != UNKNOWN;
        return process.isAlive() && (!comparable || isClose(start, actual));
    }

    private static boolean isClose(long start, long actual) {
        return actual - TOLERANCE_MILLIS <= start && start <= actual + TOLERANCE_MILLIS;
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(UNKNOWN);
    }
}

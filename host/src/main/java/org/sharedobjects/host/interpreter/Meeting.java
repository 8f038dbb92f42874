// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A barrier for a fixed number of interpreters, usable again and again. Whoever gives up is simply not there yet. */
final class Meeting {

    private final int parties;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition complete = lock.newCondition();
    private int present;
    private long round;

    Meeting(int parties) {
        this.parties = parties;
    }

    /** Blocks until all are here; false when the time was up first. Negative timeout: no limit. */
    boolean await(long timeoutNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (++present == parties) {
                present = 0;
                round++;
                complete.signalAll();
                return true;
            }
            return awaitRound(round, timeoutNanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitRound(long mine, long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos < 0 ? Long.MAX_VALUE : timeoutNanos;
        try {
            while (round == mine) {
                if (left <= 0) {
                    return false;
                }
                left = complete.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            if (round == mine) {
                throw e;
            }
            // It was met meanwhile; the caller must not take part in the next one too.
            Thread.currentThread().interrupt();
            return true;
        } finally {
            if (round == mine) {
                present--;
            }
        }
    }
}

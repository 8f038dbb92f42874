// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/** Interrupts of JavaScript cells: of what waits, and of what nothing else has ended. Thread-safe. */
final class Interruption {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 50;

    private @Nullable Context running;
    private boolean waits;
    private int count;
    private @Nullable Thread ending;

    synchronized void begin(Context context) {
        running = context;
        count = 0;
    }

    /** What ends a cell by force must not meet the next. */
    void end() {
        Thread thread;
        synchronized (this) {
            running = null;
            thread = ending;
            ending = null;
        }
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void await(Lock lock) throws InterruptedException {
        while (!lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            pause(0);
        }
    }

    /** Throws when the cell is interrupted before the time is up. */
    synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        waits = true;
        try {
            for (long left = millis; left > 0 && count == 0; left = remaining(end)) {
                wait(left);
            }
        } finally {
            waits = false;
        }
        if (count > 0) {
            throw new InterruptedException();
        }
    }

    private static long remaining(long end) {
        return Duration.ofNanos(end - System.nanoTime() + Duration.ofMillis(1).toNanos() - 1)
                .toMillis();
    }

    /** Whether this ends the cell; otherwise Python's interrupt does, which its code may handle. */
    synchronized boolean interrupt() {
        Context context = running;
        if (context == null) {
            return false;
        }
        count++;
        if (waits) {
            notifyAll();
            return true;
        }
        if (count > 1 && ending == null) {
            ending = Thread.ofPlatform().daemon().name("interrupting").start(() -> end(context));
        }
        return count > 1;
    }

    private static void end(Context context) {
        try {
            context.interrupt(LIMIT);
        } catch (TimeoutException | IllegalStateException e) {
            // it goes on waiting for what cannot be interrupted, or has been closed
        }
    }
}

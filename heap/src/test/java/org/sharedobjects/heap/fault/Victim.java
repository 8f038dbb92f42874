// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.memory.FaultPoints;

/** A thread that runs one operation and is stopped before one of its stores to the heap. */
final class Victim {
    private static final long LIMIT_SECONDS = 60;
    private static final Map<Thread, Victim> VICTIMS = new ConcurrentHashMap<>();

    private static volatile Runnable others = () -> {};

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch thawed = new CountDownLatch(1);
    private final Thread thread;
    private int storesLeft;
    private volatile boolean frozen;
    private volatile @Nullable Throwable failure;

    /** {@code stopBefore}: number of the store it does not do until {@link #thaw}, counted from 0. */
    Victim(Runnable operation, int stopBefore) {
        storesLeft = stopBefore;
        thread = new Thread(() -> run(operation), "victim");
        thread.setDaemon(true);
        VICTIMS.put(thread, this);
        FaultPoints.set(Victim::reach);
        thread.start();
    }

    /** Something that all threads run before each of their stores, besides. */
    static void alsoBeforeStores(Runnable action) {
        others = action;
        FaultPoints.set(Victim::reach);
    }

    private static void reach() {
        others.run();
        Victim victim = VICTIMS.get(Thread.currentThread());
        if (victim != null && victim.storesLeft-- == 0) {
            victim.freeze();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private void freeze() {
        frozen = true;
        stopped.countDown();
        boolean interrupted = false;
        while (thawed.getCount() > 0) {
            try {
                thawed.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        frozen = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable operation) {
        try {
            operation.run();
        } catch (Throwable e) {
            failure = e;
        } finally {
            VICTIMS.remove(thread);
            stopped.countDown();
        }
    }

    /** Waits until it stands still; false when it has come to its end instead. */
    boolean isFrozen() throws InterruptedException {
        assertTrue(stopped.await(LIMIT_SECONDS, SECONDS), "the victim neither stands still nor ends");
        return frozen;
    }

    /** Lets it go on to its end. */
    void thaw() throws InterruptedException {
        thawed.countDown();
        thread.join(SECONDS.toMillis(LIMIT_SECONDS));
        assertTrue(!thread.isAlive(), "the victim does not end");
        assertNull(failure, () -> "the victim failed: " + failure);
    }
}

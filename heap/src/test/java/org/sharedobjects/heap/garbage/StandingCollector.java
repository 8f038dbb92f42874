// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sharedobjects.heap.memory.FaultPoints;

/**
 * Lets the collector of one attachment stand still before one of its stores. Not before one that only poisons: that is done before
 * the decision, and would not be right in a collector that stands still for long.
 */
final class StandingCollector implements AutoCloseable {
    private final Thread victim;
    private final CountDownLatch stands = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final long stop;
    private long stores;

    /** @param stop number of the store, {@code Long.MAX_VALUE} only to count */
    StandingCollector(Thread victim, long stop) {
        this.victim = victim;
        this.stop = stop;
        FaultPoints.set(this::reach);
    }

    static boolean isCollector(Thread thread) {
        return thread.getName().equals("shared-objects-collector");
    }

    static Set<Thread> collectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(StandingCollector::isCollector)
                .collect(Collectors.toSet());
    }

    private void reach() {
        if (Thread.currentThread() == victim && !isPoisoning() && stores++ == stop) {
            stands.countDown();
            boolean interrupted = false;
            while (goesOn.getCount() > 0) {
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isPoisoning() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.limit(12).anyMatch(frame -> frame.getMethodName().equals("poison")));
    }

    boolean stands(long millis) throws InterruptedException {
        return stands.await(millis, TimeUnit.MILLISECONDS);
    }

    boolean stands() {
        return stands.getCount() == 0;
    }

    void goOn() {
        goesOn.countDown();
    }

    /** Number of stores so far; for when the victim is at rest. */
    long stores() {
        return stores;
    }

    @Override
    public void close() {
        goOn();
        FaultPoints.set(null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.sharedobjects.heap.txn.Mutator;

/** Runs actions at the same time, each on its own thread with its own mutator; the first failure is thrown. */
final class Together {
    private static final int LIMIT_SECONDS = Scale.rounds(60);

    private Together() {}

    interface Action {
        void run(Mutator mutator) throws Exception;
    }

    static void run(WordHeap heap, Action... actions) throws Exception {
        CyclicBarrier start = new CyclicBarrier(actions.length);
        ExecutorService threads = Executors.newFixedThreadPool(
                actions.length, Thread.ofPlatform().daemon().factory());
        try {
            CompletionService<Boolean> running = new ExecutorCompletionService<>(threads);
            List<Future<Boolean>> all = new ArrayList<>();
            for (Action action : actions) {
                all.add(running.submit(() -> runOne(heap, start, action)));
            }
            long deadline = System.nanoTime() + SECONDS.toNanos(LIMIT_SECONDS);
            for (int left = all.size(); left > 0; left--) {
                Future<Boolean> done = running.poll(deadline - System.nanoTime(), NANOSECONDS);
                if (done == null) {
                    throw new TimeoutException("still running after " + LIMIT_SECONDS + " s");
                }
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean runOne(WordHeap heap, CyclicBarrier start, Action action) throws Exception {
        try (Mutator mutator = heap.mutator()) {
            start.await(LIMIT_SECONDS, SECONDS);
            action.run(mutator);
            return true;
        }
    }
}

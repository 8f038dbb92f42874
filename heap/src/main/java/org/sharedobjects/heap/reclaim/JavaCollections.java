// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs of Java's collector that heaps of this process have asked for. One serves all who asked before it began. */
final class JavaCollections {
    private static @Nullable CompletableFuture<Void> last;
    private static long lastBegan;
    private static boolean lastWasThorough;

    private JavaCollections() {}

    /**
     * A run that begins after this moment, given as of {@link System#nanoTime}. Nobody waits for it here: it may take a second.
     *
     * @param thorough runs twice: what a large array keeps that has died itself, G1 finds only in the second run
     */
    static synchronized CompletableFuture<Void> after(long moment, boolean thorough) {
        CompletableFuture<Void> known = last;
        if (known != null && lastBegan - moment >= 0 && (lastWasThorough || !thorough)) {
            return known;
        }
        CompletableFuture<Void> begun = new CompletableFuture<>();
        last = begun;
        lastBegan = System.nanoTime();
        lastWasThorough = thorough;
        Thread.ofPlatform().daemon().name("shared-objects-java-collection").start(() -> run(begun, thorough));
        return begun;
    }

    private static void run(CompletableFuture<Void> end, boolean thorough) {
        try {
            System.gc();
            if (thorough) {
                System.gc();
            }
        } finally {
            end.complete(null);
        }
    }
}

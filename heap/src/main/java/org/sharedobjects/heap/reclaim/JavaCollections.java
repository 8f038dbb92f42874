// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs of Java's collector that heaps of this process have asked for. One serves all who asked before it began. */
final class JavaCollections {
    private static @Nullable CompletableFuture<Void> last;
    private static long lastBegan;

    private JavaCollections() {}

    /** A run that begins after this moment, given as of {@link System#nanoTime}. Nobody waits for it here: it may take a second. */
    static synchronized CompletableFuture<Void> after(long moment) {
        CompletableFuture<Void> known = last;
        if (known != null && lastBegan - moment >= 0) {
            return known;
        }
        CompletableFuture<Void> begun = new CompletableFuture<>();
        last = begun;
        lastBegan = System.nanoTime();
        Thread.ofPlatform().daemon().name("shared-objects-java-collection").start(() -> run(begun));
        return begun;
    }

    private static void run(CompletableFuture<Void> end) {
        try {
            System.gc();
        } finally {
            end.complete(null);
        }
    }
}

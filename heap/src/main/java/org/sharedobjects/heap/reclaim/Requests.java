// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Those who wait for a cycle that begins after they have asked. Thread-safe. */
final class Requests {
    private final ConcurrentLinkedQueue<CompletableFuture<CollectionReport>> waiting = new ConcurrentLinkedQueue<>();

    CompletableFuture<CollectionReport> add() {
        CompletableFuture<CollectionReport> request = new CompletableFuture<>();
        waiting.add(request);
        return request;
    }

    int count() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Completes those who asked first. */
    void complete(int count, CollectionReport result) {
        CompletableFuture<CollectionReport> request;
        for (int i = 0; i < count && (request = waiting.poll()) != null; i++) {
            request.complete(result);
        }
    }

    /** Lets those who asked first wait for something else. */
    void moveTo(Requests other, int count) {
        CompletableFuture<CollectionReport> request;
        for (int i = 0; i < count && (request = waiting.poll()) != null; i++) {
            other.waiting.add(request);
        }
    }

    void cancel() {
        complete(Integer.MAX_VALUE, CollectionReport.NONE);
    }

    void fail(Throwable reason) {
        for (CompletableFuture<CollectionReport> request; (request = waiting.poll()) != null; ) {
            request.completeExceptionally(reason);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.error;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.RoomWait;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.truffle.error.Guard.Operation;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Blocking;
import org.sharedobjects.truffle.interpreter.InterpreterState;

/**
 * Runs operations that have found the heap full again, as long as collections make room; not in transactions, which are run again
 * as a whole.
 */
final class Room {
    private Room() {}

    /** In no operation, unless this one is part of another, which has temporaries: then there is no room. */
    static <T extends @Nullable Object> T again(AttachedHeap home, Operation<T> operation, HeapFullException first)
            throws Exception {
        InterpreterState interpreter = home.interpreter;
        HeapFullException full = first;
        if (interpreter.transactionHeap() != null || home.isDetached() || interpreter.passage.isInside()) {
            throw full;
        }
        RoomWait wait = home.heap.roomWait();
        while (wait.makesRoom(cycle -> Blocking.betweenOperations(interpreter, state -> await(cycle)))) {
            try {
                return Guard.attempt(interpreter.passage, operation);
            } catch (HeapFullException again) {
                full = again;
            }
        }
        throw full;
    }

    private static CollectionReport await(CompletableFuture<CollectionReport> cycle) throws InterruptedException {
        try {
            return cycle.get();
        } catch (ExecutionException failed) {
            return CollectionReport.NONE;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;

/** A private heap for each test. */
abstract class HeapTest {
    SharedHeap heap;
    Allocator allocator;
    Mutator mutator;

    @BeforeEach
    void open() {
        heap = SharedHeap.openPrivate(Size.gib(1));
        allocator = heap.allocator();
        mutator = heap.mutator();
    }

    @AfterEach
    void close() {
        heap.close();
    }

    long hash(long cell) {
        return Immutables.hash(heap.memory(), cell);
    }

    static long integer(long value) {
        return Cell.ofInt(value);
    }

    /** Runs the task in this many threads at once and waits for all of them. */
    void inThreads(int count, Callable<?> task) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            Future<?>[] running = new Future<?>[count];
            for (int i = 0; i < count; i++) {
                running[i] = threads.submit(task);
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    /** Runs the body in a transaction that is undone. */
    void undone(Runnable body) {
        mutator.begin(0);
        body.run();
        mutator.abort();
    }

    /** Runs the body in a transaction that commits. */
    void committed(Runnable body) {
        heap.atomically(body);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.ShortText;

/** Time from the end of the last reference to a text until its memory is free, while a thread makes dicts all the time. */
final class ReleaseDelay {
    private static final String NAME = "text";
    /** A block of whole spans, of which nothing else here takes any. */
    private static final String TEXT = "x".repeat(5 * Geometry.SPAN_BYTES / 2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    final Latencies delays = new Latencies();

    void measure(int others, int samples) throws InterruptedException {
        try (DictWork work = DictWork.ofApi(others)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread busy = Thread.ofPlatform().start(() -> repeat(work, done));
            for (int i = 0; i < samples; i++) {
                delays.add(sample(work.heap));
            }
            done.set(true);
            busy.join();
        }
    }

    private static void repeat(DictWork work, AtomicBoolean done) {
        while (!done.get()) {
            work.batch();
        }
    }

    private static long sample(SharedHeap heap) {
        Blocks blocks = new Blocks(heap.memory(), Geometry.of(heap.sizeBytes()));
        heap.root().put(NAME, TEXT);
        long block = Cell.offset(cell(heap));
        long bytes = blocks.bytesAt(block);
        heap.root().remove(NAME);
        long start = System.nanoTime();
        while (blocks.bytesAt(block) == bytes) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("was not released: bytes=" + bytes);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return System.nanoTime() - start;
    }

    private static long cell(SharedHeap heap) {
        long key = ShortText.of(NAME);
        for (; ; ) {
            long cell = Dicts.tryGet(heap.memory(), heap.rootRef(), key, Hashing.ofInline(key));
            if (cell != Cell.MISS_SLOW) {
                return cell;
            }
        }
    }
}

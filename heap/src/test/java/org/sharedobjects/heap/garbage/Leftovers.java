// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.check.HeapReport;
import org.sharedobjects.heap.reclaim.CollectionReport;

/** What is left in a heap when everything was dropped. */
final class Leftovers {
    /** What an empty heap has: root, registries, handles. */
    static final long FEW_BLOCKS = 200;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Leftovers() {}

    /** A collection that is not given up, at the latest after that time. */
    static CollectionReport collect(SharedHeap heap, Duration limit) {
        long start = System.nanoTime();
        CollectionReport report;
        do {
            report = heap.requestCollection().join();
            assertTrue(
                    !report.wasGivenUp() || System.nanoTime() - start < limit.toNanos(),
                    "no collection comes to its end");
        } while (report.wasGivenUp());
        return report;
    }

    /** Drops everything that the root leads to; all of it must go. */
    static void drop(SharedHeap heap) throws InterruptedException {
        heap.root().clear();
        heap.resetConflicts();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        CollectionReport last;
        do {
            System.gc();
            Thread.sleep(20);
            last = heap.collect();
        } while ((last.wasGivenUp() || last.reachedBlocks() > FEW_BLOCKS) && System.nanoTime() < deadline);
        assertTrue(!last.wasGivenUp() && last.reachedBlocks() <= FEW_BLOCKS, "too much is left: " + last);
        assertSound(heap);
    }

    static void assertSound(SharedHeap heap) {
        assertEquals(List.of(), heap.check().problems());
    }

    /** After all have left the heap, with nothing in it, hardly a block may be in use. */
    static void assertHardlyAnything(Path file) {
        HeapReport report = SharedHeap.check(file);
        assertEquals(List.of(), report.problems());
        assertTrue(report.unreachedBlocks() <= FEW_BLOCKS / 4, report::figures);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.concurrent.Callable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.report.Delay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pso heap gc}: releases what nobody reaches. */
@Command(
        name = "gc",
        description = {
            "Releases what nobody can reach any more, while others go on, and prints how much that was.",
            "Ends with 1 when somebody was in a single operation for too long, or stands still and cannot be seen to."
        },
        mixinStandardHelpOptions = true)
final class HeapGc implements Callable<Integer> {
    private static final int ATTEMPTS = 3;

    @Parameters(paramLabel = "NAME|PATH")
    String name = "";

    @Override
    public Integer call() {
        try (SharedHeap heap =
                SharedHeap.builder().file(HeapFolder.resolve(name)).open()) {
            CollectionReport report = collect(heap);
            if (report.wasGivenUp()) {
                System.err.println("pso: nothing was released: " + reason(heap));
                return 1;
            }
            // Memory that is found free twice goes back to the system.
            heap.collect();
            System.out.printf(
                    "released: bytes=%d, blocks=%d; in use: bytes=%d, blocks=%d%n",
                    report.releasedBytes(), report.releasedBlocks(), report.reachedBytes(), report.reachedBlocks());
            return 0;
        }
    }

    private static CollectionReport collect(SharedHeap heap) {
        CollectionReport report = heap.collect();
        for (int attempt = 1; attempt < ATTEMPTS && report.wasGivenUp(); attempt++) {
            report = heap.collect();
        }
        return report;
    }

    private static String reason(SharedHeap heap) {
        return heap.statistics().delays().stream()
                .map(Delay::description)
                .reduce((one, other) -> one + "; " + other)
                .orElse("others took too long");
    }
}

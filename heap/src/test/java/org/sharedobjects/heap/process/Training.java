// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import java.util.List;
import java.util.Map;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.memory.FaultPoints;

/** What the build runs once to see which classes most of the other processes load; without those of JUnit. */
final class Training {
    private Training() {}

    public static void main(String[] arguments) {
        FaultPoints.set(() -> {});
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            for (long i = 0; i < 100; i++) {
                long number = i;
                heap.atomically(() -> heap.root().put("key " + number, List.of(number, "text", Map.of(1L, 0.5))));
            }
            heap.atomically(() -> heap.root().remove("key 1"));
            System.out.println(heap.root().size());
        }
    }
}

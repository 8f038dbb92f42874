// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedHeapBuilder;
import org.sharedobjects.heap.Size;

@Timeout(120)
class StatisticsTest {
    @TempDir
    private Path folder;

    private SharedHeapBuilder builder() {
        return SharedHeap.builder()
                .file(folder.resolve("heap"))
                .size(Size.mib(64))
                .createIfMissing();
    }

    @Test
    void shouldCountWhatIsAllocatedAndWhatIsFree() {
        try (SharedHeap heap = builder().withoutCollector().open()) {
            HeapStatistics before = heap.statistics();
            heap.root().put("bytes", new byte[1_000_000]);
            HeapStatistics after = heap.statistics();
            long more = after.allocatedBytes() - before.allocatedBytes();
            assertTrue(more >= 1_000_000 && more < 1_200_000, "more: " + more);
            assertTrue(after.allocatedBytes() + after.freeBytes() <= after.usedBytes());
            assertEquals(heap.sizeBytes(), after.sizeBytes());
        }
    }

    @Test
    void shouldSayWhatTheCollectorHasDone() {
        try (SharedHeap heap = builder().withoutCollector().open()) {
            assertNull(heap.statistics().collector().lag());
        }
        try (SharedHeap heap = builder().open()) {
            heap.collect();
            CollectorStatistics collector = heap.statistics().collector();
            assertTrue(collector.cycles() > 0);
            assertEquals(0, collector.givenUp());
            assertTrue(collector.reachedBlocks() > 0);
            assertTrue(Objects.requireNonNull(collector.lag()).toSeconds() < 60);
        }
    }

    @Test
    void shouldTellOtherProcessesOfACycle() {
        try (SharedHeap one = builder().open();
                SharedHeap other = builder().open()) {
            one.collect();
            assertTrue(other.statistics().collector().cycles() > 0);
            assertNotNull(other.statistics().collector().ended());
            assertEquals(2, other.statistics().processes().size());
            assertEquals(
                    1,
                    other.statistics().processes().stream()
                            .filter(ProcessStatistics::self)
                            .count());
        }
    }

    @Test
    void shouldCountHandlesByProcess() {
        try (SharedHeap one = builder().open();
                SharedHeap other = builder().open()) {
            one.root().put("list", List.of(List.of(1), List.of(2)));
            Object held = one.root().get("list");
            assertEquals(List.of(0L, 1L), handles(other));
            assertEquals(1, other.statistics().handles());
            assertNotNull(held);
        }
    }

    private static List<Long> handles(SharedHeap heap) {
        return heap.statistics().processes().stream()
                .map(ProcessStatistics::handles)
                .sorted()
                .toList();
    }

    @Test
    void shouldNameWhoDelaysReleaseAndNobodyElse() throws InterruptedException {
        try (SharedHeap heap = builder().open()) {
            assertEquals(List.of(), heap.statistics().delays());
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = Thread.ofPlatform()
                    .start(() -> heap.root().put("list", new AbstractList<Object>() {
                        @Override
                        public Object get(int index) {
                            inside.countDown();
                            await(end);
                            return 1;
                        }

                        @Override
                        public int size() {
                            return 1;
                        }
                    }));
            inside.await();
            assertTrue(heap.collect().wasGivenUp());
            HeapStatistics statistics = heap.statistics();
            end.countDown();
            thread.join();
            assertTrue(statistics.collector().givenUp() > 0);
            assertEquals(List.of(new Delay(ProcessHandle.current().pid(), true, 1)), statistics.delays());
            assertTrue(
                    statistics.delays().getFirst().description().endsWith("(this one): a thread is in an operation"));
            assertFalse(heap.collect().wasGivenUp());
            assertEquals(List.of(), heap.statistics().delays());
        }
    }

    @Test
    void shouldNameAProcessThatStandsStill() {
        try (SharedHeap heap = builder().open();
                SharedHeap _ = builder().withoutCollector().open()) {
            assertTrue(heap.collect().wasGivenUp());
            Delay delay = heap.statistics().delays().getFirst();
            assertTrue(delay.isStopped());
            assertFalse(delay.self());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

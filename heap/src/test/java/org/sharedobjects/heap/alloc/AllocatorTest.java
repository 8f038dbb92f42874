// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.memory.Segment;

class AllocatorTest {
    private static final long SIZE = 16L << 20;
    private final Segment segment = Segment.createPrivate(SIZE, made -> {});
    private final Allocator allocator = new Allocator(segment);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @AfterEach
    void close() {
        allocator.close();
        segment.close();
    }

    @Test
    void shouldNeverHandOutOverlappingBlocks() {
        Random random = new Random(7);
        TreeMap<Long, Long> live = new TreeMap<>();
        for (int i = 0; i < 200_000; i++) {
            if (live.size() > 3000 || (!live.isEmpty() && random.nextInt(3) == 0)) {
                Long somewhere = live.ceilingKey(segment.geometry().spans() + random.nextLong(SIZE));
                long block = somewhere == null ? live.firstKey() : somewhere;
                allocator.release(block);
                live.remove(block);
                continue;
            }
            long size = random.nextInt(100) == 0 ? random.nextInt(200_000) : random.nextInt(2000);
            long block = allocator.allocate(size);
            Map.Entry<Long, Long> below = live.floorEntry(block);
            Map.Entry<Long, Long> above = live.ceilingEntry(block);
            assertTrue(block % 16 == 0 && block >= segment.geometry().spans() && block + size <= SIZE);
            assertTrue(below == null || below.getKey() + below.getValue() <= block);
            assertTrue(above == null || block + size <= above.getKey());
            live.put(block, Math.max(size, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16, 32, 33, 48, 100, 1000, 4097, 10_000, 32_768, 32_769, 65_536, 65_537, 1_000_000})
    void shouldGiveWhatItSaysIsUsable(long size) {
        long usable = Allocator.usableBytes(size);
        assertTrue(usable >= size
                && usable <= Math.max(32, size + Math.max(16, size / 3) + (size > 32_768 ? 65_536 : 0)));
        Set<Long> blocks = new HashSet<>();
        long previous = 0;
        for (int i = 0; i < 5; i++) {
            long block = allocator.allocate(size);
            assertTrue(blocks.add(block));
            assertTrue(previous == 0 || Math.abs(block - previous) >= usable);
            previous = block;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {32, 500, 5000, 32_768, 65_536, 1_500_000})
    void shouldReportAFullHeapAndGoOnAfterARelease(long size) {
        List<Long> blocks = new ArrayList<>();
        HeapFullException full = assertThrows(HeapFullException.class, () -> {
            for (; ; ) {
                blocks.add(allocator.allocate(size));
            }
        });
        assertTrue(String.valueOf(full.getMessage()).matches("heap is full: needed=\\d+, size=16777216"));
        assertTrue(blocks.size() * Allocator.usableBytes(size) > SIZE / 2);
        for (int round = 0; round < 3; round++) {
            blocks.forEach(allocator::release);
            int count = blocks.size();
            blocks.clear();
            for (int i = 0; i < count; i++) {
                blocks.add(allocator.allocate(size));
            }
            assertEquals(count, new HashSet<>(blocks).size());
        }
    }

    @Test
    void shouldReuseReleasedBlocksInsteadOfGrowing() {
        for (long size : new long[] {40, 3000, 30_000, 500_000}) {
            allocator.release(allocator.allocate(size));
        }
        long used = segment.usedBytes();
        for (int i = 0; i < 10_000; i++) {
            for (long size : new long[] {40, 3000, 30_000, 500_000}) {
                allocator.release(allocator.allocate(size));
            }
        }
        assertEquals(used, segment.usedBytes());
    }

    @Test
    void shouldGrowWithUse() {
        long before = segment.usedBytes();
        allocator.allocate(32);
        assertTrue(segment.usedBytes() - before < 2L << 20);
        allocator.allocate(4L << 20);
        assertTrue(segment.usedBytes() - before > 4L << 20);
    }

    @Test
    void shouldRefuseToReleaseWhatIsNoBlock() {
        long block = allocator.allocate(1000);
        long large = allocator.allocate(100_000);
        for (long wrong :
                new long[] {0, 16, -16, block + 16, large + 16, large + Geometry.SPAN_BYTES, SIZE - 16, SIZE}) {
            assertThrows(HeapCorruptException.class, () -> allocator.release(wrong));
        }
        allocator.release(block);
        allocator.release(large);
    }

    @Test
    void shouldGiveKeptBlocksBackOnClosing() {
        Path path = folder.resolve("heap");
        long used = 0;
        for (int round = 0; round < 20; round++) {
            try (Segment named = Segment.openOrCreate(path, SIZE, made -> {});
                    Allocator own = new Allocator(named)) {
                List<Long> blocks = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    blocks.add(own.allocate(200));
                }
                blocks.forEach(own::release);
                assertTrue(used == 0 || used == named.usedBytes());
                used = named.usedBytes();
            }
        }
    }

    @Test
    void shouldKeepThreadsAndProcessesApart() throws Exception {
        Path path = folder.resolve("heap");
        int threads = 4;
        int each = 20_000;
        try (Segment one = Segment.create(path, 64L << 20, made -> {});
                Segment two = Segment.open(path);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Allocator[] allocators = {new Allocator(one), new Allocator(two)};
            List<Future<Set<Long>>> results = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Allocator mine = allocators[t % 2];
                int seed = t;
                results.add(pool.submit((Callable<Set<Long>>) () -> churn(mine, new Random(seed), each)));
            }
            Set<Long> all = new HashSet<>();
            for (Future<Set<Long>> result : results) {
                for (Long block : result.get()) {
                    assertTrue(all.add(block), "block handed out twice");
                }
            }
            assertNotEquals(0, all.size());
        }
    }

    private static Set<Long> churn(Allocator allocator, Random random, int count) {
        Set<Long> live = new HashSet<>();
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long block = allocator.allocate(random.nextInt(400) == 0 ? 70_000 : random.nextInt(3000));
            assertTrue(live.add(block), "block handed out twice");
            order.add(block);
            if (order.size() > 1000) {
                Long released = order.remove(random.nextInt(order.size()));
                live.remove(released);
                allocator.release(released);
            }
        }
        return live;
    }
}

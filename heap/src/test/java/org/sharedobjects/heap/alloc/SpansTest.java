// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

@Timeout(300)
class SpansTest {
    private static final long SIZE = 4L << 20;
    private static final long[] SIZES = {32, 100, 700, 2112, 5000, 32_768, 65_536, 500_000};

    @TempDir
    private Path folder;

    private static List<Long> fill(Allocator allocator, long size) {
        List<Long> blocks = new ArrayList<>();
        assertThrows(HeapFullException.class, () -> {
            for (; ; ) {
                blocks.add(allocator.allocate(size));
            }
        });
        return blocks;
    }

    @ParameterizedTest
    @ValueSource(longs = {32, 2112, 32_768, 65_536, 500_000})
    void shouldGiveSpansThatBecameEmptyToAnySize(long first) {
        try (Segment segment = Segment.createPrivate(SIZE, made -> {});
                Allocator allocator = new Allocator(segment)) {
            for (long size : SIZES) {
                int most = fill(allocator, size).size();
                try (Segment other = Segment.createPrivate(SIZE, made -> {});
                        Allocator fresh = new Allocator(other)) {
                    assertEquals(fill(fresh, size).size(), most, "blocks of " + size);
                }
                emptyOut(segment, allocator);
                fill(allocator, first);
                emptyOut(segment, allocator);
            }
        }
    }

    private static void keepNone(Allocator allocator) {
        allocator.close();
    }

    /** Releases all blocks there are, whoever has them. */
    private static void emptyOut(Segment segment, Allocator allocator) {
        allocator.close();
        Blocks blocks = new Blocks(segment.memory(), segment.geometry());
        long end = segment.sizeBytes();
        for (long block = segment.geometry().spans(); block < end; block += 16) {
            if (blocks.bytesAt(block) != Blocks.NONE) {
                allocator.release(block);
            }
        }
        allocator.close();
    }

    @Test
    void shouldNotRetireASpanWithABlockInUseOrKeptReady() {
        try (Segment segment = Segment.createPrivate(SIZE, made -> {});
                Allocator allocator = new Allocator(segment)) {
            Spans spans = new Spans(segment);
            long block = allocator.allocate(64);
            int span = BlockIndex.span(segment.geometry(), block);
            assertTrue(!spans.retire(span), "in use");
            allocator.release(block);
            assertTrue(!spans.retire(span), "kept ready");
            keepNone(allocator);
            assertTrue(spans.retire(span));
            assertTrue(!spans.retire(span), "free already");
        }
    }

    @Test
    void shouldOpenASpanAgainThatSomebodyHasClosedAndLeft() {
        try (Segment segment = Segment.createPrivate(SIZE, made -> {});
                Allocator allocator = new Allocator(segment)) {
            int most = fill(allocator, 1000).size();
            emptyOut(segment, allocator);
            SpanWords words = new SpanWords(segment.memory(), segment.geometry());
            List<Long> blocks = new ArrayList<>(List.of(allocator.allocate(1000)));
            int span = BlockIndex.span(segment.geometry(), blocks.getFirst());
            long word = words.get(span);
            assertTrue(words.change(span, word, SpanWord.closed(word)));
            blocks.addAll(fill(allocator, 1000));
            assertEquals(most, blocks.size());
        }
    }

    /** Blocks of changing sizes are written by who has them; spans are retired all the time. */
    @Test
    void shouldKeepBlocksApartWhileSpansChangeTheirClass() throws Exception {
        Path path = folder.resolve("heap");
        try (Segment one = Segment.create(path, SIZE, made -> {});
                Segment two = Segment.open(path);
                Allocator first = new Allocator(one);
                Allocator second = new Allocator(two);
                ExecutorService pool = Executors.newFixedThreadPool(5)) {
            AtomicBoolean over = new AtomicBoolean();
            Future<Boolean> retired = pool.submit(() -> retireUntil(over, new Spans(two)));
            List<Future<Integer>> workers = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                Worker worker = new Worker(seed % 2 == 0 ? first : second, seed);
                workers.add(pool.submit((Callable<Integer>) worker::run));
            }
            for (Future<Integer> worker : workers) {
                assertTrue(worker.get() > 0);
            }
            over.set(true);
            assertTrue(retired.get(), "no span was ever retired");
        }
    }

    private static boolean retireUntil(AtomicBoolean over, Spans spans) {
        boolean any = false;
        while (!over.get()) {
            any |= spans.retireAll();
        }
        return any;
    }

    private static final class Worker {
        private static final int ROUNDS = 1_000;

        private final Allocator allocator;
        private final Memory memory;
        private final SplittableRandom random;
        private final long stamp;

        Worker(Allocator allocator, int seed) {
            this.allocator = allocator;
            this.memory = allocator.memory();
            this.random = new SplittableRandom(seed);
            this.stamp = (seed + 1L) << 56;
        }

        int run() {
            int made = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long size = SIZES[random.nextInt(SIZES.length)];
                List<Long> mine = new ArrayList<>();
                for (int count = random.nextInt(1, 20); count > 0; count--) {
                    try {
                        mine.add(stamped(allocator.allocate(size), size));
                    } catch (HeapFullException full) {
                        break;
                    }
                }
                made += mine.size();
                mine.forEach(block -> release(block, size));
                if (round % 8 == 0) {
                    allocator.close();
                }
            }
            return made;
        }

        private long stamped(long block, long size) {
            for (long at = block; at < block + size; at += Long.BYTES) {
                memory.putPlain(at, stamp | at);
            }
            return block;
        }

        private void release(long block, long size) {
            for (long at = block; at < block + size; at += Long.BYTES) {
                assertEquals(stamp | at, memory.getPlain(at));
            }
            allocator.release(block);
        }
    }
}

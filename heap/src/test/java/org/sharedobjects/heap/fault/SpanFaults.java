// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.alloc.IdlePages;
import org.sharedobjects.heap.alloc.Reclaim;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;

/** What takes spans and gives them back, and somebody else who wants them all, in every size. */
final class SpanFaults implements AutoCloseable {
    private static final Size SIZE = Size.mib(2);
    private static final long[] SIZES = {1500, 200_000, 64, 32_768};

    /** What is done by who is stopped or killed over it. */
    enum Kind {
        TAKE_SMALL,
        RETIRE,
        TAKE_LARGE,
        RELEASE_LARGE,
        HAND_BACK
    }

    private final Path file;
    private final Segment segment;
    private final Memory memory;
    private final ProcessTable processes;
    private final Allocator allocator;

    SpanFaults(Path file) {
        this.file = file;
        SharedHeap.builder()
                .file(file)
                .size(SIZE)
                .createIfMissing()
                .withoutCollector()
                .open()
                .close();
        this.segment = Segment.open(file);
        this.memory = segment.memory();
        this.processes = new ProcessTable(segment);
        this.allocator = new Allocator(segment);
    }

    /** Blocks that it has in the end. */
    List<Long> run(Kind kind) {
        List<Long> blocks = new ArrayList<>();
        try {
            switch (kind) {
                case TAKE_SMALL -> {
                    for (int i = 0; i < 40; i++) {
                        blocks.add(allocator.allocate(1500));
                    }
                }
                case TAKE_LARGE -> blocks.add(allocator.allocate(200_000));
                case RELEASE_LARGE -> allocator.release(allocator.allocate(200_000));
                case HAND_BACK -> {
                    processes.join();
                    IdlePages pages = pages();
                    pages.handBack();
                    pages.handBack();
                }
                case RETIRE -> {
                    allocator.release(allocator.allocate(1500));
                    allocator.close();
                    retire();
                }
            }
        } catch (HeapFullException full) {
            // Somebody else has it all.
        }
        return blocks;
    }

    private void retire() {
        Reclaim reclaim = allocator.reclaim(1, () -> true);
        for (int span = 0; span < memory.getAcquire(Superblock.SPAN_HIGH); span++) {
            reclaim.retire(span);
        }
    }

    private IdlePages pages() {
        return new IdlePages(segment, processes.owner(), processes::living);
    }

    /** Fills the heap in every size, again and again; nobody else may have any of the blocks in the end. */
    void workOn(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (long size : SIZES) {
                fill(size).keySet().forEach(allocator::release);
                allocator.close();
                retire();
            }
            pages().handBack();
        }
    }

    /** All blocks of that size there are, and their sizes; they are written and looked at. */
    Map<Long, Long> fill(long size) {
        Map<Long, Long> blocks = new TreeMap<>();
        try {
            for (; ; ) {
                long block = allocator.allocate(size);
                memory.putPlain(block, ~block);
                memory.putPlain(block + size - Long.BYTES, ~block);
                blocks.put(block, size);
            }
        } catch (HeapFullException full) {
            blocks.forEach((block, bytes) -> assertEquals(~block, memory.getPlain(block)));
            return blocks;
        }
    }

    /** How many blocks of a span each there is room for. */
    int room() {
        Map<Long, Long> blocks = fill(65_536);
        blocks.keySet().forEach(allocator::release);
        return blocks.size();
    }

    void release(List<Long> blocks) {
        blocks.forEach(allocator::release);
        allocator.close();
    }

    static void assertApart(List<Long> blocks, long size, Map<Long, Long> others) {
        TreeMap<Long, Long> all = new TreeMap<>(others);
        for (long block : blocks) {
            Map.Entry<Long, Long> below = all.floorEntry(block);
            Long above = all.higherKey(block);
            assertTrue(below == null || below.getKey() + below.getValue() <= block, "two have the same block");
            assertTrue(above == null || block + size <= above, "two have the same block");
        }
    }

    /** Nothing is live but what the roots lead to, and everything is as it should be. */
    void assertSound() {
        assertEquals(List.of(), SharedHeap.check(file).problems());
    }

    @Override
    public void close() {
        allocator.close();
        processes.leave();
        segment.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.alloc.BlockLookup;
import org.sharedobjects.heap.check.HeapReport;

@Timeout(120)
class SweepTest {
    private static final String TEXT = "a text that does not fit a cell";

    @TempDir
    private Path folder;

    private CollectedHeap collected;

    @BeforeEach
    void open() {
        collected = new CollectedHeap(folder);
    }

    @AfterEach
    void close() {
        collected.close();
    }

    private boolean isLive(long block) {
        return LiveBlocks.take(collected.segment).bytesAt(block) != BlockLookup.NONE;
    }

    private List<Long> allocated(int count, long bytes) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(collected.allocator.allocate(bytes));
        }
        return blocks;
    }

    /** A dict with something of each size, part of which nobody can reach any more. */
    private void fillAndDrop() {
        SharedMap root = collected.heap.root();
        for (int i = 0; i < 300; i++) {
            root.put("kept " + i, List.of(TEXT + i, List.of(i), "x".repeat(i * 300)));
            root.put("dropped " + i, List.of(TEXT + i, List.of(i), "x".repeat(i * 300), Map.of(TEXT, i)));
        }
        root.put("large list", Collections.nCopies(5000, List.of(TEXT)));
        for (int i = 0; i < 300; i++) {
            root.remove("dropped " + i);
        }
        root.put("large list", 1);
        collected.reopen();
    }

    @Test
    void shouldReleaseExactlyTheGarbage() {
        fillAndDrop();
        collected.allocator.close();
        HeapReport before = collected.heap.check();
        CollectionReport result = collected.collect();
        assertEquals(before.unreachedBlocks(), result.releasedBlocks());
        assertTrue(result.releasedBytes() > 10 << 20, result.toString());
        HeapReport after = collected.heap.check();
        assertEquals(List.of(), after.problems());
        assertEquals(0, after.unreachedBlocks());
        assertEquals(result.reachedBlocks(), after.liveBlocks());
        assertEquals(result.reachedBytes(), after.bytes());
        assertEquals(before.objects(), after.objects());
        assertEquals(before.values(), after.values());
    }

    @Test
    void shouldFindNothingTheSecondTime() {
        fillAndDrop();
        collected.collect();
        assertEquals(0, collected.collect().releasedBlocks());
    }

    @Test
    void shouldLetTheHeapBeFilledAgainAndAgain() {
        long most = 0;
        for (int round = 0; round < 8; round++) {
            fillAndDrop();
            collected.collect();
            assertTrue(round < 3 || collected.heap.usedBytes() <= most, "grows in round " + round);
            most = collected.heap.usedBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {32, 100, 4000, 32_768, 65_536, 500_000})
    void shouldGiveReleasedBlocksToOthers(long bytes) {
        Set<Long> blocks = new HashSet<>(allocated(20, bytes));
        collected.collect();
        assertTrue(allocated(bytes > 4000 ? 100 : 3000, bytes).stream().anyMatch(blocks::contains));
    }

    @ParameterizedTest
    @ValueSource(longs = {32, 4000, 100_000})
    void shouldKeepWhatWasBornInTheCycle(long bytes) {
        long old = allocated(200, bytes).getFirst();
        collected.arm();
        List<Long> born = allocated(200, bytes);
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        collected.sweep(snapshot, collected.marked(snapshot), () -> true).run(() -> {});
        assertFalse(isLive(old));
        for (long block : born) {
            assertTrue(isLive(block));
        }
        collected.end();
        collected.collect();
        assertFalse(isLive(born.getFirst()));
    }

    @Test
    void shouldKeepBlocksThatAreKeptReady() {
        List<Long> blocks = allocated(40, 64);
        collected.arm();
        blocks.forEach(collected.allocator::release);
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        CollectionReport result = collected
                .sweep(snapshot, collected.marked(snapshot), () -> true)
                .run(() -> {});
        assertEquals(0, result.releasedBlocks());
        assertEquals(100, new HashSet<>(allocated(100, 64)).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {64, 100_000})
    void shouldReleaseNothingOnceTheCycleBelongsToSomebodyElse(long bytes) {
        List<Long> blocks = allocated(200, bytes);
        collected.arm();
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        Marker marker = collected.marked(snapshot);
        AtomicInteger asked = new AtomicInteger();
        CollectionReport result = collected
                .sweep(snapshot, marker, () -> asked.incrementAndGet() == -1)
                .run(() -> {});
        assertTrue(result.wasGivenUp());
        assertEquals(1, asked.get());
        for (long block : blocks) {
            assertTrue(isLive(block));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8192, 100_000})
    void shouldNotReleaseWhatWasFreedAndTakenAgainMeanwhile(long bytes) {
        List<Long> blocks = allocated(100, bytes);
        collected.arm();
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        Marker marker = collected.marked(snapshot);
        blocks.forEach(collected.allocator::release);
        collected.allocator.close();
        List<Long> again = allocated(200, bytes);
        assertTrue(again.stream().anyMatch(blocks::contains));
        collected.sweep(snapshot, marker, () -> true).run(() -> {});
        for (long block : again) {
            assertTrue(isLive(block));
        }
    }

    @Test
    void shouldLookAgainWhenAWordChangesUnderItsHands() {
        List<Long> blocks = allocated(64, 1024);
        collected.arm();
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        Marker marker = collected.marked(snapshot);
        AtomicInteger asked = new AtomicInteger();
        List<Long> again = new ArrayList<>();
        CollectionReport result = collected
                .sweep(snapshot, marker, () -> {
                    if (asked.getAndIncrement() == 0) {
                        blocks.forEach(collected.allocator::release);
                        collected.allocator.close();
                        again.addAll(allocated(32, 1024));
                    }
                    return true;
                })
                .run(() -> {});
        assertNotEquals(0, asked.get());
        for (long block : again) {
            assertTrue(isLive(block), result.toString());
        }
    }

    @Test
    void shouldLeaveASoundHeapIfALargeBlockIsTakenByPieces() {
        allocated(20, 500_000);
        collected.collect();
        List<Long> pieces = allocated(50, 65_536);
        pieces.addAll(allocated(10, 200_000));
        assertEquals(60, new HashSet<>(pieces).size());
        assertEquals(List.of(), collected.heap.check().problems());
    }

    @Test
    void shouldPoisonWhatItReleases() {
        long small = allocated(1, 64).getFirst();
        long large = allocated(1, 100_000).getFirst();
        collected.collect();
        assertEquals(0xDEAD_DEAD_DEAD_DEADL, collected.memory.getPlain(small + 56));
        assertEquals(0xDEAD_DEAD_DEAD_DEADL, collected.memory.getPlain(large + 131_064));
    }
}

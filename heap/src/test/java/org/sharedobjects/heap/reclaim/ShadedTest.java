// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.alloc.BlockLookup;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.value.Cell;

class ShadedTest {
    @TempDir
    private Path folder;

    private CollectedHeap collected;
    private Barrier barrier;

    @BeforeEach
    void open() {
        collected = new CollectedHeap(folder);
        barrier = new Barrier(collected.memory, collected.allocator.marks());
    }

    @AfterEach
    void close() {
        collected.close();
    }

    private long list(long... cells) {
        return Lists.create(collected.allocator, cells, cells.length);
    }

    @Test
    void shouldVisitWhatIsShaded() {
        long text = collected.heap.copyIn("a text that does not fit a cell");
        long large = collected.heap.copyIn("x".repeat(300_000));
        long ref = list(text);
        collected.arm();
        barrier.shade(Cell.ofRef(ref));
        barrier.shade(large);
        Marker marker = collected.marked();
        assertTrue(collected.shaded(marker).mark());
        marker.run(() -> {});
        for (long block : new long[] {ref, Cell.offset(text), Cell.offset(large)}) {
            assertTrue(marker.isMarked(block));
        }
        assertFalse(collected.shaded(marker).mark(), "nothing is new any more");
    }

    @Test
    void shouldFindEachShadeInASpanOfSmallBlocks() {
        long[] refs = new long[3000];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = list();
        }
        collected.arm();
        for (int i = 0; i < refs.length; i += 3) {
            barrier.shade(Cell.ofRef(refs[i]));
        }
        Marker marker = new Marker(collected.segment, LiveBlocks.take(collected.segment));
        collected.shaded(marker).mark();
        for (int i = 0; i < refs.length; i++) {
            assertEquals(i % 3 == 0, marker.isMarked(refs[i]));
        }
    }

    @Test
    void shouldLeaveOutWhatWasNotLiveAtThatMoment() {
        collected.arm();
        LiveBlocks live = LiveBlocks.take(collected.segment);
        long young = collected.allocator.allocate(100_000);
        barrier.shade(Cell.ofRef(young));
        Marker marker = new Marker(collected.segment, live);
        assertFalse(collected.shaded(live, marker).mark());
        assertTrue(collected.shaded(marker).mark());
    }

    @Test
    void shouldForgetTheShadesOfAnEarlierCycle() {
        long ref = list();
        collected.arm();
        barrier.shade(Cell.ofRef(ref));
        collected.end();
        collected.arm();
        assertFalse(collected.shaded(collected.marked()).mark());
    }

    @Test
    void shouldFindWhatACommitHasRemoved() {
        long old = list();
        long holder = list(Cell.ofRef(old));
        long added = list();
        collected.arm();
        Lists.set(collected.heap.mutator(), holder, 0, Cell.ofRef(added));
        Marker marker = collected.marked();
        collected.shaded(marker).mark();
        assertEquals(
                List.of(true, false, false),
                List.of(marker.isMarked(old), marker.isMarked(added), marker.isMarked(holder)));
    }

    @Test
    void shouldKeepTheOldBodyThatAnExchangeGivesBack() {
        long ref = list(Cell.NONE);
        for (int i = 0; i < 20; i++) {
            Lists.append(collected.heap.mutator(), ref, Cell.ofInt(i));
        }
        long body = collected.memory.getPlain(ref + ObjectLayout.BODY);
        collected.arm();
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        barrier.exchange(body);
        Marker nothing = new Marker(collected.segment, snapshot);
        collected.sweep(snapshot, nothing, () -> true).run(() -> {});
        assertNotEquals(BlockLookup.NONE, LiveBlocks.take(collected.segment).bytesAt(body));
    }
}

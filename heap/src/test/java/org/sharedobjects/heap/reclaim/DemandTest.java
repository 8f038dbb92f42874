// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.value.Cell;

class DemandTest {
    private static final int MUCH = 16 << 20;

    @TempDir
    private Path folder;

    private CollectedHeap collected;
    private Demand demand;

    @BeforeEach
    void open() {
        collected = new CollectedHeap(folder);
        demand = new Demand(
                collected.allocator,
                collected.heap.handles(),
                collected.heap.attachment().processes(),
                collected.segment.geometry());
    }

    @AfterEach
    void close() {
        collected.close();
    }

    @Test
    void shouldAskForACycleAfterMuchWasAllocated() {
        assertFalse(demand.isDue(false, false));
        collected.allocator.allocate(MUCH);
        assertTrue(demand.isDue(false, false));
    }

    @Test
    void shouldBeServedByACycleOfAnotherProcess() {
        collected.allocator.allocate(MUCH);
        demand.begin(7);
        demand.completed(7, MUCH);
        assertFalse(demand.isDue(true, false));
    }

    @Test
    void shouldNotBeServedByACycleThatItHasNotSeenBegin() {
        collected.allocator.allocate(MUCH);
        demand.begin(7);
        demand.completed(8, MUCH);
        assertTrue(demand.isDue(false, false));
    }

    @Test
    void shouldCountWhatWasAllocatedDuringACycle() {
        demand.begin(7);
        collected.allocator.allocate(MUCH);
        demand.completed(7, 0);
        assertTrue(demand.isDue(false, false));
    }

    @Test
    void shouldAskForLittleOnlyWhenAnythingIsReasonEnough() {
        int handle = collected.heap.handles().add(Cell.ofRef(collected.heap.rootRef()));
        collected.heap.handles().remove(handle);
        assertFalse(demand.isDue(false, false));
        assertTrue(demand.isDue(true, false));
    }

    @Test
    void shouldAskForPagesOnlyWhenIdleAndRested() throws InterruptedException {
        assertFalse(demand.isDue(true, true));
        Thread.sleep(500);
        assertFalse(demand.isDue(false, true));
        assertFalse(demand.isDue(true, false));
        assertTrue(demand.isDue(true, true));
    }

    @Test
    void shouldWaitAfterACycleThatWasGivenUp() {
        collected.allocator.allocate(MUCH);
        demand.begin(7);
        demand.givenUp();
        assertFalse(demand.isDue(false, false));
    }
}

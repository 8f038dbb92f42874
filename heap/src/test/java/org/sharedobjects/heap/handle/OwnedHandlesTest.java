// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.value.Cell;

class OwnedHandlesTest {
    private static final int MANY = 3 * HandleLayout.ENTRIES;

    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));
    private final Handles all = heap.handles();
    private final OwnedHandles owned = all.newOwned();

    @AfterEach
    void close() {
        heap.close();
    }

    private long list() {
        return Cell.ofRef(Lists.createEmpty(heap.allocator(), 0));
    }

    private long add(long cell) {
        if (!owned.hasFree()) {
            owned.refill(1);
        }
        return owned.add(cell);
    }

    private void remove(long handle) {
        owned.remove(new long[] {handle}, 1);
    }

    private long word(long handle) {
        return heap.memory().getPlain(handle);
    }

    @Test
    void shouldGiveEachHandleAnEntryOfItsOwn() {
        List<Long> handles = new ArrayList<>();
        long cell = list();
        for (int i = 0; i < MANY; i++) {
            handles.add(add(cell));
        }
        assertEquals(MANY, new HashSet<>(handles).size());
        handles.forEach(handle -> assertEquals(cell, word(handle)));
        assertEquals(MANY, owned.count());
    }

    @Test
    void shouldUseEndedEntriesAgain() {
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < HandleLayout.ENTRIES; i++) {
            handles.add(add(list()));
        }
        assertFalse(owned.hasFree());
        handles.forEach(this::remove);
        handles.forEach(handle -> assertEquals(Cell.EMPTY, word(handle)));
        for (int i = 0; i < HandleLayout.ENTRIES; i++) {
            assertTrue(handles.contains(add(list())), "an entry of a new block");
        }
    }

    @Test
    void shouldMakeRoomForManyAtOnce() {
        long cell = list();
        List<Long> ended = new ArrayList<>();
        for (int i = 0; i < HandleLayout.ENTRIES - 2; i++) {
            ended.add(add(cell));
        }
        assertTrue(owned.hasFree(2));
        ended.subList(0, 5).forEach(this::remove);
        owned.refill(7);
        Set<Long> fresh = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            assertTrue(owned.hasFree(), "the seven that were there, no new block");
            fresh.add(owned.add(cell));
        }
        assertFalse(owned.hasFree());
        assertTrue(fresh.containsAll(ended.subList(0, 5)));
        owned.refill(MANY);
        assertTrue(owned.hasFree(MANY));
        for (int i = 0; i < MANY; i++) {
            fresh.add(owned.add(cell));
        }
        assertEquals(MANY + 7, fresh.size());
    }

    @Test
    void shouldKeepObjectsUntilTheyEnd() {
        long handle = add(list());
        add(list());
        long held = heap.collect().reachedBlocks();
        remove(handle);
        assertEquals(held - 1, heap.collect().reachedBlocks());
    }

    @Test
    void shouldBeCountedWithTheOthers() {
        int before = all.count();
        long made = all.made();
        long ended = all.ended();
        long handle = add(list());
        add(list());
        assertEquals(before + 2, all.count());
        remove(handle);
        assertEquals(made + 2, all.made());
        assertEquals(ended + 1, all.ended());
        owned.close();
        assertEquals(made + 2, all.made());
        assertEquals(ended + 2, all.ended());
        assertEquals(before, all.count());
    }

    @Test
    void shouldEndAllWhenClosed() {
        long handle = add(list());
        owned.close();
        assertEquals(Cell.EMPTY, word(handle));
        assertFalse(owned.hasFree());
        assertThrows(DetachedException.class, () -> owned.refill(1));
    }

    @Test
    void shouldStoreNothingAfterwards() {
        long handle = add(list());
        owned.close();
        heap.memory().putPlain(handle, 7);
        remove(handle);
        assertEquals(7, word(handle));
        heap.memory().putPlain(handle, Cell.EMPTY);
    }

    @Test
    void shouldLeaveItsBlocksToOthers() {
        long handle = add(list());
        owned.close();
        OwnedHandles next = all.newOwned();
        next.refill(1);
        List<Long> handles = new ArrayList<>();
        while (next.hasFree()) {
            handles.add(next.add(list()));
        }
        assertTrue(handles.contains(handle));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.memory.Segment;

class SlotTableTest {
    @Test
    void shouldLendEverySlotOnceAndRefuseWhenNoneIsLeft() {
        try (Segment segment = Segment.createPrivate(1L << 20, made -> {})) {
            int pairs = segment.geometry().slotCount() / 2;
            Set<Integer> lent = new HashSet<>();
            for (int i = 0; i < pairs; i++) {
                int slot = SlotTable.borrow(segment);
                assertTrue(slot % 2 == 0 && lent.add(slot));
            }
            assertEquals(
                    "too many threads use the heap: slots=" + pairs,
                    assertThrows(HeapException.class, () -> SlotTable.borrow(segment))
                            .getMessage());
            SlotTable.giveBack(segment.memory(), 6);
            assertEquals(6, SlotTable.borrow(segment));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.memory.Interruption;
import org.sharedobjects.heap.memory.Segment;

class SlotTableTest {
    @Test
    void shouldLendEverySlotOnceAndRefuseWhenNoneIsLeft() {
        try (Segment segment = Segment.createPrivate(1L << 20, made -> {});
                Attachment attachment = new Attachment(segment)) {
            int pairs = segment.geometry().slotCount() / 2;
            Map<Integer, SlotPair> lent = new HashMap<>();
            for (int i = 0; i < pairs; i++) {
                SlotPair pair = attachment.borrow();
                int number = pair.slot().number();
                assertTrue(number % 2 == 0 && lent.put(number, pair) == null);
            }
            assertEquals(
                    "too many threads use the heap: slots=" + pairs,
                    assertThrows(HeapException.class, attachment::borrow).getMessage());
            Objects.requireNonNull(lent.get(6)).close();
            assertEquals(6, attachment.borrow().slot().number());
        }
    }

    @Test
    void shouldNotLendWhatAnotherHasTakenJustBefore() {
        try (Segment segment = Segment.createPrivate(1L << 20, made -> {});
                Attachment attachment = new Attachment(segment)) {
            attachment.borrow().close();
            SlotPair[] lent = new SlotPair[2];
            Interruption.of(() -> lent[0] = attachment.borrow(), () -> true, () -> lent[1] = attachment.borrow());
            assertNotEquals(lent[0].slot().number(), lent[1].slot().number());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import org.junit.jupiter.api.AfterEach;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.TestHeap;

/** An object, and a stranger that has committed a change of it and stands still before it has changed anything. */
abstract class BesideAStranger {
    static final int CELLS = 4;

    final TestHeap heap = new TestHeap(16L << 20);
    final Memory memory = heap.memory;
    final Mutator mutator = heap.mutator();
    final Mutator bystander = heap.mutator();
    final SlotPair strangers = heap.attachment.borrow();
    final Slot stranger = strangers.slot();
    final long ref = heap.object(CELLS, 1);
    final long inline = ref + ObjectLayout.INLINE_BODY;

    @AfterEach
    void close() {
        heap.close();
    }

    /** The second cell becomes 7. */
    void stopInPlace(long version) {
        stopInPlace(ref, version);
    }

    void stopInPlace(long object, long version) {
        long lock = memory.getPlain(object);
        stranger.writeSmallLog(object, lock, memory.getPlain(object + ObjectLayout.BODY), 0, 1, version);
        stranger.writeSmallCell(0, FIRST + 1, 1, 7);
        commit(object, lock);
    }

    void stopWithNewBody(long newBody) {
        long lock = memory.getPlain(ref);
        stranger.writeSmallLog(ref, lock, body(), newBody, 0, 0);
        commit(ref, lock);
    }

    void commit(long object, long lock) {
        stranger.enter(StatusWord.COMMITTED);
        assertTrue(memory.compareAndSet(object, lock, stranger.lock()));
    }

    long body() {
        return memory.getPlain(ref + ObjectLayout.BODY);
    }

    /** Replaces bodies of that size for a while: is this one among those that are used again? */
    boolean comesBack(long block) {
        long other = heap.object(CELLS, 0);
        for (int i = 0; i < 200; i++) {
            long body = heap.body(CELLS, i);
            if (body == block) {
                return true;
            }
            heap.replace(bystander, other, body);
        }
        return false;
    }

    /** Shows somebody who waits for everything; gives where it counts how often it was woken. */
    long sleeper() {
        Slot slot = heap.attachment.borrow().slot();
        slot.setSignature(-1);
        return slot.futex();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.memory.FaultPoints;
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
        FaultPoints.set(null);
        heap.close();
    }

    /** The second cell becomes 7. */
    void stopInPlace(long version) {
        long lock = memory.getPlain(ref);
        stranger.writeSmallLog(ref, lock, body(), 0, 1, version);
        stranger.writeSmallCell(0, FIRST + 1, 1, 7);
        commit(lock);
    }

    void stopWithNewBody(long newBody) {
        long lock = memory.getPlain(ref);
        stranger.writeSmallLog(ref, lock, body(), newBody, 0, 0);
        commit(lock);
    }

    void commit(long lock) {
        stranger.enter(StatusWord.COMMITTED);
        assertTrue(memory.compareAndSet(ref, lock, stranger.lock()));
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

    /** Runs the operation, and the action before the first of its stores at which that is so. */
    static void interrupt(Runnable operation, BooleanSupplier when, Runnable action) {
        Thread self = Thread.currentThread();
        boolean[] reached = {false};
        FaultPoints.set(() -> {
            if (!reached[0] && Thread.currentThread() == self && when.getAsBoolean()) {
                reached[0] = true;
                action.run();
            }
        });
        operation.run();
        FaultPoints.set(null);
        assertTrue(reached[0], "it never came to that");
    }

    /** Shows somebody who waits for everything; gives where it counts how often it was woken. */
    long sleeper() {
        Slot slot = heap.attachment.borrow().slot();
        slot.setSignature(-1);
        return slot.futex();
    }
}

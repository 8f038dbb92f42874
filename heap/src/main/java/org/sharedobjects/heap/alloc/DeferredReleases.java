// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Blocks that are to be released as soon as nobody stands in the way. Lost with the process. */
final class DeferredReleases {
    private record Deferred(long block, BooleanSupplier mayBeReleased) {}

    private final ConcurrentLinkedQueue<Deferred> waiting = new ConcurrentLinkedQueue<>();
    private final Allocator allocator;

    DeferredReleases(Allocator allocator) {
        this.allocator = allocator;
    }

    void add(long block, BooleanSupplier mayBeReleased) {
        add(new Deferred(block, mayBeReleased));
    }

    /** Born after it was added: either is seen by a {@linkplain Allocator#pass pass}, or the cycle by us. */
    private void add(Deferred deferred) {
        waiting.add(deferred);
        allocator.marks().bornIfOn(deferred.block);
    }

    void forEach(LongConsumer block) {
        waiting.forEach(deferred -> block.accept(deferred.block));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Looks at so many of them, or at all; false when there was nothing to release. */
    boolean releaseSome(int most) {
        boolean any = false;
        for (int i = most == Integer.MAX_VALUE ? waiting.size() : most; i > 0; i--) {
            Deferred next = waiting.poll();
            if (next == null) {
                break;
            }
            if (next.mayBeReleased.getAsBoolean()) {
                allocator.releaseOrLose(next.block);
                any = true;
            } else {
                add(next);
            }
        }
        return any;
    }
}

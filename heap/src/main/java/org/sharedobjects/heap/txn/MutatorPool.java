// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.slot.Attachment;

/**
 * Mutators for short tasks that are no part of anybody's transaction. Thread-safe; no task waits for another, since each
 * has a mutator of its own. What a task returns is not protected from the collector by the pool.
 */
public final class MutatorPool implements AutoCloseable {
    private static final int MOST_KEPT = 4;

    private final Attachment attachment;
    private final Deque<Mutator> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    public MutatorPool(Attachment attachment) {
        this.attachment = attachment;
    }

    /**
     * Runs the task with a mutator.
     *
     * @throws org.sharedobjects.heap.error.HeapException when there is none to be had
     */
    public <T extends @Nullable Object> T use(Function<Mutator, T> task) {
        Mutator mutator = take();
        try {
            return task.apply(mutator);
        } finally {
            end(mutator);
        }
    }

    private void end(Mutator mutator) {
        try {
            if (mutator.active()) {
                mutator.abort();
            }
        } finally {
            giveBack(mutator);
        }
    }

    private Mutator take() {
        Mutator known = idle.poll();
        if (known == null) {
            return Mutator.open(attachment);
        }
        known.pass();
        return known;
    }

    private void giveBack(Mutator mutator) {
        if (idle.size() >= MOST_KEPT) {
            mutator.close();
            return;
        }
        mutator.rest();
        idle.push(mutator);
        if (closed) {
            closeIdle();
        }
    }

    /** Tasks that are under way come to their end. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (Mutator mutator; (mutator = idle.poll()) != null; ) {
            mutator.close();
        }
    }
}

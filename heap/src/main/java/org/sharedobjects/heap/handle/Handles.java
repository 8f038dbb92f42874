// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.handle;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapFullException;

/**
 * Handles that any thread makes and any thread ends. A few tables, so that threads seldom wait for each other. Once closed it
 * never stores into the heap again.
 */
public final class Handles implements AutoCloseable {
    private static final int STRIPES = 4;

    private final HandleBlocks blocks;
    private final Stripe[] stripes;
    private final Set<OwnedHandles> owned = new HashSet<>();
    /** How many were made, and ended, by owners that are gone. Guarded by {@code owned}. */
    private long gone;

    private static final class Stripe {
        private final HandleTable table;
        private long made;
        private long ended;
        private boolean closed;

        Stripe(HandleTable table) {
            this.table = table;
        }

        synchronized int add(long cell) {
            if (closed) {
                throw new DetachedException("the heap is closed");
            }
            int number = table.add(cell);
            made++;
            return number;
        }

        synchronized void remove(int number) {
            if (!closed) {
                table.remove(number);
                ended++;
            }
        }

        synchronized long made() {
            return made;
        }

        synchronized long ended() {
            return ended;
        }

        synchronized void close() {
            if (!closed) {
                closed = true;
                ended = made;
                table.close();
            }
        }
    }

    /** Takes room for some hundred handles at once, if there is any, since views of what fills a heap are needed to empty it. */
    public Handles(HandleBlocks blocks) {
        this.blocks = blocks;
        blocks.reserve();
        this.stripes = Stream.generate(() -> new Stripe(blocks.newTable()))
                .limit(STRIPES)
                .toArray(Stripe[]::new);
    }

    /**
     * A handle for what an operation of the calling thread, another handle or the heap holds meanwhile.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for more handles
     * @throws DetachedException after {@link #close}
     */
    public int add(long cell) {
        int stripe = (int) Thread.currentThread().threadId() & (STRIPES - 1);
        try {
            return addTo(stripe, cell);
        } catch (HeapFullException noBlock) {
            return addElsewhere(stripe, cell, noBlock);
        }
    }

    private int addTo(int stripe, long cell) {
        return stripes[stripe].add(cell) * STRIPES + stripe;
    }

    /** Another stripe may have free entries in its blocks. */
    private int addElsewhere(int full, long cell, HeapFullException noBlock) {
        for (int i = 1; i < STRIPES; i++) {
            try {
                return addTo((full + i) & (STRIPES - 1), cell);
            } catch (HeapFullException e) {
                noBlock.addSuppressed(e);
            }
        }
        throw noBlock;
    }

    /** Ends a handle, once. */
    public void remove(int handle) {
        stripes[handle & (STRIPES - 1)].remove(handle / STRIPES);
    }

    /** Handles that one owner makes, counted with these. */
    public OwnedHandles newOwned() {
        OwnedHandles fresh = blocks.newOwned(this);
        synchronized (owned) {
            owned.add(fresh);
        }
        return fresh;
    }

    void forget(OwnedHandles closing) {
        synchronized (owned) {
            if (owned.remove(closing)) {
                gone += closing.made();
            }
        }
    }

    /** How many there are. */
    public int count() {
        // In that order: none is ended before it was made.
        long ended = ended();
        return (int) (made() - ended);
    }

    /** How many were made so far. */
    public long made() {
        long made = 0;
        for (Stripe stripe : stripes) {
            made += stripe.made();
        }
        synchronized (owned) {
            for (OwnedHandles each : owned) {
                made += each.made();
            }
            return made + gone;
        }
    }

    /** How many have ended so far. */
    public long ended() {
        long ended = 0;
        for (Stripe stripe : stripes) {
            ended += stripe.ended();
        }
        synchronized (owned) {
            for (OwnedHandles each : owned) {
                ended += each.ended();
            }
            return ended + gone;
        }
    }

    /** Ends all handles, and the blocks they lie in. */
    @Override
    public void close() {
        for (Stripe stripe : stripes) {
            stripe.close();
        }
        synchronized (owned) {
            owned.forEach(OwnedHandles::end);
        }
        blocks.close();
    }
}

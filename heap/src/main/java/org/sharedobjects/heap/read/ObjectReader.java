// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.StatusWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * Copies bodies as they are at one moment. Unlike the readers of {@code txn} it never helps or hinders an owner, it only
 * waits; for all objects together that is bounded.
 */
public final class ObjectReader {
    private static final long MOST_NANOS = 200_000_000;
    private static final long MOST_NANOS_IN_ALL = 3_000_000_000L;
    private static final int LEAST_LOOKS = 64;
    private static final long PAUSE_NANOS = 50_000;

    private final Memory memory;
    private final Blocks blocks;
    private final Problems problems;
    private long waitedNanos;

    public ObjectReader(Memory memory, Blocks blocks, Problems problems) {
        this.memory = memory;
        this.blocks = blocks;
        this.problems = problems;
    }

    /**
     * The body of the object in this live block. One that stays locked is reported, and then read as it is;
     * {@link Body#NONE} when it is changed all the time, which is reported too.
     */
    public Body read(long ref) {
        long first = memory.getAcquire(ref);
        Body body = LockWord.isLocked(first) ? null : look(ref, first);
        return body != null ? body : readPatiently(ref, first);
    }

    private Body readPatiently(long ref, long first) {
        long start = System.nanoTime();
        long most = Math.min(MOST_NANOS, MOST_NANOS_IN_ALL - waitedNanos);
        for (int looks = 1; ; looks++) {
            long lock = memory.getAcquire(ref);
            Body body = LockWord.isLocked(lock) ? null : look(ref, lock);
            long waited = System.nanoTime() - start;
            if (body != null || (looks > LEAST_LOOKS && waited > most)) {
                waitedNanos += waited;
                return body != null ? body : lastLook(ref, first);
            }
            if (looks > LEAST_LOOKS) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Body lastLook(long ref, long first) {
        long lock = memory.getAcquire(ref);
        Body body = look(ref, lock);
        if (body == null || lock != first) {
            problems.add("object is changed all the time: object=%d", ref);
            return body == null ? Body.NONE : body;
        }
        reportLock(ref, lock);
        return body;
    }

    private void reportLock(long ref, long lock) {
        int slot = LockWord.slot(lock);
        if (slot >= memory.getAcquire(Superblock.SLOT_HIGH)) {
            problems.add("object is locked by a slot that does not exist: object=%d, slot=%d", ref, slot);
            return;
        }
        long status = memory.getAcquire(SlotLayout.offset(slot) + SlotLayout.STATUS);
        problems.add(
                "object stays locked: object=%d, slot=%d, seq=%d, seq of the slot=%d, state=%d",
                ref, slot, LockWord.seq(lock), StatusWord.seq(status), StatusWord.state(status));
    }

    /** Null when the object changed meanwhile. All lengths are bounded by the block, so wrong guesses do no harm. */
    private @Nullable Body look(long ref, long lock) {
        long offset = memory.getGuess(ref + ObjectLayout.BODY);
        long inline = ref + ObjectLayout.INLINE_BODY;
        long bytes = offset == inline ? blocks.bytesAt(ref) - ObjectLayout.INLINE_BODY : blocks.bytesAt(offset);
        int fitting = (int) Math.min(bytes / Long.BYTES, ObjectLayout.MAX_CAPACITY + (long) Body.FIRST);
        int wanted = Body.FIRST + ObjectLayout.capacity(memory.getGuess(offset));
        long[] words = new long[Math.max(0, Math.min(fitting, wanted))];
        if (words.length > 0) {
            memory.copyOut(offset, words, 0, words.length);
        }
        return isUnchanged(ref, lock) ? new Body(ref, lock, offset, bytes, words) : null;
    }

    private boolean isUnchanged(long ref, long lock) {
        memory.loadFence();
        return memory.getPlain(ref) == lock;
    }

    /** Kind of the object in this live block, which never changes; 0 when it cannot be told now. */
    public int kind(long ref) {
        for (int looks = 0; looks < LEAST_LOOKS; looks++) {
            long lock = memory.getAcquire(ref);
            int kind = ObjectLayout.kind(memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY)));
            if (isUnchanged(ref, lock)) {
                return kind;
            }
        }
        return 0;
    }

    /** Has the object, as of now, its body in that block? */
    public boolean hasBody(long ref, long block) {
        return memory.getAcquire(ref + ObjectLayout.BODY) == block;
    }

    public boolean isStill(Body body) {
        return isUnchanged(body.ref(), body.lock());
    }
}

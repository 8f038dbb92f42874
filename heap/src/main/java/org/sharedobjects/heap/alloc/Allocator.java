// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * Hands out blocks of a heap. One per heap and process; thread-safe. Threads use different caches of free blocks, so
 * they seldom meet.
 */
@SuppressWarnings("ThreadPriorityCheck") // only where the alternative is to spin
public final class Allocator implements AutoCloseable {
    private static final int CACHES = 16;
    private static final int FEW = 4;
    /** Rounds through all caches before one does without: threads that stand still may have them all. */
    private static final int ROUNDS = 3;
    /** No block lies there. */
    private static final long FULL = 0;

    private final Memory memory;
    private final Geometry geometry;
    private final Spans spans;
    private final SmallBlocks small;
    private final BooleanSupplier relief;
    private final DeferredReleases deferred = new DeferredReleases(this);
    private final Marks marks;
    private final LongAdder refusals = new LongAdder();
    private final BlockCache[] caches = new BlockCache[CACHES];

    /** For who makes a heap. */
    public Allocator(Segment segment) {
        this(segment, () -> false);
    }

    /** {@code relief}: looks for memory when the heap is full; false when there is none to be had. */
    public Allocator(Segment segment, BooleanSupplier relief) {
        this.memory = segment.memory();
        this.geometry = segment.geometry();
        this.spans = new Spans(segment);
        this.marks = new Marks(segment);
        this.small = new SmallBlocks(memory, geometry, spans, marks);
        this.relief = relief;
        for (int i = 0; i < CACHES; i++) {
            caches[i] = new BlockCache();
        }
    }

    public Memory memory() {
        return memory;
    }

    /** Bytes that this process has taken out of bitmaps and free spans so far, a measure of how much it allocates. */
    public long claimedBytes() {
        return small.claimed.sum();
    }

    /** How often this process was told that the heap is full. */
    public long refusals() {
        return refusals.sum();
    }

    /** What the collector is told of blocks. */
    public Marks marks() {
        return marks;
    }

    /**
     * A block of at least {@code sizeBytes}, at a multiple of 16, <em>not</em> zeroed. The heap grows when it has to.
     *
     * @throws HeapFullException before anything is changed
     */
    public long allocate(long sizeBytes) {
        long block = tryAllocate(sizeBytes);
        if (block == FULL && madeRoom()) {
            block = tryAllocate(sizeBytes);
        }
        if (block == FULL) {
            refusals.increment();
            throw new HeapFullException("heap is full: needed=%d, size=%d".formatted(sizeBytes, geometry.sizeBytes()));
        }
        return block;
    }

    /** As {@link #allocate} if there is a block ready for this thread, else 0: short, for compiled code. */
    public long tryTake(long sizeBytes) {
        if (sizeBytes > SizeClasses.LARGEST_BYTES) {
            return 0;
        }
        BlockCache cache = caches[(int) Thread.currentThread().threadId() & (CACHES - 1)];
        if (!cache.tryEnter()) {
            return 0;
        }
        try {
            return cache.pop(SizeClasses.of(sizeBytes));
        } finally {
            cache.leave();
        }
    }

    private boolean madeRoom() {
        boolean relieved = relief.getAsBoolean();
        relieved |= deferred.releaseSome(Integer.MAX_VALUE);
        emptyOutCaches();
        return spans.retireAll() || relieved;
    }

    private long tryAllocate(long sizeBytes) {
        if (sizeBytes > SizeClasses.LARGEST_BYTES) {
            return allocateLarge(sizeBytes);
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("size of a block is negative: size=" + sizeBytes);
        }
        int sizeClass = SizeClasses.of(sizeBytes);
        BlockCache cache = enter();
        try {
            long block = cache.pop(sizeClass);
            return block != 0 ? block : allocateSlow(cache, sizeClass);
        } finally {
            leave(cache);
        }
    }

    private long allocateSlow(BlockCache cache, int sizeClass) {
        return small.fill(cache, sizeClass) ? cache.pop(sizeClass) : popFromOthers(sizeClass);
    }

    private long popFromOthers(int sizeClass) {
        for (BlockCache cache : caches) {
            if (cache.tryEnter()) {
                try {
                    long block = cache.pop(sizeClass);
                    if (block != 0) {
                        return block;
                    }
                } finally {
                    cache.leave();
                }
            }
        }
        return FULL;
    }

    private long allocateLarge(long sizeBytes) {
        if (sizeBytes > geometry.sizeBytes()) {
            return FULL;
        }
        int first = spans.takeLarge((int) (spanBytes(sizeBytes) / Geometry.SPAN_BYTES));
        if (first == Spans.NONE) {
            return FULL;
        }
        // May be late: a collector releases a large block only by the very span word it has seen before, tag and all.
        marks.bornIfOn(geometry.spanStart(first));
        small.claimed.add(spanBytes(sizeBytes));
        return geometry.spanStart(first);
    }

    private static long spanBytes(long sizeBytes) {
        return (sizeBytes + Geometry.SPAN_BYTES - 1) & -Geometry.SPAN_BYTES;
    }

    private BlockCache enter() {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < ROUNDS * CACHES; i++) {
            BlockCache cache = caches[(start + i) & (CACHES - 1)];
            if (cache.tryEnter()) {
                return cache;
            }
            if (i % CACHES == CACHES - 1) {
                Thread.yield();
            }
        }
        return new BlockCache();
    }

    private void leave(BlockCache cache) {
        if (!cache.leave()) {
            emptyOut(cache);
        }
    }

    /** Gives back a block that nobody can reach any more, or that readers only guess at; it may be reused at once. */
    public void release(long block) {
        int span = spanOf(block);
        if (span == Spans.NONE) {
            throw new HeapCorruptException("released block is outside the heap: offset=" + block);
        }
        long word = spans.words().get(span);
        switch (SpanWord.state(word)) {
            case SpanWord.SMALL -> releaseSmall(block, span, SpanWord.sizeClass(word));
            case SpanWord.LARGE -> releaseLarge(block, span, word);
            default -> throw new HeapCorruptException("released block is none: offset=" + block);
        }
    }

    /** As {@link #release}, for after a decision: in a damaged heap the block is just lost. */
    public void releaseOrLose(long block) {
        try {
            release(block);
        } catch (HeapCorruptException damaged) {
            // Nothing that has been decided may fail any more, and nobody needs this block.
        }
    }

    /** Releases the block when the condition holds: by {@link #releaseDeferred}, or when the heap is full. */
    public void releaseWhen(long block, BooleanSupplier mayBeReleased) {
        deferred.add(block, mayBeReleased);
    }

    /**
     * For the collector of that cycle, to release what nobody can reach any more.
     *
     * @param stillMine whether the cycle is that collector's; asked after what is to be changed has been read
     */
    public Reclaim reclaim(long cycle, BooleanSupplier stillMine) {
        return new Reclaim(this, spans, small, cycle, stillMine);
    }

    Geometry geometry() {
        return geometry;
    }

    /**
     * Marks all free blocks that are kept ready, and those that wait to be released, as born in a cycle that is on. What
     * gets there later is marked by who puts it there, who then sees that the cycle is on.
     *
     * @return false when a thread that stands still has some of them
     */
    public boolean pass(long cycle) {
        for (BlockCache cache : caches) {
            if (!cache.enterSoon()) {
                return false;
            }
            try {
                cache.forEach(block -> marks.born(cycle, block));
            } finally {
                cache.leave();
            }
        }
        deferred.forEach(block -> marks.born(cycle, block));
        return true;
    }

    /** Looks whether a few of the blocks that had to wait can be released now. */
    public void releaseDeferred() {
        if (!deferred.isEmpty()) {
            deferred.releaseSome(FEW);
        }
    }

    private void releaseSmall(long block, int span, int sizeClass) {
        int index = small.requireLive(block, span, sizeClass);
        BlockCache cache = enter();
        try {
            if (cache.keep(sizeClass, block)) {
                marks.bornIfOn(block);
            } else {
                small.clear(span, sizeClass, index);
            }
        } finally {
            leave(cache);
        }
    }

    private void releaseLarge(long block, int span, long word) {
        if (block != geometry.spanStart(span)) {
            throw new HeapCorruptException("released block is none: offset=" + block);
        }
        spans.releaseLarge(span, word);
    }

    /** What {@link #allocate} really gives for this size: use the slack as capacity. */
    public static long usableBytes(long sizeBytes) {
        return sizeBytes > SizeClasses.LARGEST_BYTES
                ? spanBytes(sizeBytes)
                : SizeClasses.bytes(SizeClasses.of(sizeBytes));
    }

    /** Number of the span in use that the offset lies in, or {@link Spans#NONE}. */
    private int spanOf(long block) {
        long distance = block - geometry.spans();
        long span = distance / Geometry.SPAN_BYTES;
        return distance < 0 || span >= spans.words().high() ? Spans.NONE : (int) span;
    }

    /** Size of the block at this offset, 0 if there is none. */
    public long blockBytes(long block) {
        int span = spanOf(block);
        if (span == Spans.NONE) {
            return 0;
        }
        long word = spans.words().get(span);
        return switch (SpanWord.state(word)) {
            case SpanWord.SMALL -> SizeClasses.bytes(Math.min(SpanWord.sizeClass(word), SizeClasses.COUNT - 1));
            case SpanWord.LARGE -> (long) SpanWord.length(word) * Geometry.SPAN_BYTES;
            default -> 0;
        };
    }

    /** Gives the blocks that threads kept ready back to the heap, but for those of a thread that is at it just now. */
    @Override
    public void close() {
        deferred.releaseSome(Integer.MAX_VALUE);
        emptyOutCaches();
    }

    private void emptyOutCaches() {
        for (BlockCache cache : caches) {
            if (cache.tryEnter()) {
                try {
                    emptyOut(cache);
                } finally {
                    cache.leave();
                }
            }
        }
    }

    private void emptyOut(BlockCache cache) {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            for (long block; (block = cache.pop(sizeClass)) != 0; ) {
                int span = (int) ((block - geometry.spans()) / Geometry.SPAN_BYTES);
                clearOrLose(block, span, sizeClass);
            }
        }
    }

    private void clearOrLose(long block, int span, int sizeClass) {
        try {
            small.clear(span, sizeClass, small.requireLive(block, span, sizeClass));
        } catch (HeapCorruptException damaged) {
            // That block is lost.
        }
    }
}

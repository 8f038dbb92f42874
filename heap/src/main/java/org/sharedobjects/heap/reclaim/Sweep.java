// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.function.BooleanSupplier;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.alloc.Reclaim;
import org.sharedobjects.heap.layout.SpanWord;

/** Releases the blocks of a snapshot that are not marked, but for those that were born since. */
final class Sweep {
    /** Spans to go through between two signs of progress. */
    private static final int STRIDE = 64;

    private final LiveBlocks snapshot;
    private final Marker marker;
    private final Reclaim reclaim;
    private final boolean allHavePassed;

    /**
     * @param stillMine whether nobody else has begun a cycle in the place of this one
     * @param allHavePassed false when the cycle did without somebody who stands still
     */
    Sweep(
            Allocator allocator,
            LiveBlocks snapshot,
            Marker marker,
            long cycle,
            BooleanSupplier stillMine,
            boolean allHavePassed) {
        this.snapshot = snapshot;
        this.marker = marker;
        this.allHavePassed = allHavePassed;
        this.reclaim = allocator.reclaim(cycle, stillMine);
    }

    /**
     * Goes through all spans, and runs {@code progress} now and then. Gives up as soon as the cycle belongs to somebody else;
     * what was released by then was released rightly.
     */
    CollectionReport run(Runnable progress) {
        for (int span = 0; span < snapshot.high(); span++) {
            if (!span(span, snapshot.word(span))) {
                return CollectionReport.NONE;
            }
            if (span % STRIDE == 0) {
                progress.run();
            }
        }
        return new CollectionReport(marker.blocks(), marker.bytes(), reclaim.blocks(), reclaim.bytes());
    }

    private boolean span(int span, long word) {
        return switch (SpanWord.state(word)) {
            case SpanWord.SMALL -> small(span, SpanWord.sizeClass(word));
            case SpanWord.LARGE -> large(span, word);
            case SpanWord.PARTIAL -> partial(span, word);
            default -> true;
        };
    }

    private boolean small(int span, int sizeClass) {
        for (int word = 0; word < snapshot.bitmapWords(span); word++) {
            int dead = dead(span, sizeClass, word);
            if (dead != 0 && !reclaim.small(span, sizeClass, word, dead)) {
                return false;
            }
        }
        reclaim.retire(span);
        return true;
    }

    /** Whoever was making or releasing it when the snapshot was taken has passed since, or may stand still: in the first case it is not going to be whole. */
    private boolean partial(int span, long word) {
        if (allHavePassed) {
            reclaim.partial(span, word);
        }
        return true;
    }

    private int dead(int span, int sizeClass, int word) {
        int dead = 0;
        int live = snapshot.liveBits(span, word);
        for (int rest = live; rest != 0; rest &= rest - 1) {
            int bit = Integer.numberOfTrailingZeros(rest);
            long index = (long) word * BlockLayout.BITS_PER_WORD + bit;
            if (!marker.isMarked(snapshot.start(span) + index * BlockLayout.bytes(sizeClass))) {
                dead |= 1 << bit;
            }
        }
        return dead;
    }

    private boolean large(int span, long word) {
        long block = snapshot.start(span);
        boolean dead = snapshot.bytesAt(block) != 0 && !marker.isMarked(block);
        return !dead || reclaim.large(span, word);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import java.util.function.IntToLongFunction;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Segment;

/**
 * Hands the memory of spans back to the system that two cycles in a row have found free, with nothing done to them in
 * between. All threads have passed since, so nobody has an offset into them any more, nor can he get one.
 *
 * <p>A span is PUNCHING while that is done, by the one process that its word names, and nobody else does anything to it until
 * that process has turned it to UNBACKED or is dead: one that stands still may go on at any time and take the memory away. Who
 * wants the span gives it memory first, then turns it to FREE. For one thread of the process. The model is span_pages.pml.
 */
public final class IdlePages {
    /** Spans, 1 MiB of them. */
    private static final int WORTH_A_CYCLE = 1 << 4;
    /** Each takes some microseconds, in which the process does not pass. */
    private static final int MOST_AT_ONCE = 1 << 14;

    private final Segment segment;
    private final Geometry geometry;
    private final SpanWords words;
    private final long owner;
    private final IntToLongFunction living;
    private int left;
    private int waiting;
    /** Words of the spans that were free at the end of the last cycle, 0 for others. */
    private long[] free = {};

    /**
     * @param owner of this process
     * @param living the owner that has this entry of the process table if he is alive
     */
    public IdlePages(Segment segment, long owner, IntToLongFunction living) {
        this.segment = segment;
        this.geometry = segment.geometry();
        this.words = new SpanWords(segment.memory(), geometry);
        this.owner = owner;
        this.living = living;
    }

    /** To be called after each cycle that came to its end. */
    public void handBack() {
        if (!segment.canPunch()) {
            return;
        }
        left = MOST_AT_ONCE;
        waiting = 0;
        long[] before = free;
        free = new long[words.high()];
        for (int span = 0; span < free.length; span++) {
            long word = words.get(span);
            switch (SpanWord.state(word)) {
                case SpanWord.FREE -> {
                    free[span] = word;
                    if (span < before.length && before[span] == word && left-- > 0) {
                        begin(span, word);
                    } else {
                        waiting++;
                    }
                }
                case SpanWord.PUNCHING -> goOn(span, word);
                default -> {}
            }
        }
    }

    /** Whether so many have been found free once that it is worth while to find them free again. */
    public boolean areWorthACycle() {
        return waiting >= WORTH_A_CYCLE;
    }

    private void begin(int span, long word) {
        long punching = SpanWord.punching(word, owner);
        if (words.change(span, word, punching)) {
            punch(span, punching);
        }
    }

    private void punch(int span, long punching) {
        segment.punch(geometry.spanStart(span), Geometry.SPAN_BYTES);
        words.change(span, punching, SpanWord.unbacked(punching));
    }

    /** Ours was cut short by an error. A dead one's may have memory or not, which makes no difference. */
    private void goOn(int span, long punching) {
        if (SpanWord.isPunchedBy(punching, owner)) {
            punch(span, punching);
            return;
        }
        int entry = ProcessLayout.entryOf(SpanWord.puncher(punching));
        long alive = entry < geometry.processCount() ? living.applyAsLong(entry) : ProcessLayout.NOBODY;
        if (alive == ProcessLayout.NOBODY || !SpanWord.isPunchedBy(punching, alive)) {
            words.change(span, punching, SpanWord.unbacked(punching));
        }
    }
}

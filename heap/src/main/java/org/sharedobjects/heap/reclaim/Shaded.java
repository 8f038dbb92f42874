// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.alloc.BlockLookup;
import org.sharedobjects.heap.alloc.Marks;
import org.sharedobjects.heap.layout.SpanWord;

/** Gives the marker what has been shaded in a cycle, of the blocks that were live at some moment. */
final class Shaded {
    private final Marks marks;
    private final long cycle;
    private final LiveBlocks live;
    private final Marker marker;

    Shaded(Marks marks, long cycle, LiveBlocks live, Marker marker) {
        this.marks = marks;
        this.cycle = cycle;
        this.live = live;
        this.marker = marker;
    }

    /** Looks at all shades once; whether the marker got something that it has not visited. */
    boolean mark() {
        boolean any = false;
        for (int span = 0; span < live.high(); span++) {
            long word = live.word(span);
            any |= switch (SpanWord.state(word)) {
                case SpanWord.SMALL -> small(span, SpanWord.sizeClass(word));
                case SpanWord.LARGE -> shade(marks.shades(cycle, span, 0), 0, live.start(span));
                default -> false;
            };
        }
        return any;
    }

    private boolean small(int span, int sizeClass) {
        if (sizeClass >= BlockLayout.SIZE_CLASSES) {
            return false;
        }
        boolean any = false;
        for (int word = 0; word < Marks.shadeWords(sizeClass); word++) {
            int shades = marks.shades(cycle, span, word);
            long first = live.start(span) + (long) word * Marks.shadesPerWord() * BlockLayout.bytes(sizeClass);
            for (int i = 0; shades != 0 && i < Marks.shadesPerWord(); i++) {
                any |= shade(shades, i, first + (long) i * BlockLayout.bytes(sizeClass));
            }
        }
        return any;
    }

    private boolean shade(int shades, int number, long block) {
        int use = Marks.shadeOf(shades, number);
        if (use == 0 || live.bytesAt(block) == BlockLookup.NONE) {
            return false;
        }
        boolean object = (use & Marks.OBJECT) != 0 && marker.object(block);
        boolean value = (use & Marks.VALUE) != 0 && marker.value(block);
        return object || value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.alloc.Marks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.memory.Segment;

/** Gives the marker what has been shaded in a cycle. */
final class Shaded {
    private final Geometry geometry;
    private final Blocks present;
    private final Marks marks;
    private final long cycle;
    private final Marker marker;

    Shaded(Segment segment, Marks marks, long cycle, Marker marker) {
        this.geometry = segment.geometry();
        this.present = new Blocks(segment.memory(), geometry);
        this.marks = marks;
        this.cycle = cycle;
        this.marker = marker;
    }

    /**
     * Looks at all shades once.
     *
     * @param onlySnapshot leaves out what was not live in the snapshot
     * @return whether the marker got something that it has not visited
     */
    boolean mark(boolean onlySnapshot) {
        boolean any = false;
        for (int span = 0; span < present.high(); span++) {
            long word = present.word(span);
            any |= switch (SpanWord.state(word)) {
                case SpanWord.SMALL -> small(span, SpanWord.sizeClass(word), onlySnapshot);
                case SpanWord.LARGE -> shade(marks.shades(cycle, span, 0), 0, geometry.spanStart(span), onlySnapshot);
                default -> false;
            };
        }
        return any;
    }

    private boolean small(int span, int sizeClass, boolean onlySnapshot) {
        if (sizeClass >= BlockLayout.SIZE_CLASSES) {
            return false;
        }
        boolean any = false;
        for (int word = 0; word < Marks.shadeWords(sizeClass); word++) {
            int shades = marks.shades(cycle, span, word);
            long first = geometry.spanStart(span) + (long) word * Marks.shadesPerWord() * BlockLayout.bytes(sizeClass);
            for (int i = 0; shades != 0 && i < Marks.shadesPerWord(); i++) {
                any |= shade(shades, i, first + (long) i * BlockLayout.bytes(sizeClass), onlySnapshot);
            }
        }
        return any;
    }

    private boolean shade(int shades, int number, long block, boolean onlySnapshot) {
        int use = Marks.shadeOf(shades, number);
        if (use == 0 || (onlySnapshot && !marker.isInSnapshot(block))) {
            return false;
        }
        boolean object = (use & Marks.OBJECT) != 0 && marker.object(block);
        boolean value = (use & Marks.VALUE) != 0 && marker.value(block);
        return object || value;
    }
}

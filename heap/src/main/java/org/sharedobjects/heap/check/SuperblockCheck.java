// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.PriorityWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Problems;

/** The words of the superblock, but for the roots, which are looked at as objects. */
final class SuperblockCheck {
    private final Memory memory;
    private final Geometry geometry;
    private final Problems problems;

    SuperblockCheck(Memory memory, Geometry geometry, Problems problems) {
        this.memory = memory;
        this.geometry = geometry;
        this.problems = problems;
    }

    void run() {
        constant("magic word", Superblock.MAGIC, Superblock.MAGIC_VALUE);
        constant("format version", Superblock.VERSION, Superblock.FORMAT_VERSION);
        constant("size", Superblock.SIZE_BYTES, geometry.sizeBytes());
        constant("number of slots", Superblock.SLOT_COUNT, geometry.slotCount());
        constant("number of spans", Superblock.SPAN_COUNT, geometry.spanCount());
        constant("offset of the span words", Superblock.SPAN_TABLE, geometry.spanTable());
        constant("offset of the bitmaps", Superblock.BITMAPS, geometry.bitmaps());
        constant("offset of the marks", Superblock.MARKS, geometry.marks());
        constant("offset of the spans", Superblock.SPANS, geometry.spans());
        range("clock", Superblock.CLOCK, LockWord.MAX_VERSION);
        range("number of slots used", Superblock.SLOT_HIGH, geometry.slotCount());
        range("number of spans backed", Superblock.SPAN_HIGH, geometry.spanCount());
        long priority = memory.getAcquire(Superblock.PRIORITY);
        if (priority != PriorityWord.NOBODY
                && (priority >= 0 || PriorityWord.slot(priority) >= memory.getAcquire(Superblock.SLOT_HIGH))) {
            problems.add("priority word names a slot that does not exist: word=%#x", priority);
        }
    }

    private void constant(String what, long offset, long expected) {
        long word = memory.getAcquire(offset);
        if (word != expected) {
            problems.add("%s in the superblock is wrong: word=%d, expected=%d", what, word, expected);
        }
    }

    private void range(String what, long offset, long most) {
        long word = memory.getAcquire(offset);
        if (word < 0 || word > most) {
            problems.add("%s is out of range: word=%d, most=%d", what, word, most);
        }
    }
}

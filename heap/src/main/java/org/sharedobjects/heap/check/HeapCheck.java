// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;

/**
 * Looks at a whole heap: superblock, slots, spans and bitmaps, then everything that is reached from the two roots. Changes
 * nothing, not even what a reader would mend. Every loop is bounded by the size of the heap, and whatever is wrong becomes
 * a line of the report.
 *
 * <p>What is found wrong in something that others change at that moment is looked at again. It cannot see what left no
 * trace: a value that was exchanged for another sound one, or a lost update.
 */
public final class HeapCheck {
    private static final int MOST_RUNS = 4;

    private final Memory memory;
    private final Geometry geometry;
    private final Problems problems = new Problems();
    private final Blocks blocks;
    private final ObjectReader reader;
    private final Reach reach;
    private final ObjectCheck objects;
    private final ValueCheck values;
    private final TypeTables types;
    private long liveBlocks;

    private HeapCheck(Segment segment) {
        memory = segment.memory();
        geometry = segment.geometry();
        blocks = new Blocks(memory, geometry);
        reader = new ObjectReader(memory, blocks, problems);
        reach = new Reach(memory, geometry, blocks, reader, problems);
        types = new TypeTables(memory, blocks, reader, problems);
        objects = new ObjectCheck(reader, blocks, reach, problems, types);
        values = new ValueCheck(memory, blocks, reach, problems);
    }

    /** Once more if something was wrong while a collector was at work: it may have released what had been reached. */
    public static HeapReport of(Segment segment) {
        for (int runs = 1; ; runs++) {
            long era = segment.memory().getVolatile(Superblock.EPOCH);
            HeapCheck check = new HeapCheck(segment);
            check.run();
            HeapReport report = check.reach.report(check.liveBlocks);
            boolean disturbed =
                    segment.memory().getVolatile(Superblock.EPOCH) != era || EraWord.phase(era) != EraWord.IDLE;
            if (report.isSound() || !disturbed || runs == MOST_RUNS) {
                return report;
            }
        }
    }

    private void run() {
        attempt("superblock", 0, () -> new SuperblockCheck(memory, geometry, problems).run());
        attempt("slots", 0, () -> new SlotCheck(memory, geometry, problems).run());
        attempt("spans", 0, () -> liveBlocks = new SpanCheck(geometry, blocks, problems).run());
        attempt("registry of types", 0, types::check);
        attempt("root", Superblock.ROOT, () -> root(Superblock.ROOT));
        attempt("system dict", Superblock.SYSTEM, () -> root(Superblock.SYSTEM));
        attempt("handles", 0, () -> new HandleCheck(memory, geometry, blocks, reach, problems).run());
        for (long cell; (cell = reach.next()) != Cell.EMPTY; ) {
            long offset = Cell.offset(cell);
            if (Cell.isRef(cell)) {
                attempt("object", offset, () -> objects.run(offset));
            } else {
                attempt("value", offset, () -> values.run(offset));
            }
        }
    }

    private void root(long superblockWord) {
        long ref = memory.getAcquire(superblockWord);
        boolean reached = reach.cell(Cell.ofRef(ref), 0, (int) superblockWord);
        if (reached && reader.kind(ref) != Kind.DICT) {
            problems.add("a root of the heap is no dict: word=%d, object=%d", superblockWord, ref);
        }
    }

    /** A damaged word may lead out of the heap, or to a place of the file that has no memory and can be given none. */
    private void attempt(String what, long offset, Runnable step) {
        try {
            step.run();
        } catch (HeapCorruptException | InternalError damaged) {
            problems.add("%s cannot be read: offset=%d, %s", what, offset, String.valueOf(damaged.getMessage()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.function.LongConsumer;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;
import org.sharedobjects.heap.value.Cell;

/** Looks at the handles of processes, which may come and go meanwhile. */
final class HandleScan {
    private static final long BLOCKS_PER_SPAN = Geometry.SPAN_BYTES / HandleLayout.SIZE;

    private final Memory memory;
    private final Geometry geometry;
    private final Blocks blocks;
    private final ProcessTable processes;

    HandleScan(Segment segment, ProcessTable processes) {
        this.memory = segment.memory();
        this.geometry = segment.geometry();
        this.blocks = new Blocks(memory, geometry);
        this.processes = processes;
    }

    /** Number of handles of the living process with that number. */
    long count(int number) {
        long[] count = new long[1];
        each(number, cell -> count[0]++);
        return count[0];
    }

    /** What the handles of the living process with that number name. */
    void each(int number, LongConsumer action) {
        long owner = processes.living(number);
        long block = head(number);
        long most = BLOCKS_PER_SPAN * blocks.high();
        for (long seen = 0; seen < most && blocks.bytesAt(block) >= HandleLayout.SIZE; seen++) {
            for (int entry = 0; entry < HandleLayout.ENTRIES; entry++) {
                long cell = memory.getGuess(block + HandleLayout.FIRST_ENTRY + (long) entry * Long.BYTES);
                if (Cell.isRef(cell) || Cell.isImmutable(cell)) {
                    action.accept(cell);
                }
            }
            long next = memory.getGuess(block + HandleLayout.NEXT);
            // What was read of the block counts as long as the chain is not given back.
            if (owner == ProcessLayout.NOBODY || head(number) == 0) {
                return;
            }
            block = next;
        }
    }

    private long head(int number) {
        return memory.getVolatile(geometry.process(number) + ProcessLayout.HANDLES);
    }
}

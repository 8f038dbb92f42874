// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Problems;

/**
 * The blocks in which processes keep their handles. What only handles lead to is not looked at: it may be something that is
 * just being made, or was undone.
 */
final class HandleCheck {
    private static final long BLOCKS_PER_SPAN = Geometry.SPAN_BYTES / HandleLayout.SIZE;

    private final Memory memory;
    private final Geometry geometry;
    private final Blocks blocks;
    private final Reach reach;
    private final Problems problems;

    HandleCheck(Memory memory, Geometry geometry, Blocks blocks, Reach reach, Problems problems) {
        this.memory = memory;
        this.geometry = geometry;
        this.blocks = blocks;
        this.reach = reach;
        this.problems = problems;
    }

    void run() {
        for (int number = 0; number < geometry.processCount(); number++) {
            if (ProcessLayout.state(state(number)) == ProcessLayout.ALIVE) {
                check(number);
            }
        }
    }

    private long state(int number) {
        return memory.getAcquire(geometry.process(number) + ProcessLayout.STATE);
    }

    /** 0 once the process gives its blocks back. */
    private long head(int number) {
        return memory.getAcquire(geometry.process(number) + ProcessLayout.HANDLES);
    }

    private void check(int number) {
        long state = state(number);
        long most = BLOCKS_PER_SPAN * blocks.high();
        long block = head(number);
        for (long count = 0; block != 0 && head(number) != 0; count++) {
            boolean sound = count < most && blocks.bytesAt(block) >= HandleLayout.SIZE;
            if (!sound) {
                if (state(number) == state && head(number) != 0) {
                    problems.add("chain of handles is damaged: process=%d, offset=%d", number, block);
                }
                return;
            }
            reach.handles(block, blocks.bytesAt(block));
            block = memory.getAcquire(block + HandleLayout.NEXT);
        }
    }
}

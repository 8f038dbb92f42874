// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.handle;

import java.util.Arrays;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.slot.Barrier;
import org.sharedobjects.heap.value.Cell;

/**
 * Handles: what is named by one, and all that is reached from there, is not released. Not thread-safe.
 *
 * <p>What a handle is made for must be held until then: by an operation of the calling thread that has not ended, by another
 * handle, or by the heap. So the store needs no fence: a collector looks at the handles after that thread has passed, or been stopped; and in
 * a cycle that is on the handle is shaded too.
 */
public final class HandleTable implements AutoCloseable {
    private static final int NONE = -1;
    private static final int INITIAL_BLOCKS = 4;

    private final Memory memory;
    private final Barrier barrier;
    private final HandleBlocks source;
    private long[] blocks = new long[INITIAL_BLOCKS];
    private int blockCount;
    /** Of each entry used so far: the next free one behind it, if it is free. */
    private int[] nextFree = new int[HandleLayout.ENTRIES];

    private int firstFree = NONE;
    private int used;

    HandleTable(Allocator allocator, HandleBlocks source) {
        this.memory = allocator.memory();
        this.barrier = new Barrier(memory, allocator.marks());
        this.source = source;
    }

    /**
     * A handle for the block of a reference or an immutable value; returns its number.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for more handles
     */
    public int add(long cell) {
        int number = firstFree;
        if (number == NONE) {
            number = fresh();
        } else {
            firstFree = nextFree[number];
        }
        memory.putRelease(entry(number), cell);
        barrier.shade(cell);
        return number;
    }

    private int fresh() {
        if (used == blockCount * HandleLayout.ENTRIES) {
            long block = source.take();
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * blockCount);
            }
            blocks[blockCount++] = block;
        }
        if (used == nextFree.length) {
            nextFree = Arrays.copyOf(nextFree, 2 * used);
        }
        return used++;
    }

    /** Ends a handle. */
    public void remove(int number) {
        memory.putRelease(entry(number), Cell.EMPTY);
        nextFree[number] = firstFree;
        firstFree = number;
    }

    private long entry(int number) {
        if (number < 0 || number >= used) {
            throw new IllegalArgumentException("no such handle: number=" + number);
        }
        return blocks[number / HandleLayout.ENTRIES]
                + HandleLayout.FIRST_ENTRY
                + (long) (number % HandleLayout.ENTRIES) * Long.BYTES;
    }

    /** Ends all handles. */
    @Override
    public void close() {
        for (int i = 0; i < blockCount; i++) {
            memory.clear(blocks[i] + HandleLayout.FIRST_ENTRY, HandleLayout.SIZE - HandleLayout.FIRST_ENTRY);
            source.giveBack(blocks[i]);
        }
        blockCount = 0;
        used = 0;
        firstFree = NONE;
    }
}

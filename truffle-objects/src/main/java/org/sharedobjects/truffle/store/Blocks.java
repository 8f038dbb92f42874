// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * What one store has made: blocks on the way to values nobody can see yet, to be given back if they are not stored after all, and
 * what they are copies of.
 */
final class Blocks {
    private static final int INITIAL_CAPACITY = 8;

    private long[] offsets = new long[INITIAL_CAPACITY];
    private int count;
    private final List<Long> dicts = new ArrayList<>(0);
    private @Nullable CopyMemo memo;
    private boolean kept;

    /** Of all that is copied for this store. */
    CopyMemo memo() {
        if (memo == null) {
            memo = new CopyMemo();
        }
        return memo;
    }

    /** Remembers the block behind a cell that was just made; returns the cell. */
    long made(long cell) {
        if (Cell.isImmutable(cell)) {
            add(Cell.offset(cell));
        }
        return cell;
    }

    void add(long offset) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = offset;
    }

    /** A dict or set that is still to be filled. */
    void addDict(long ref) {
        dicts.add(ref);
    }

    /** They are part of something from now on. */
    void forget() {
        count = 0;
        dicts.clear();
    }

    /** The running transaction is going to write to some of them, stored or not. */
    void keepForTransaction() {
        kept = true;
    }

    /** Gives back what was made for a store that has not happened. In a transaction that may have buffered some of it already. */
    void takeBack(AttachedHeap home) {
        kept |= home.inTransaction();
        release(home.allocator);
    }

    /** Gives back what was made to look for something. What a transaction may refer to is left to the collector. */
    void release(Allocator allocator) {
        if (kept) {
            forget();
        }
        while (count > 0) {
            allocator.release(offsets[--count]);
        }
        dicts.forEach(ref -> Dicts.blocks(allocator.memory(), ref, allocator::release));
        dicts.clear();
    }
}

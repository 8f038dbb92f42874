// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.MutatorPool;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;

/**
 * Numbers given to immutable values in the order they come, kept in a shared list (value by number) and a shared dict
 * (number by value). Only grows, so what was looked up
 * once holds for ever, and whoever adds says how far. Has a mutator of its own, so that a number once given outlives the transaction in which
 * it was first needed.
 */
final class InternTable {
    static final int ABSENT = -1;

    private final MutatorPool mutators;
    private final Allocator allocator;
    private final long listRef;
    private final long dictRef;

    InternTable(MutatorPool mutators, Allocator allocator, long listRef, long dictRef) {
        this.mutators = mutators;
        this.allocator = allocator;
        this.listRef = listRef;
        this.dictRef = dictRef;
    }

    static long createList(Allocator allocator) {
        return Lists.createEmpty(allocator, 0);
    }

    static long createDict(Allocator allocator) {
        return Dicts.create(allocator, 0);
    }

    Allocator allocator() {
        return allocator;
    }

    /** Number of the value, given now if it has none and fewer than {@code most} are given; else {@link #ABSENT}. */
    int intern(long cell, int most) {
        long hash = Immutables.hash(allocator.memory(), cell);
        int known = find(cell, hash, KeyEquality.IDENTITY);
        return known != ABSENT ? known : mutators.use(mutator -> add(mutator, cell, hash, most));
    }

    private int add(Mutator mutator, long cell, long hash, int most) {
        Access.inTransaction(mutator, () -> {
            int size = Lists.size(mutator, listRef);
            if (size < most
                    && Dicts.putIfAbsent(mutator, dictRef, cell, hash, Cell.ofInt(size), KeyEquality.IDENTITY)
                            == Cell.EMPTY) {
                Lists.append(mutator, listRef, cell);
            }
        });
        return find(mutator, cell, hash, KeyEquality.IDENTITY);
    }

    int find(long cell, long hash, KeyEquality equality) {
        return mutators.use(mutator -> find(mutator, cell, hash, equality));
    }

    private int find(Mutator mutator, long cell, long hash, KeyEquality equality) {
        long number = Dicts.get(mutator, dictRef, cell, hash, equality);
        return Cell.isInt(number) ? (int) Cell.asInt(number) : ABSENT;
    }

    int size() {
        return mutators.use(mutator -> Lists.size(mutator, listRef));
    }

    long cell(int number) {
        long cell = number < 0 ? Cell.OUT_OF_RANGE : mutators.use(mutator -> Lists.get(mutator, listRef, number));
        if (cell == Cell.OUT_OF_RANGE) {
            throw new HeapCorruptException("no such entry in a registry of the heap: number=" + number);
        }
        return cell;
    }
}

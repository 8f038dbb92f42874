// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.function.ToLongFunction;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.OwnTransaction;
import org.sharedobjects.heap.dicttree.FreshTree;
import org.sharedobjects.heap.dicttree.Lookup;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.dicttree.Tree;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** Dicts that are trees. What is not done by a single look or write is a transaction. */
final class LargeDicts {
    /** What an operation does at the position of the key, or {@link Lookup#ABSENT}. */
    @FunctionalInterface
    private interface Step {
        long run(Tree tree, long position);
    }

    private LargeDicts() {}

    /** A dict nobody can see yet. */
    static long create(Allocator allocator, int kind, int expected) {
        long ref = Bodies.createObject(allocator, 0, kind, TreeLayout.ROOT_CAPACITY);
        boolean done = false;
        try {
            setParts(
                    allocator.memory(),
                    ref + ObjectLayout.INLINE_BODY,
                    FreshTree.createParts(allocator, ref, expected));
            done = true;
            return ref;
        } finally {
            if (!done) {
                allocator.releaseOrLose(ref);
            }
        }
    }

    /** Parts of a tree of these entries: keys, which must differ, and values in turn, and folded hashes. */
    static long parts(Allocator allocator, long ref, long[] keysAndValues, int[] hashes) {
        long parts = FreshTree.createParts(allocator, ref, hashes.length);
        boolean done = false;
        try {
            FreshTree.fill(allocator, parts, keysAndValues, hashes);
            done = true;
            return parts;
        } finally {
            if (!done) {
                FreshTree.blocks(allocator.memory(), parts, allocator::releaseOrLose);
            }
        }
    }

    /** The body of a tree. */
    static long body(Allocator allocator, int kind, long parts) {
        long body = Bodies.createBody(allocator, 0, kind, TreeLayout.ROOT_CAPACITY, 0);
        setParts(allocator.memory(), body, parts);
        return body;
    }

    private static void setParts(Memory memory, long body, long parts) {
        memory.putPlain(Bodies.at(body, TreeLayout.PARTS_WORD), parts);
        memory.putPlain(Bodies.at(body, TreeLayout.SIZE), TreeLayout.ROOT_SIZE);
    }

    static void addFresh(Allocator allocator, long body, long key, long hash, long value) {
        long parts = allocator.memory().getPlain(Bodies.at(body, TreeLayout.PARTS_WORD));
        FreshTree.add(allocator, parts, key, hash, value);
    }

    static long get(Mutator mutator, long ref, Lookup lookup) {
        if (!mutator.active()) {
            long value = PlainTree.get(mutator, ref, lookup);
            if (value != Cell.MISS_SLOW) {
                return value;
            }
        }
        return run(mutator, ref, lookup, LargeDicts::valueOrEmpty);
    }

    static long put(Mutator mutator, long ref, Lookup lookup, long value) {
        long before = overwrite(mutator, ref, lookup, value);
        if (before != Cell.MISS_SLOW && before != Cell.EMPTY) {
            return before;
        }
        if (before == Cell.EMPTY) {
            lookup.missed();
        }
        return run(mutator, ref, lookup, (tree, position) -> {
            if (position >= 0) {
                return tree.overwrite(position, value);
            }
            tree.insert(lookup, value);
            return Cell.EMPTY;
        });
    }

    private static long overwrite(Mutator mutator, long ref, Lookup lookup, long value) {
        return mutator.active() ? Cell.MISS_SLOW : PlainTree.overwrite(mutator, ref, lookup, value);
    }

    static long putIfAbsent(Mutator mutator, long ref, Lookup lookup, long value) {
        long present = mutator.active() ? Cell.MISS_SLOW : PlainTree.get(mutator, ref, lookup);
        if (present != Cell.MISS_SLOW && present != Cell.EMPTY) {
            return present;
        }
        if (present == Cell.EMPTY) {
            lookup.missed();
        }
        return run(mutator, ref, lookup, (tree, position) -> {
            if (position < 0) {
                tree.insert(lookup, value);
            }
            return position < 0 ? Cell.EMPTY : tree.value(position);
        });
    }

    static long replace(Mutator mutator, long ref, Lookup lookup, long value) {
        long before = overwrite(mutator, ref, lookup, value);
        return before != Cell.MISS_SLOW
                ? before
                : run(
                        mutator,
                        ref,
                        lookup,
                        (tree, position) -> position < 0 ? Cell.EMPTY : tree.overwrite(position, value));
    }

    static long remove(Mutator mutator, long ref, Lookup lookup) {
        return run(mutator, ref, lookup, (tree, position) -> position < 0 ? Cell.EMPTY : tree.remove(position));
    }

    private static long valueOrEmpty(Tree tree, long position) {
        return position < 0 ? Cell.EMPTY : tree.value(position);
    }

    /** The guest is asked between transactions if this is not part of one. */
    private static long run(Mutator mutator, long ref, Lookup lookup, Step step) {
        for (; ; ) {
            long result = inTransaction(mutator, ref, tree -> {
                long position = lookup.find(tree);
                return position == Lookup.QUESTION ? Access.RETRY : step.run(tree, position);
            });
            if (result != Access.RETRY) {
                return result;
            }
            lookup.answer();
        }
    }

    static int size(Mutator mutator, long ref) {
        int size = mutator.active() ? -1 : PlainTree.trySize(mutator.memory(), ref);
        return size >= 0 ? size : (int) inTransaction(mutator, ref, Tree::size);
    }

    static long last(Mutator mutator, long ref, long[] keyAndValue) {
        return inTransaction(mutator, ref, tree -> tree.last(keyAndValue) ? 1 : 0);
    }

    static long popLast(Mutator mutator, long ref, long[] keyAndValue) {
        return inTransaction(mutator, ref, tree -> tree.popLast(keyAndValue) ? 1 : 0);
    }

    static long replaceAll(Mutator mutator, long ref, long[] keysAndValues, int[] hashes) {
        return inTransaction(mutator, ref, tree -> {
            tree.clear();
            tree.fill(keysAndValues, hashes);
            return 0;
        });
    }

    static long[] snapshot(Mutator mutator, long ref) {
        long[][] result = new long[1][];
        inTransaction(mutator, ref, tree -> {
            result[0] = tree.keysAndValues();
            return 0;
        });
        return result[0];
    }

    static long next(Mutator mutator, long ref, int position, long[] keyAndValue) {
        return inTransaction(mutator, ref, tree -> tree.next(position, keyAndValue));
    }

    private static long inTransaction(Mutator mutator, long ref, ToLongFunction<Tree> operation) {
        return OwnTransaction.joinOrRun(mutator, () -> {
            try {
                return operation.applyAsLong(Tree.of(mutator, ref));
            } catch (RuntimeException | Error e) {
                // It may have done a part of what belongs together.
                mutator.spoil(e);
                throw e;
            }
        });
    }
}

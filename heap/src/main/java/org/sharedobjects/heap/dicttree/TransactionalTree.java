// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/**
 * The short ways through a transaction, at a {@linkplain PlainTree#place place} where the key may lie. A key that is found there is in the
 * dict, so that the index is no part of what the transaction has read. That the dict is a tree is part of it: what a tree was made of
 * has version 0, and is for those only who have seen the tree.
 */
public final class TransactionalTree {
    private static final long NO_LEAF = 0;
    private static final int NO_WORD = 0;

    private TransactionalTree() {}

    /** Value, or {@link Cell#MISS_SLOW} when that key is not there. Also for compiled code. */
    public static long getAt(Mutator mutator, long root, long place, long key) {
        if (!isTree(mutator, root)) {
            return Cell.MISS_SLOW;
        }
        long chunk = PlainTree.chunkOf(place);
        int entry = PlainTree.entryOf(place);
        long lock = mutator.startRead(chunk);
        if (!Locks.isLocked(lock)) {
            Memory memory = mutator.memory();
            long body = memory.getGuess(chunk + ObjectLayout.BODY);
            boolean found = entry < memory.getGuess(Bodies.at(body, TreeLayout.SIZE))
                    && memory.getGuess(Bodies.at(body, TreeLayout.keyWord(entry))) == key;
            long value = memory.getGuess(Bodies.at(body, TreeLayout.valueWord(entry)));
            if (!found || mutator.endRead(chunk, lock)) {
                return found ? value : Cell.MISS_SLOW;
            }
        }
        return isAt(mutator, chunk, entry, key) ? mutator.load(chunk, TreeLayout.valueWord(entry)) : Cell.MISS_SLOW;
    }

    /** Overwrites a value; false when that key is not there. Also for compiled code, in which no loop lies before the store. */
    public static boolean putAt(Mutator mutator, long root, long place, long key, long value) {
        if (getAt(mutator, root, place, key) == Cell.MISS_SLOW) {
            return false;
        }
        mutator.store(PlainTree.chunkOf(place), TreeLayout.valueWord(PlainTree.entryOf(place)), value);
        return true;
    }

    private static boolean isTree(Mutator mutator, long root) {
        return TreeLayout.isRoot(mutator.load(root, ObjectLayout.HEADER_WORD));
    }

    /** Number of entries, or -1 when it is no tree. Also for compiled code. */
    public static int size(Mutator mutator, long root) {
        if (!isTree(mutator, root)) {
            return -1;
        }
        long parts = mutator.load(root, TreeLayout.PARTS_WORD);
        return (int) mutator.load(Hints.part(mutator.memory(), parts, TreeLayout.COUNT), TreeLayout.SIZE);
    }

    /** As {@link PlainTree#tryNext}, as the running transaction sees it, which has asked for the {@link #size}. Also for compiled code. */
    public static int next(Mutator mutator, long chunk, int position, long[] entry) {
        long lock = mutator.startRead(chunk);
        if (Locks.isLocked(lock)) {
            return PlainTree.UNKNOWN;
        }
        int next = PlainTree.guessNext(mutator.memory(), chunk, position, entry);
        return mutator.endRead(chunk, lock) ? next : PlainTree.UNKNOWN;
    }

    /**
     * Adds an entry, if the index has no key of that hash and there is room for it. What is to be made or compared is for
     * {@link Tree#insert}: then false, and nothing was written. Not to be made part of compiled code: what runs between the look for
     * free places and the stores may take them.
     */
    public static boolean insert(Mutator mutator, long root, long key, long hash, long value) {
        if (!TreeLayout.isRoot(mutator.peek(root, ObjectLayout.HEADER_WORD))) {
            return false;
        }
        Memory memory = mutator.memory();
        long parts = mutator.peek(root, TreeLayout.PARTS_WORD);
        long tail = Hints.part(memory, parts, TreeLayout.TAIL);
        long chunkNumber = mutator.peek(tail, TreeLayout.SIZE);
        long chunk = chunk(memory, parts, chunkNumber);
        // Before all else: the last insertion has made it newer than the clock, and a snapshot that begins with it
        // covers the others.
        int used = chunk == Directory.NONE ? 0 : used(mutator, chunk);
        if (used == 0 || !isTree(mutator, root) || mutator.load(tail, TreeLayout.SIZE) != chunkNumber) {
            return false;
        }
        int folded = Hashing.fold(hash);
        long leaf = leaf(mutator, Hints.part(memory, parts, TreeLayout.INDEX), folded);
        int indexWord = leaf == NO_LEAF ? NO_WORD : free(mutator, leaf, folded);
        long position = TreeLayout.position(chunkNumber, used);
        if (indexWord == NO_WORD || position > TreeLayout.MAX_POSITION) {
            return false;
        }
        try {
            append(mutator, chunk, used, key, folded, value);
            enter(mutator, leaf, indexWord, folded, position);
            mutator.add(Hints.part(memory, parts, TreeLayout.COUNT), TreeLayout.SIZE, 1);
        } catch (RuntimeException | Error e) {
            mutator.spoil(e);
            throw e;
        }
        return true;
    }

    private static long chunk(Memory memory, long parts, long number) {
        return number < 0 || number > TreeLayout.chunkOf(TreeLayout.MAX_POSITION)
                ? Directory.NONE
                : Directory.child(memory, Hints.part(memory, parts, TreeLayout.DIRECTORY), (int) number);
    }

    private static void enter(Mutator mutator, long leaf, int indexWord, int folded, long position) {
        mutator.store(leaf, indexWord, TreeLayout.indexWord(folded, position));
        long size = mutator.load(leaf, TreeLayout.SIZE);
        mutator.store(leaf, TreeLayout.SIZE, TreeLayout.leafSize(TreeLayout.used(size) + 1, TreeLayout.removed(size)));
    }

    private static void append(Mutator mutator, long chunk, int used, long key, int folded, long value) {
        mutator.store(chunk, TreeLayout.keyWord(used), key);
        mutator.store(chunk, TreeLayout.valueWord(used), value);
        mutator.store(chunk, TreeLayout.hashWord(used), folded);
        mutator.store(chunk, TreeLayout.SIZE, used + 1L);
    }

    /** Entries used of the last chunk; 0 unless there is room for one more behind others and the chunk is not full then. */
    private static int used(Mutator mutator, long chunk) {
        long header = mutator.load(chunk, ObjectLayout.HEADER_WORD);
        long used = mutator.load(chunk, TreeLayout.SIZE);
        boolean fits = used > 0
                && used < TreeLayout.CHUNK_ENTRIES - 1
                && (used + 1) * TreeLayout.ENTRY_WORDS <= TreeLayout.cells(header)
                && ObjectLayout.kind(header) == TreeLayout.ENTRIES;
        return fits ? (int) used : 0;
    }

    private static long leaf(Mutator mutator, long root, int folded) {
        long node = root;
        for (int shift = 0; shift <= TreeLayout.LAST_SHIFT; shift += TreeLayout.BRANCH_BITS) {
            long header = mutator.load(node, ObjectLayout.HEADER_WORD);
            if (ObjectLayout.kind(header) == TreeLayout.LEAF) {
                return node;
            }
            long cell = TreeLayout.isBranch(header)
                    ? mutator.load(node, TreeLayout.FIRST + TreeLayout.child(folded, shift))
                    : Cell.EMPTY;
            if (!Cell.isRef(cell)) {
                return NO_LEAF;
            }
            node = Cell.offset(cell);
        }
        return NO_LEAF;
    }

    /** Word of the leaf that is free for this hash, which is in no other of its words. */
    private static int free(Mutator mutator, long leaf, int folded) {
        int cells = TreeLayout.cells(mutator.load(leaf, ObjectLayout.HEADER_WORD));
        if (TreeLayout.used(mutator.load(leaf, TreeLayout.SIZE)) >= TreeLayout.leafLimit(cells)) {
            return NO_WORD;
        }
        int place = TreeLayout.place(folded, cells);
        for (int probes = 0; probes < cells; probes++) {
            long word = mutator.load(leaf, TreeLayout.FIRST + place);
            if (word == 0) {
                return TreeLayout.FIRST + place;
            }
            if (TreeLayout.hashOf(word) == folded && TreeLayout.positionOf(word) >= 0) {
                return NO_WORD;
            }
            place = place + 1 == cells ? 0 : place + 1;
        }
        return NO_WORD;
    }

    private static boolean isAt(Mutator mutator, long chunk, int entry, long key) {
        return entry < mutator.load(chunk, TreeLayout.SIZE) && mutator.load(chunk, TreeLayout.keyWord(entry)) == key;
    }
}

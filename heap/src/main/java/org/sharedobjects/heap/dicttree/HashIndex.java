// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import static org.sharedobjects.heap.dicttree.TreeLayout.FIRST;
import static org.sharedobjects.heap.dicttree.TreeLayout.SIZE;

import java.util.Arrays;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.value.Cell;

/**
 * From hashes to positions: a trie of branches whose leaves are small tables. Who reads a leaf has read the branches that
 * lead to it, so a leaf may be filled before a branch shows it: no snapshot that does not cover the branch gets there.
 */
final class HashIndex {
    /** No node has fewer bytes, so a walk over more nodes than that goes in circles. */
    private static final int LEAST_NODE_BYTES = 32;

    private final Words words;
    private final long root;

    // Where the last walk ended, to the leaf of this hash.
    private boolean walked;
    private int walkedHash;
    private long leaf;
    private int shift;
    private int cells;

    HashIndex(Words words, long root) {
        this.words = words;
        this.root = root;
    }

    /** Goes to the leaf of this hash; returns the number of its cells. */
    int walk(int hash) {
        walked = false;
        leaf = root;
        for (shift = 0; shift <= TreeLayout.LAST_SHIFT; shift += TreeLayout.BRANCH_BITS) {
            long header = words.load(leaf, ObjectLayout.HEADER_WORD);
            if (isLeaf(leaf, header)) {
                cells = TreeLayout.cells(header);
                walked = true;
                walkedHash = hash;
                return cells;
            }
            leaf = child(leaf, TreeLayout.child(hash, shift));
        }
        throw new HeapCorruptException("dict index is too deep: object=" + root);
    }

    private static boolean isLeaf(long node, long header) {
        if (ObjectLayout.kind(header) == TreeLayout.LEAF) {
            return true;
        }
        if (!TreeLayout.isBranch(header)) {
            throw new HeapCorruptException(
                    "node of a dict index makes no sense: object=%d, header=%#x".formatted(node, header));
        }
        return false;
    }

    private long child(long branch, int number) {
        long cell = words.load(branch, FIRST + number);
        if (!Cell.isRef(cell)) {
            throw new HeapCorruptException("dict index lacks a node: object=%d, child=%d".formatted(branch, number));
        }
        return Cell.offset(cell);
    }

    /** A word of the leaf that was walked to. */
    long word(int place) {
        return words.load(leaf, FIRST + place);
    }

    /** Of a hash that the index does not have for this position. */
    void add(int hash, long position) {
        // Each level may have to be split once.
        for (int tries = 0; tries < Integer.SIZE; tries++) {
            if (!walked || walkedHash != hash) {
                walk(hash);
            }
            long size = words.load(leaf, SIZE);
            if (TreeLayout.used(size) < TreeLayout.leafLimit(cells)) {
                enter(hash, position, size);
                return;
            }
            makeRoom();
        }
        throw damaged();
    }

    private void enter(int hash, long position, long size) {
        int used = TreeLayout.used(size);
        int removed = TreeLayout.removed(size);
        int place = TreeLayout.place(hash, cells);
        for (int probes = 0; probes < cells; probes++) {
            long there = word(place);
            if (there == 0 || there == TreeLayout.REMOVED) {
                words.store(leaf, FIRST + place, TreeLayout.indexWord(hash, position));
                words.store(
                        leaf,
                        SIZE,
                        there == 0 ? TreeLayout.leafSize(used + 1, removed) : TreeLayout.leafSize(used, removed - 1));
                return;
            }
            place = place + 1 == cells ? 0 : place + 1;
        }
        throw damaged();
    }

    void remove(int hash, long position) {
        walk(hash);
        long word = TreeLayout.indexWord(hash, position);
        int place = TreeLayout.place(hash, cells);
        for (int probes = 0; probes < cells; probes++) {
            long there = word(place);
            if (there == word) {
                long size = words.load(leaf, SIZE);
                words.store(leaf, FIRST + place, TreeLayout.REMOVED);
                words.store(leaf, SIZE, TreeLayout.leafSize(TreeLayout.used(size), TreeLayout.removed(size) + 1));
                return;
            }
            if (there == 0) {
                break;
            }
            place = place + 1 == cells ? 0 : place + 1;
        }
        throw damaged();
    }

    private HeapCorruptException damaged() {
        return new HeapCorruptException("dict index is damaged: object=%d, leaf=%d".formatted(root, leaf));
    }

    /** Without removed words, with room for a third more; as a branch if it would be too large for one body. */
    private void makeRoom() {
        if ((long) cells * Long.BYTES > words.memory().sizeBytes()) {
            throw damaged();
        }
        walked = false;
        long[] present = present();
        int wanted = TreeLayout.leafCells(present.length + present.length / 3 + 1);
        if (wanted > TreeLayout.MOST_CELLS && shift < TreeLayout.LAST_SHIFT) {
            words.replaceBody(leaf, branch(present));
        } else {
            words.replaceBody(leaf, LeafBuilder.body(words.allocator(), owner(leaf), present, present.length, wanted));
        }
    }

    private long branch(long[] present) {
        long body = LeafBuilder.branch(words.allocator(), owner(leaf), present, shift);
        for (int i = 0; i < TreeLayout.CHILDREN; i++) {
            words.born(Cell.offset(words.memory().getPlain(Bodies.at(body, FIRST + i))));
        }
        return body;
    }

    private long owner(long node) {
        return words.load(node, TreeLayout.OWNER);
    }

    private long[] present() {
        long[] all = new long[cells];
        words.loadRange(leaf, FIRST, all, cells);
        int count = 0;
        for (long word : all) {
            if (word != 0 && word != TreeLayout.REMOVED) {
                all[count++] = word;
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** Branches stay. */
    void clear() {
        walked = false;
        clear(root, 0, words.memory().sizeBytes() / LEAST_NODE_BYTES);
    }

    /** Returns how many more nodes there may be. */
    private long clear(long node, int depth, long budget) {
        if (budget <= 0 || depth > TreeLayout.LAST_SHIFT) {
            throw new HeapCorruptException("dict index is entangled: object=" + root);
        }
        if (isLeaf(node, words.load(node, ObjectLayout.HEADER_WORD))) {
            if (words.load(node, SIZE) != 0) {
                words.replaceBody(node, LeafBuilder.body(words.allocator(), owner(node), new long[0], 0, 0));
            }
            return budget - 1;
        }
        long left = budget - 1;
        for (int i = 0; i < TreeLayout.CHILDREN; i++) {
            left = clear(child(node, i), depth + TreeLayout.BRANCH_BITS, left);
        }
        return left;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.value.Cell;

/** Builds leaves and branches of an index on the Java heap, and copies them in at once. */
final class LeafBuilder {
    private static final int OBJECT_WORDS = (int) (ObjectLayout.INLINE_BODY / Long.BYTES);

    private LeafBuilder() {}

    /** A leaf that nobody can see yet, of the first {@code count} index words. */
    static long leaf(Allocator allocator, long owner, long[] indexWords, int count) {
        int cells = count == 0 ? 0 : TreeLayout.leafCells(count + 1);
        long[] words = new long[OBJECT_WORDS + TreeLayout.FIRST + cells];
        fill(words, OBJECT_WORDS, owner, indexWords, count, cells);
        long ref = allocator.allocate((long) words.length * Long.BYTES);
        words[(int) (ObjectLayout.BODY / Long.BYTES)] = ref + ObjectLayout.INLINE_BODY;
        allocator.memory().copyIn(words, 0, ref, words.length);
        return ref;
    }

    /** The body of a leaf. */
    static long body(Allocator allocator, long owner, long[] indexWords, int count, int cells) {
        long[] words = new long[TreeLayout.FIRST + cells];
        fill(words, 0, owner, indexWords, count, cells);
        return copyIn(allocator, words);
    }

    private static long copyIn(Allocator allocator, long[] words) {
        long body = allocator.allocate((long) words.length * Long.BYTES);
        allocator.memory().copyIn(words, 0, body, words.length);
        return body;
    }

    private static void fill(long[] words, int at, long owner, long[] indexWords, int count, int cells) {
        words[at] = ObjectLayout.header(0, TreeLayout.LEAF, TreeLayout.capacity(cells));
        words[at + TreeLayout.OWNER] = owner;
        words[at + TreeLayout.SIZE] = TreeLayout.leafSize(count, 0);
        for (int i = 0; i < count; i++) {
            int place = TreeLayout.place(TreeLayout.hashOf(indexWords[i]), cells);
            while (words[at + TreeLayout.FIRST + place] != 0) {
                place = place + 1 == cells ? 0 : place + 1;
            }
            words[at + TreeLayout.FIRST + place] = indexWords[i];
        }
    }

    /** Puts the words for this child at the start of {@code part}; returns their number. */
    private static int partOf(long[] indexWords, int child, int shift, long[] part) {
        int count = 0;
        for (long word : indexWords) {
            if (TreeLayout.child(TreeLayout.hashOf(word), shift) == child) {
                part[count++] = word;
            }
        }
        return count;
    }

    /** The body of a branch, whose new leaves have these words. */
    static long branch(Allocator allocator, long owner, long[] indexWords, int shift) {
        long[] words = new long[TreeLayout.FIRST + TreeLayout.CHILDREN];
        words[ObjectLayout.HEADER_WORD] =
                ObjectLayout.header(0, TreeLayout.BRANCH, TreeLayout.capacity(TreeLayout.CHILDREN));
        words[TreeLayout.OWNER] = owner;
        long[] part = new long[indexWords.length];
        int made = 0;
        try {
            for (; made < TreeLayout.CHILDREN; made++) {
                int count = partOf(indexWords, made, shift, part);
                words[TreeLayout.FIRST + made] = Cell.ofRef(leaf(allocator, owner, part, count));
            }
            return copyIn(allocator, words);
        } catch (RuntimeException | Error e) {
            for (int i = 0; i < made; i++) {
                allocator.releaseOrLose(Cell.offset(words[TreeLayout.FIRST + i]));
            }
            throw e;
        }
    }
}

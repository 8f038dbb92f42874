// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import java.util.function.LongConsumer;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Tuples;

/** Trees nobody can see yet. */
public final class FreshTree {
    private FreshTree() {}

    /** Cell of the parts of an empty tree with chunks for so many entries. {@code root}: the dict it will belong to. */
    public static long createParts(Allocator allocator, long root, int expected) {
        long owner = Cell.ofRef(root);
        long[] refs = new long[TreeLayout.PARTS];
        try {
            int chunks = expected / TreeLayout.CHUNK_ENTRIES + 1;
            refs[TreeLayout.DIRECTORY] =
                    Directory.create(allocator, chunks, (same, number) -> EntryLog.emptyChunk(same, owner));
            refs[TreeLayout.INDEX] = LeafBuilder.leaf(allocator, owner, new long[0], 0);
            refs[TreeLayout.COUNT] = Parts.create(allocator, TreeLayout.NUMBER, owner);
            refs[TreeLayout.TAIL] = Parts.create(allocator, TreeLayout.NUMBER, owner);
            return Tuples.of(allocator, cells(refs), refs.length);
        } catch (RuntimeException | Error e) {
            for (int i = 0; i < refs.length; i++) {
                if (refs[i] != 0) {
                    partBlocks(allocator.memory(), i, refs[i], allocator::releaseOrLose);
                }
            }
            throw e;
        }
    }

    private static long[] cells(long[] refs) {
        long[] cells = new long[refs.length];
        for (int i = 0; i < refs.length; i++) {
            cells[i] = Cell.ofRef(refs[i]);
        }
        return cells;
    }

    /** Adds an entry whose key the tree does not have. */
    public static void add(Allocator allocator, long parts, long key, long hash, long value) {
        Tree.ofParts(new FreshWords(allocator), parts).insert(key, Hashing.fold(hash), value);
    }

    /** Makes these the entries of an empty tree: keys, which must differ, and values in turn, and folded hashes. */
    public static void fill(Allocator allocator, long parts, long[] keysAndValues, int[] hashes) {
        Tree.ofParts(new FreshWords(allocator), parts).fill(keysAndValues, hashes);
    }

    /** Gives all blocks that a tree is made of, but for its root. */
    public static void blocks(Memory memory, long parts, LongConsumer block) {
        for (int i = 0; i < TreeLayout.PARTS; i++) {
            partBlocks(memory, i, Hints.part(memory, parts, i), block);
        }
        block.accept(Cell.offset(parts));
    }

    private static void partBlocks(Memory memory, int number, long ref, LongConsumer block) {
        if (number == TreeLayout.DIRECTORY) {
            int chunks = Directory.children(memory, ref);
            for (int i = 0; i < chunks; i++) {
                body(memory, Directory.child(memory, ref, i), block);
            }
            Directory.blocks(memory, ref, block);
        } else {
            node(memory, ref, block);
        }
    }

    private static void node(Memory memory, long ref, LongConsumer block) {
        long body = memory.getPlain(ref + ObjectLayout.BODY);
        if (ObjectLayout.kind(memory.getPlain(body)) == TreeLayout.BRANCH) {
            for (int i = 0; i < TreeLayout.CHILDREN; i++) {
                node(memory, Cell.offset(memory.getPlain(Bodies.at(body, TreeLayout.FIRST + i))), block);
            }
        }
        body(memory, ref, block);
        block.accept(ref);
    }

    private static void body(Memory memory, long ref, LongConsumer block) {
        long body = memory.getPlain(ref + ObjectLayout.BODY);
        if (body != ref + ObjectLayout.INLINE_BODY) {
            block.accept(body);
        }
    }
}

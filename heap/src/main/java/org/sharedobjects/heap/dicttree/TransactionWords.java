// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;

/** As the running transaction sees and changes them. */
record TransactionWords(Mutator mutator) implements Words {
    @Override
    public Memory memory() {
        return mutator.memory();
    }

    @Override
    public Allocator allocator() {
        return mutator.allocator();
    }

    @Override
    public long load(long ref, int word) {
        return mutator.load(ref, word);
    }

    @Override
    public void loadRange(long ref, int word, long[] target, int count) {
        mutator.loadRange(ref, word, target, 0, count);
    }

    @Override
    public void store(long ref, int word, long value) {
        mutator.store(ref, word, value);
    }

    @Override
    public void add(long ref, int word, long change) {
        mutator.add(ref, word, change);
    }

    @Override
    public void replaceBody(long ref, long body) {
        boolean done = false;
        try {
            mutator.replaceBody(ref, body);
            done = true;
        } finally {
            if (!done) {
                mutator.allocator().releaseOrLose(body);
            }
        }
    }

    @Override
    public void born(long block) {
        mutator.born(block);
    }

    @Override
    public void ensureChunks(long directory, int chunks, long owner) {
        Directory.ensure(mutator, directory, chunks, (allocator, number) -> EntryLog.emptyChunk(allocator, owner));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;

/** Of a tree nobody can see yet: in place, and at once. */
record FreshWords(Allocator allocator) implements Words {
    @Override
    public Memory memory() {
        return allocator.memory();
    }

    private long at(long ref, int word) {
        return Bodies.at(memory().getPlain(ref + ObjectLayout.BODY), word);
    }

    @Override
    public long load(long ref, int word) {
        return memory().getPlain(at(ref, word));
    }

    @Override
    public void loadRange(long ref, int word, long[] target, int count) {
        memory().copyOut(at(ref, word), target, 0, count);
    }

    @Override
    public void store(long ref, int word, long value) {
        memory().putPlain(at(ref, word), value);
    }

    @Override
    public void add(long ref, int word, long change) {
        store(ref, word, load(ref, word) + change);
    }

    @Override
    public void replaceBody(long ref, long body) {
        long before = memory().getPlain(ref + ObjectLayout.BODY);
        memory().putPlain(ref + ObjectLayout.BODY, body);
        if (before != ref + ObjectLayout.INLINE_BODY) {
            allocator.release(before);
        }
    }

    /** The tree leads to it. */
    @Override
    public void born(long block) {}

    /** There are enough from the start. */
    @Override
    public void ensureChunks(long directory, int chunks, long owner) {
        if (Directory.children(memory(), directory) < chunks) {
            throw new IllegalStateException("more entries than the dict was made for: chunks=" + chunks);
        }
    }
}

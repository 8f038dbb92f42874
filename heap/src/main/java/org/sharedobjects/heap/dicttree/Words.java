// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/** How the objects of a tree are read and changed: by a transaction, or by who made them and has shown them to nobody. */
interface Words {
    Memory memory();

    Allocator allocator();

    long load(long ref, int word);

    /** {@code count} words, which the capacity of the object covers. */
    void loadRange(long ref, int word, long[] target, int count);

    void store(long ref, int word, long value);

    void add(long ref, int word, long change);

    /** Gives the object a body that is filled; from now on loads and stores go straight to it. */
    void replaceBody(long ref, long body);

    /** What nobody can see if this fails. */
    void born(long block);

    /** Makes sure that a directory has so many chunks of entries. Does not belong to the transaction. */
    void ensureChunks(long directory, int chunks, long owner);
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.Arrays;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.dicttree.FreshTree;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/** Builds and rebuilds bodies of dicts on the Java heap, and copies them in at once. */
final class DictBodies {
    private DictBodies() {}

    /** Body words of a dict under construction; keys must differ. */
    static final class Builder {
        private final long[] words;
        private final int indexSize;
        private int entries;

        Builder(int kind, int expected) {
            int capacity = DictLayout.capacityFor(expected);
            words = new long[DictLayout.FIRST + capacity];
            words[ObjectLayout.HEADER_WORD] = ObjectLayout.header(0, kind, capacity);
            indexSize = DictLayout.indexSize(capacity);
        }

        void add(long key, int hash, long value) {
            int slot = hash & (indexSize - 1);
            while (words[DictLayout.FIRST + slot] != 0) {
                slot = (slot + 1) & (indexSize - 1);
            }
            words[DictLayout.FIRST + slot] = DictLayout.indexWord(hash, entries);
            words[DictLayout.keyWord(indexSize, entries)] = key;
            words[DictLayout.valueWord(indexSize, entries)] = value;
            entries++;
        }

        /** A body of its own that nobody can see yet. */
        long body(Allocator allocator) {
            words[DictLayout.SIZE] = DictLayout.sizeWord(entries, entries);
            long body = allocator.allocate((long) words.length * Long.BYTES);
            allocator.memory().copyIn(words, 0, body, words.length);
            return body;
        }
    }

    static void checkEntries(int entries) {
        if (entries > DictLayout.MAX_ENTRIES) {
            throw new HeapLimitException("dict is too large: entries=" + entries + " limit=" + DictLayout.MAX_ENTRIES);
        }
    }

    /** Adds an entry to a dict nobody can see yet, which has room and no such key. */
    static void addFresh(Memory memory, long body, long key, long hash, long value) {
        int indexSize = DictLayout.indexSize(ObjectLayout.capacity(memory.getPlain(body)));
        int folded = Hashing.fold(hash);
        int slot = folded & (indexSize - 1);
        while (memory.getPlain(Bodies.at(body, DictLayout.FIRST + slot)) != 0) {
            slot = (slot + 1) & (indexSize - 1);
        }
        int entry = DictLayout.used(memory.getPlain(Bodies.at(body, DictLayout.SIZE)));
        memory.putPlain(Bodies.at(body, DictLayout.FIRST + slot), DictLayout.indexWord(folded, entry));
        memory.putPlain(Bodies.at(body, DictLayout.keyWord(indexSize, entry)), key);
        memory.putPlain(Bodies.at(body, DictLayout.valueWord(indexSize, entry)), value);
        memory.putPlain(Bodies.at(body, DictLayout.SIZE), DictLayout.sizeWord(entry + 1, entry + 1));
    }

    /** Rebuilds a dict without its removed entries and with room for at least as many again. */
    static long rebuild(Access access) {
        int capacity = ObjectLayout.capacity(access.word(ObjectLayout.HEADER_WORD));
        int used = DictLayout.used(access.word(DictLayout.SIZE));
        if (!access.valid()) {
            return Access.RETRY;
        }
        long[] cells = new long[capacity];
        if (!access.copy(DictLayout.FIRST, cells, 0, capacity)) {
            return Access.RETRY;
        }
        int indexSize = DictLayout.indexSize(capacity);
        if (used < 0 || used > DictLayout.entryLimit(capacity)) {
            return access.nonsense("dict longer than its body");
        }
        int[] hashes = hashesByEntry(access, cells, indexSize, used);
        long[] entries = new long[DictLayout.ENTRY_WORDS * used];
        int alive = 0;
        for (int entry = 0; entry < used; entry++) {
            if (isAlive(cells, indexSize, entry)) {
                int at = indexSize + DictLayout.ENTRY_WORDS * entry;
                entries[DictLayout.ENTRY_WORDS * alive] = cells[at];
                entries[DictLayout.ENTRY_WORDS * alive + 1] = cells[at + 1];
                hashes[alive++] = hashes[entry];
            }
        }
        if (alive >= DictLayout.MOST_REBUILT) {
            return replaceByTree(access, entries, Arrays.copyOf(hashes, alive));
        }
        return replace(access, entries, hashes, alive, Math.min(DictLayout.MOST_SMALL, 2 * alive + 1));
    }

    /** Makes these the entries of a dict that was small: keys, which must differ, and values in turn, and folded hashes. */
    static long replace(Access access, long[] keysAndValues, int[] hashes) {
        return hashes.length > DictLayout.MOST_SMALL
                ? replaceByTree(access, keysAndValues, hashes)
                : replace(access, keysAndValues, hashes, hashes.length, hashes.length);
    }

    private static long replace(Access access, long[] keysAndValues, int[] hashes, int count, int room) {
        Builder builder = new Builder(kind(access), room);
        for (int i = 0; i < count; i++) {
            builder.add(keysAndValues[2 * i], hashes[i], keysAndValues[2 * i + 1]);
        }
        return access.replaceBody(builder.body(access.mutator().allocator())) ? 0 : Access.RETRY;
    }

    private static long replaceByTree(Access access, long[] keysAndValues, int[] hashes) {
        Allocator allocator = access.mutator().allocator();
        long parts = LargeDicts.parts(allocator, access.ref(), keysAndValues, hashes);
        boolean inTransaction = access.mutator().active();
        if (inTransaction) {
            FreshTree.blocks(allocator.memory(), parts, access.mutator()::born);
        }
        // An error may strike after this has happened: then the parts are in use, and if not they are lost.
        boolean done = access.replaceBody(LargeDicts.body(allocator, kind(access), parts));
        if (!done && !inTransaction) {
            FreshTree.blocks(allocator.memory(), parts, allocator::releaseOrLose);
        }
        return done ? 0 : Access.RETRY;
    }

    private static int kind(Access access) {
        return ObjectLayout.kind(access.word(ObjectLayout.HEADER_WORD));
    }

    private static boolean isAlive(long[] cells, int indexSize, int entry) {
        return cells[indexSize + DictLayout.ENTRY_WORDS * entry] != Cell.TOMBSTONE;
    }

    private static int[] hashesByEntry(Access access, long[] cells, int indexSize, int used) {
        int[] hashes = new int[used];
        for (int slot = 0; slot < indexSize; slot++) {
            int entry = DictLayout.entryOf(cells[slot]);
            if (entry >= used || entry < -1) {
                access.nonsense("dict index points behind its entries");
            }
            if (entry >= 0) {
                hashes[entry] = DictLayout.hashOf(cells[slot]);
            }
        }
        return hashes;
    }

    /** Keys and values in turn, without removed entries. */
    static long[] compact(long[] entries, int alive) {
        long[] result = new long[DictLayout.ENTRY_WORDS * alive];
        int n = 0;
        for (int i = 0; i < entries.length; i += DictLayout.ENTRY_WORDS) {
            if (entries[i] != Cell.TOMBSTONE && n < result.length) {
                result[n++] = entries[i];
                result[n++] = entries[i + 1];
            }
        }
        return n == result.length ? result : Arrays.copyOf(result, n);
    }
}

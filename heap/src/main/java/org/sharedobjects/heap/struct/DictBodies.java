// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.Arrays;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.dicttree.FreshTree;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;

/** Builds and rebuilds bodies of dicts on the Java heap, and copies them in at once. */
final class DictBodies {
    private DictBodies() {}

    /** Body words of a dict under construction; keys must differ. */
    static final class Builder {
        private final long[] words;
        private final DictIndex index;
        private int entries;

        Builder(int kind, DictIndex index) {
            this.index = index;
            words = new long[DictLayout.FIRST + index.capacity()];
            words[ObjectLayout.HEADER_WORD] = index.header(kind);
        }

        void add(long key, int hash, long value) {
            int probes = 0;
            int place = index.place(hash, 0);
            while (index.at(words[index.wordOf(place)], place) != 0) {
                place = index.place(hash, ++probes);
            }
            int word = index.wordOf(place);
            words[word] = index.with(words[word], place, hash, entries);
            words[index.keyWord(entries)] = key;
            words[index.valueWord(entries)] = value;
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

    /** Is this the hash that a narrow index takes the key to have? The key must be known to be right. */
    static boolean derives(Memory memory, long key, long hash) {
        return Hashing.fold(Immutables.hash(memory, key)) == Hashing.fold(hash);
    }

    static void checkEntries(int entries) {
        if (entries > DictLayout.MAX_ENTRIES) {
            throw new HeapLimitException("dict is too large: entries=" + entries + " limit=" + DictLayout.MAX_ENTRIES);
        }
    }

    /** Adds an entry to a dict nobody can see yet, which has room and no such key. */
    static void addFresh(Allocator allocator, long ref, long key, long hash, long value) {
        Memory memory = allocator.memory();
        long body = memory.getPlain(ref + ObjectLayout.BODY);
        long header = memory.getPlain(body);
        if (!DictIndex.isWide(header) && !derives(memory, key, hash)) {
            body = widenFresh(allocator, ref, body);
            header = memory.getPlain(body);
        }
        int entry = DictLayout.used(memory.getPlain(Bodies.at(body, DictLayout.SIZE)));
        DictIndex index = DictIndex.of(header);
        addFresh(memory, body, index, entry, Hashing.fold(hash));
        int keyWord = index.keyWord(entry);
        memory.putPlain(Bodies.at(body, keyWord), key);
        memory.putPlain(Bodies.at(body, keyWord + 1), value);
        memory.putPlain(Bodies.at(body, DictLayout.SIZE), DictLayout.sizeWord(entry + 1, entry + 1));
    }

    /** Makes the index of a body that nobody can see yet lead to an entry. */
    static void addFresh(Memory memory, long body, DictIndex index, int entry, int folded) {
        for (int probes = 0; probes < index.size(); probes++) {
            int place = index.place(folded, probes);
            long at = Bodies.at(body, index.wordOf(place));
            long word = memory.getPlain(at);
            if (index.at(word, place) == 0) {
                memory.putPlain(at, index.with(word, place, folded, entry));
                return;
            }
        }
        throw new HeapCorruptException("dict index is full: body=" + body);
    }

    /** Gives a dict that nobody can see yet another body, with the same entries and a wide index. */
    private static long widenFresh(Allocator allocator, long ref, long body) {
        Memory memory = allocator.memory();
        long header = memory.getPlain(body);
        DictIndex narrow = DictIndex.of(header);
        Builder builder = new Builder(ObjectLayout.kind(header), new DictIndex(true, narrow.size()));
        int used = DictLayout.used(memory.getPlain(Bodies.at(body, DictLayout.SIZE)));
        for (int entry = 0; entry < used; entry++) {
            long key = memory.getPlain(Bodies.at(body, narrow.keyWord(entry)));
            long value = memory.getPlain(Bodies.at(body, narrow.valueWord(entry)));
            builder.add(key, Hashing.fold(Immutables.hash(memory, key)), value);
        }
        long wide = builder.body(allocator);
        memory.putPlain(ref + ObjectLayout.BODY, wide);
        return wide;
    }

    /**
     * Rebuilds a dict without its removed entries and with room for at least as many again.
     *
     * @param wide whether it needs a wide index for what comes
     */
    static long rebuild(Access access, boolean wide) {
        long header = access.word(ObjectLayout.HEADER_WORD);
        int used = DictLayout.used(access.word(DictLayout.SIZE));
        if (!access.valid()) {
            return Access.RETRY;
        }
        long[] words = new long[DictLayout.FIRST + ObjectLayout.capacity(header)];
        if (!access.copy(0, words, 0, words.length)) {
            return Access.RETRY;
        }
        DictIndex index = DictIndex.of(header);
        if (used < 0 || used > index.limit()) {
            return access.nonsense("dict longer than its body");
        }
        int[] hashes = index.wide() ? hashesByEntry(access, words, index, used) : new int[used];
        long[] entries = new long[DictLayout.ENTRY_WORDS * used];
        int alive = 0;
        for (int entry = 0; entry < used; entry++) {
            long key = words[index.keyWord(entry)];
            if (key != Cell.TOMBSTONE) {
                entries[DictLayout.ENTRY_WORDS * alive] = key;
                entries[DictLayout.ENTRY_WORDS * alive + 1] = words[index.valueWord(entry)];
                hashes[alive++] = index.wide() ? hashes[entry] : Hashing.fold(Immutables.hash(access.memory(), key));
            }
        }
        if (alive >= DictLayout.MOST_REBUILT) {
            return replaceByTree(access, entries, Arrays.copyOf(hashes, alive));
        }
        boolean stays = index.wide() && !deriveAll(access.memory(), entries, hashes, alive);
        return replace(access, entries, hashes, alive, Math.min(DictLayout.MOST_SMALL, 2 * alive + 1), wide || stays);
    }

    /** Makes these the entries of a dict that was small: keys, which must differ, and values in turn, and folded hashes. */
    static long replace(Access access, long[] keysAndValues, int[] hashes) {
        int count = hashes.length;
        if (count > DictLayout.MOST_SMALL) {
            return replaceByTree(access, keysAndValues, hashes);
        }
        boolean wide = !deriveAll(access.memory(), keysAndValues, hashes, count);
        return replace(access, keysAndValues, hashes, count, count, wide);
    }

    /** Whether a narrow index will do for keys with these hashes, folded. */
    private static boolean deriveAll(Memory memory, long[] keysAndValues, int[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            if (Hashing.fold(Immutables.hash(memory, keysAndValues[2 * i])) != hashes[i]) {
                return false;
            }
        }
        return true;
    }

    private static long replace(Access access, long[] keysAndValues, int[] hashes, int count, int room, boolean wide) {
        Builder builder = new Builder(kind(access), DictIndex.withRoom(wide, room));
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

    private static int[] hashesByEntry(Access access, long[] words, DictIndex index, int used) {
        int[] hashes = new int[used];
        for (int place = 0; place < index.size(); place++) {
            long there = words[index.wordOf(place)];
            int entry = index.entry(there);
            if (entry >= used || entry < -1) {
                access.nonsense("dict index points behind its entries");
            }
            if (entry >= 0 && entry < used) {
                hashes[entry] = DictIndex.hashOf(there);
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

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;

/**
 * The short ways into dicts of one body outside of transactions, for compiled code. They miss when the dict is a tree, which
 * has no index in its own body and a negative size.
 */
public final class SmallDicts {
    private static final int SIZE = DictLayout.SIZE;

    private SmallDicts() {}

    /** Value, {@link Cell#EMPTY}, or {@link Cell#MISS_SLOW} when the full operation must look. */
    public static long tryGet(Memory memory, long ref, long key, long hash) {
        long lock = memory.getAcquire(ref);
        long value = guess(memory, ref, key, hash);
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? value : Cell.MISS_SLOW;
    }

    /** The same, if the dict does not change meanwhile. */
    static long guess(Memory memory, long ref, long key, long hash) {
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long header = memory.getGuess(body);
        if (DictIndex.isWide(header)) {
            return Cell.MISS_SLOW;
        }
        DictIndex index = DictIndex.of(header);
        int folded = Hashing.fold(hash);
        for (int probes = 0; probes < index.size(); probes++) {
            int place = index.place(folded, probes);
            long there = index.at(memory.getGuess(Bodies.at(body, index.wordOf(place))), place);
            if (there == 0) {
                return Cell.EMPTY;
            }
            if (index.mayBe(there, folded)) {
                long at = Bodies.at(body, index.keyWord(index.entry(there)));
                long candidate = memory.getGuess(at);
                if (candidate == key) {
                    return memory.getGuess(at + Long.BYTES);
                }
                if (mayEqual(memory, candidate, folded)) {
                    return Cell.MISS_SLOW;
                }
            }
        }
        return Cell.MISS_SLOW;
    }

    /** Of a cell that is not the key's own: it takes a comparison to know. */
    static boolean mayEqual(Memory memory, long candidate, int folded) {
        return candidate != Cell.TOMBSTONE && Hashing.fold(Immutables.guessHash(memory, candidate)) == folded;
    }

    /**
     * The first entry at or behind a position: key and value go into {@code entry}. Returns the position behind it, {@link PlainTree#END}
     * behind the last one, or {@link PlainTree#UNKNOWN}, as for a dict that has another size than {@code size}.
     */
    public static int tryNext(Memory memory, long ref, int position, long size, long[] entry) {
        long lock = memory.getAcquire(ref);
        int next = guessNext(memory, ref, position, size, entry);
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? next : PlainTree.UNKNOWN;
    }

    /** The same, if the dict does not change meanwhile. */
    static int guessNext(Memory memory, long ref, int position, long size, long[] entry) {
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        DictIndex index = DictIndex.of(memory.getGuess(body));
        long sizeWord = memory.getGuess(Bodies.at(body, SIZE));
        int used = Math.min(DictLayout.used(sizeWord), index.limit());
        if (DictLayout.alive(sizeWord) != size) {
            return PlainTree.UNKNOWN;
        }
        for (int i = position; i < used; i++) {
            long at = Bodies.at(body, index.keyWord(i));
            entry[0] = memory.getGuess(at);
            if (entry[0] != Cell.TOMBSTONE) {
                entry[1] = memory.getGuess(at + Long.BYTES);
                return i + 1;
            }
        }
        return PlainTree.END;
    }

    /** Stores a value; false when the full operation must do it. */
    public static boolean tryPut(Mutator mutator, long ref, long key, long hash, long value) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        if (Locks.isLocked(lock)) {
            return false;
        }
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long header = memory.getGuess(body);
        if (DictIndex.isWide(header)) {
            return false;
        }
        DictIndex index = DictIndex.of(header);
        int folded = Hashing.fold(hash);
        for (int probes = 0; probes < index.size(); probes++) {
            int place = index.place(folded, probes);
            long word = memory.getGuess(Bodies.at(body, index.wordOf(place)));
            long there = index.at(word, place);
            if (there == 0) {
                return DictBodies.derives(memory, key, hash)
                        && tryInsert(mutator, ref, lock, body, index, place, word, key, folded, value);
            }
            if (index.mayBe(there, folded)) {
                int at = index.keyWord(index.entry(there));
                long candidate = memory.getGuess(Bodies.at(body, at));
                if (candidate == key) {
                    return mutator.plain().write(ref, lock, body, at + 1, value);
                }
                if (mayEqual(memory, candidate, folded)) {
                    return false;
                }
            }
        }
        return false;
    }

    /** {@code word}: that in which the place is. */
    @SuppressWarnings("TooManyParameters")
    private static boolean tryInsert(
            Mutator mutator,
            long ref,
            long lock,
            long body,
            DictIndex index,
            int place,
            long word,
            long key,
            int folded,
            long value) {
        long sizeWord = mutator.memory().getGuess(Bodies.at(body, SIZE));
        int used = DictLayout.used(sizeWord);
        if (used < 0 || used >= index.limit()) {
            return false;
        }
        int at = index.keyWord(used);
        return mutator.plain()
                .write(
                        ref,
                        lock,
                        body,
                        index.wordOf(place),
                        index.with(word, place, folded, used),
                        at,
                        key,
                        at + 1,
                        value,
                        SIZE,
                        DictLayout.sizeWord(used + 1, DictLayout.alive(sizeWord) + 1));
    }

    /** Size, or -1 when the full operation must look. */
    public static int trySize(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long size = memory.getGuess(Bodies.at(memory.getGuess(ref + ObjectLayout.BODY), SIZE));
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? DictLayout.alive(size) : -1;
    }

    /** Size of the block of a dict with that many entries. */
    public static long freshBytes(int entries) {
        return ObjectLayout.INLINE_BODY
                + ObjectLayout.bodyBytes(DictIndex.withRoom(false, entries).capacity());
    }

    /**
     * Makes a dict of a block of {@link #freshBytes} that nobody can see yet.
     *
     * @param entries keys, which must differ and contain no reference to an object, and values in turn
     */
    public static void fillFresh(Memory memory, long ref, long[] entries) {
        int count = entries.length / DictLayout.ENTRY_WORDS;
        DictIndex index = DictIndex.withRoom(false, count);
        long body = ref + ObjectLayout.INLINE_BODY;
        memory.putPlain(ref + ObjectLayout.LOCK, 0);
        memory.putPlain(ref + ObjectLayout.BODY, body);
        memory.putPlain(body, index.header(Kind.DICT));
        memory.putPlain(Bodies.at(body, SIZE), DictLayout.sizeWord(count, count));
        int firstKey = index.keyWord(0);
        clear(memory, body, DictLayout.FIRST, firstKey);
        for (int entry = 0; entry < count; entry++) {
            int folded = Hashing.fold(Immutables.hash(memory, entries[2 * entry]));
            DictBodies.addFresh(memory, body, index, entry, folded);
        }
        for (int i = 0; i < entries.length; i++) {
            memory.putPlain(Bodies.at(body, firstKey + i), entries[i]);
        }
        clear(memory, body, firstKey + entries.length, index.keyWord(index.limit()));
    }

    private static void clear(Memory memory, long body, int from, int to) {
        for (int word = from; word < to; word++) {
            memory.putPlain(Bodies.at(body, word), Cell.EMPTY);
        }
    }
}

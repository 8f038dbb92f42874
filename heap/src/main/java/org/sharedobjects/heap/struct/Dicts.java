// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.dicttree.FreshTree;
import org.sharedobjects.heap.dicttree.Lookup;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/**
 * Shared dicts, in the order of insertion. Every operation is one step, or part of the mutator's running transaction.
 *
 * <p>A key comes as its cell and its hash. When no cell for it exists yet, {@link Cell#EMPTY} may stand for it in the
 * operations that store no key: then every candidate with the same hash is shown to the {@link KeyEquality}. It is asked
 * too when equality hangs on mutable objects. Answers are cells; {@link Cell#EMPTY} means that there is no such key.
 */
public final class Dicts {
    /** Most entries of a dict. */
    public static final int MAX_SIZE = DictLayout.MAX_ENTRIES;

    private static final int SIZE = DictLayout.SIZE;
    private static final long[] NO_CELLS = {};
    /** Answer of an operation on a small dict that turned out to be a large one; neither a cell nor a count. */
    private static final long LARGE = Access.RETRY + 1;

    private Dicts() {}

    /** An empty dict nobody can see yet with room for this many entries. */
    public static long create(Allocator allocator, int expected) {
        return create(allocator, Kind.DICT, expected);
    }

    /** The same for a dict or set. */
    static long create(Allocator allocator, int kind, int expected) {
        DictBodies.checkEntries(expected);
        if (expected > DictLayout.MOST_SMALL) {
            return LargeDicts.create(allocator, kind, expected);
        }
        return Bodies.createObject(
                allocator, 0, kind, DictIndex.withRoom(false, expected).capacity());
    }

    /** Adds an entry to a dict made by {@link #create} that nobody can see yet and that has no such key. */
    public static void addFresh(Allocator allocator, long ref, long key, long hash, long value) {
        long body = ref + ObjectLayout.INLINE_BODY;
        if (TreeLayout.isRoot(allocator.memory().getPlain(body))) {
            LargeDicts.addFresh(allocator, body, key, hash, value);
        } else {
            DictBodies.addFresh(allocator, ref, key, hash, value);
        }
    }

    /** Gives all blocks of a dict that nobody can see yet, its own too. */
    public static void blocks(Memory memory, long ref, LongConsumer block) {
        long body = ref + ObjectLayout.INLINE_BODY;
        if (TreeLayout.isRoot(memory.getPlain(body))) {
            FreshTree.blocks(memory, memory.getPlain(Bodies.at(body, TreeLayout.PARTS_WORD)), block);
        } else if (memory.getPlain(ref + ObjectLayout.BODY) != body) {
            block.accept(memory.getPlain(ref + ObjectLayout.BODY));
        }
        block.accept(ref);
    }

    // ---- short ways, only outside of transactions

    /** Value, {@link Cell#EMPTY}, or {@link Cell#MISS_SLOW} when the full {@link #get} must look. */
    public static long tryGet(Memory memory, long ref, long key, long hash) {
        long value = SmallDicts.tryGet(memory, ref, key, hash);
        return value == Cell.MISS_SLOW ? PlainTree.tryGet(memory, ref, key, hash) : value;
    }

    /** Stores a value; false when the full {@link #put} must do it. */
    public static boolean tryPut(Mutator mutator, long ref, long key, long hash, long value) {
        return SmallDicts.tryPut(mutator, ref, key, hash, value) || PlainTree.tryPut(mutator, ref, key, hash, value);
    }

    /** Size, or -1 when the full {@link #size} must look. */
    public static int trySize(Memory memory, long ref) {
        int size = SmallDicts.trySize(memory, ref);
        return size < 0 ? PlainTree.trySize(memory, ref) : size;
    }

    // ---- full operations

    /** One run of an operation on a dict of one body. */
    @FunctionalInterface
    private interface SmallStep {
        long run(Access access, DictProbe probe);
    }

    private static long perform(Mutator mutator, long ref, SmallStep small, LongSupplier large) {
        long result = Access.perform(mutator, ref, access -> {
            DictProbe probe = new DictProbe(access);
            if (probe.isLarge()) {
                return access.valid() ? LARGE : Access.RETRY;
            }
            return small.run(access, probe);
        });
        return result == LARGE ? large.getAsLong() : result;
    }

    public static int size(Mutator mutator, long ref) {
        return (int) perform(
                mutator,
                ref,
                (access, probe) -> {
                    int alive = DictLayout.alive(access.word(SIZE));
                    return access.valid() ? alive : Access.RETRY;
                },
                () -> LargeDicts.size(mutator, ref));
    }

    public static long get(Mutator mutator, long ref, long key, long hash, KeyEquality equality) {
        if (mutator.active()) {
            long value = TransactionalDicts.get(mutator, ref, key, hash);
            if (value != Cell.MISS_SLOW) {
                return value;
            }
        }
        return perform(
                mutator,
                ref,
                (access, probe) -> {
                    long entry = probe.find(key, hash, equality);
                    long value = entry >= 0 ? access.word(probe.valueWord(entry)) : Cell.EMPTY;
                    return entry != Access.RETRY && access.valid() ? value : Access.RETRY;
                },
                () -> LargeDicts.get(mutator, ref, lookup(key, hash, equality)));
    }

    private static Lookup lookup(long key, long hash, KeyEquality equality) {
        return new Lookup(key, hash, equality::equal);
    }

    /** Stores a value and returns the one before. A key that is there already stays as it is. */
    public static long put(Mutator mutator, long ref, long key, long hash, long value, KeyEquality equality) {
        if (mutator.active()) {
            long before = TransactionalDicts.overwrite(mutator, ref, key, hash, value);
            if (before != Cell.MISS_SLOW) {
                return before;
            }
        }
        return perform(
                mutator,
                ref,
                (access, probe) -> {
                    long entry = probe.find(key, hash, equality);
                    return entry >= 0 ? probe.overwrite(entry, value) : probe.insert(entry, key, hash, value);
                },
                () -> LargeDicts.put(mutator, ref, lookup(key, hash, equality), value));
    }

    /** Stores a value if there is none; returns the one that was there. */
    public static long putIfAbsent(Mutator mutator, long ref, long key, long hash, long value, KeyEquality equality) {
        return perform(
                mutator,
                ref,
                (access, probe) -> {
                    long entry = probe.find(key, hash, equality);
                    if (entry < 0) {
                        return probe.insert(entry, key, hash, value);
                    }
                    long present = access.word(probe.valueWord(entry));
                    return access.valid() ? present : Access.RETRY;
                },
                () -> LargeDicts.putIfAbsent(mutator, ref, lookup(key, hash, equality), value));
    }

    /** Stores a value if the key is there; returns the one before. */
    public static long replace(Mutator mutator, long ref, long key, long hash, long value, KeyEquality equality) {
        return perform(
                mutator,
                ref,
                (access, probe) -> {
                    long entry = probe.find(key, hash, equality);
                    if (entry >= 0) {
                        return probe.overwrite(entry, value);
                    }
                    return entry != Access.RETRY && access.valid() ? Cell.EMPTY : Access.RETRY;
                },
                () -> LargeDicts.replace(mutator, ref, lookup(key, hash, equality), value));
    }

    /** Removes an entry and returns its value. */
    public static long remove(Mutator mutator, long ref, long key, long hash, KeyEquality equality) {
        return perform(
                mutator,
                ref,
                (access, probe) -> {
                    long entry = probe.find(key, hash, equality);
                    if (entry >= 0) {
                        return probe.remove(entry);
                    }
                    return entry != Access.RETRY && access.valid() ? Cell.EMPTY : Access.RETRY;
                },
                () -> LargeDicts.remove(mutator, ref, lookup(key, hash, equality)));
    }

    /** Puts key and value of the entry inserted last into {@code keyAndValue}; false for an empty dict. */
    public static boolean last(Mutator mutator, long ref, long[] keyAndValue) {
        long found = perform(
                mutator,
                ref,
                (access, probe) -> probe.last(keyAndValue),
                () -> LargeDicts.last(mutator, ref, keyAndValue));
        return found == 1;
    }

    /** Removes the entry inserted last and puts its key and value into {@code keyAndValue}; false for an empty dict. */
    public static boolean popLast(Mutator mutator, long ref, long[] keyAndValue) {
        long popped = perform(
                mutator,
                ref,
                (access, probe) -> probe.popLast(keyAndValue),
                () -> LargeDicts.popLast(mutator, ref, keyAndValue));
        return popped == 1;
    }

    public static void clear(Mutator mutator, long ref) {
        replaceAll(mutator, ref, NO_CELLS, NO_CELLS);
    }

    /** Makes these the only entries: keys, which must differ, and values in turn, and the hashes of the keys. */
    public static void replaceAll(Mutator mutator, long ref, long[] keysAndValues, long[] hashes) {
        int[] folded = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            folded[i] = Hashing.fold(hashes[i]);
        }
        perform(
                mutator,
                ref,
                (access, probe) -> DictBodies.replace(access, keysAndValues, folded),
                () -> LargeDicts.replaceAll(mutator, ref, keysAndValues, folded));
    }

    /** Stores all these: keys and values in turn, and the hashes of the keys. */
    public static void putAll(
            Mutator mutator, long ref, long[] keysAndValues, long[] hashes, KeyEqualities equalities) {
        Access.inTransaction(mutator, () -> {
            for (int i = 0; i < hashes.length; i++) {
                put(mutator, ref, keysAndValues[2 * i], hashes[i], keysAndValues[2 * i + 1], equalities.of(i));
            }
        });
    }

    /** Keys and values in turn, as they were at one moment. */
    public static long[] snapshot(Mutator mutator, long ref) {
        long[][] result = {NO_CELLS};
        perform(
                mutator,
                ref,
                (access, probe) -> {
                    int used = probe.used();
                    int alive = DictLayout.alive(access.word(SIZE));
                    if (!access.valid()) {
                        return Access.RETRY;
                    }
                    long[] entries = new long[DictLayout.ENTRY_WORDS * used];
                    if (!access.copy(probe.keyWord(0), entries, 0, entries.length)) {
                        return Access.RETRY;
                    }
                    result[0] = DictBodies.compact(entries, Math.clamp(alive, 0, used));
                    return 0;
                },
                () -> {
                    result[0] = LargeDicts.snapshot(mutator, ref);
                    return 0;
                });
        return result[0];
    }

    /**
     * The first entry at or behind a position; its key and value go into {@code keyAndValue}. Returns the position to
     * go on from, or -1 behind the last entry. Positions start at 0 and hold as long as nothing is inserted.
     */
    public static int next(Mutator mutator, long ref, int position, long[] keyAndValue) {
        return (int) perform(
                mutator,
                ref,
                (access, probe) -> probe.next(position, keyAndValue),
                () -> LargeDicts.next(mutator, ref, position, keyAndValue));
    }
}

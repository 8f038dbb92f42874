// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Equality;
import org.sharedobjects.heap.value.Hashing;

/**
 * The short ways outside of transactions: a hint of the index, and one look at or one write of the chunk it leads to, which
 * is the step. Where that does not decide the answer is {@link Cell#MISS_SLOW}.
 */
public final class PlainTree {
    /** There is no entry any more. */
    public static final int END = -1;
    /** The full operation must look. */
    public static final int UNKNOWN = -2;

    public static final int NEXT_CHUNK = -3;

    private PlainTree() {}

    /** What {@link #place} answers when no key has that hash. */
    public static final long ABSENT = Hints.ABSENT;

    private static final int ENTRY_BITS = 8;
    private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;

    /** Whether the dict is a tree, which it stays; false if that cannot be told at once. */
    public static boolean isTree(Memory memory, long root) {
        return Hints.parts(memory, root) != Hints.NO_PARTS;
    }

    /**
     * The place in the heap of an entry with that hash, which is a hint for {@link #tryGetAt} and {@link #tryPutAt} and is worth
     * remembering: a chunk stays where it is, and an entry most of the time. {@link #ABSENT}, as of some moment of the call,
     * or another negative number when that cannot be told at once.
     */
    public static long place(Memory memory, long root, long hash) {
        long parts = Hints.parts(memory, root);
        long position = parts == Hints.NO_PARTS ? Hints.UNDECIDED : Hints.find(memory, parts, Hashing.fold(hash));
        if (position < 0) {
            return position;
        }
        long chunk = chunk(memory, parts, position);
        return chunk == Directory.NONE
                ? Hints.UNDECIDED
                : ((chunk / ObjectLayout.GRANULE) << ENTRY_BITS) | TreeLayout.entryOf(position);
    }

    static long chunkOf(long place) {
        return (place >>> ENTRY_BITS) * ObjectLayout.GRANULE;
    }

    static int entryOf(long place) {
        return (int) place & ENTRY_MASK;
    }

    /** Value, or {@link Cell#MISS_SLOW} when that key is not there or somebody is at it. */
    public static long tryGetAt(Memory memory, long place, long key) {
        long chunk = chunkOf(place);
        int entry = entryOf(place);
        long lock = memory.getAcquire(chunk);
        long body = memory.getGuess(chunk + ObjectLayout.BODY);
        boolean found = entry < memory.getGuess(Bodies.at(body, TreeLayout.SIZE))
                && memory.getGuess(Bodies.at(body, TreeLayout.keyWord(entry))) == key;
        long value = memory.getGuess(Bodies.at(body, TreeLayout.valueWord(entry)));
        return found && !Locks.isLocked(lock) && Locks.unchanged(memory, chunk, lock) ? value : Cell.MISS_SLOW;
    }

    /** Overwrites a value; false when that key is not there or somebody is at it. */
    public static boolean tryPutAt(Mutator mutator, long place, long key, long value) {
        Memory memory = mutator.memory();
        long chunk = chunkOf(place);
        int entry = entryOf(place);
        long lock = memory.getAcquire(chunk);
        long body = memory.getGuess(chunk + ObjectLayout.BODY);
        return !Locks.isLocked(lock)
                && entry < memory.getGuess(Bodies.at(body, TreeLayout.SIZE))
                && memory.getGuess(Bodies.at(body, TreeLayout.keyWord(entry))) == key
                && mutator.plain().write(chunk, lock, body, TreeLayout.valueWord(entry), value);
    }

    /** Value, {@link Cell#EMPTY} or {@link Cell#MISS_SLOW}. */
    public static long tryGet(Memory memory, long root, long key, long hash) {
        long place = place(memory, root, hash);
        if (place < 0) {
            return place == ABSENT ? Cell.EMPTY : Cell.MISS_SLOW;
        }
        return tryGetAt(memory, place, key);
    }

    /** Overwrites a value; false when that was not possible, or there is no such key. */
    public static boolean tryPut(Mutator mutator, long root, long key, long hash, long value) {
        long place = place(mutator.memory(), root, hash);
        return place >= 0 && tryPutAt(mutator, place, key, value);
    }

    /** Number of entries, or -1 when it cannot be told at once. */
    public static int trySize(Memory memory, long root) {
        long parts = Hints.parts(memory, root);
        if (parts == Hints.NO_PARTS) {
            return -1;
        }
        long count = Hints.part(memory, parts, TreeLayout.COUNT);
        long lock = memory.getAcquire(count);
        long size = memory.getGuess(Bodies.at(memory.getGuess(count + ObjectLayout.BODY), TreeLayout.SIZE));
        return !Locks.isLocked(lock) && Locks.unchanged(memory, count, lock) ? (int) size : -1;
    }

    /** The chunk where the entry of a position is; {@link Directory#NONE} if there is none, or that cannot be told at once. */
    public static long chunkOf(Memory memory, long root, int position) {
        long parts = Hints.parts(memory, root);
        return parts == Hints.NO_PARTS ? Directory.NONE : chunk(memory, parts, position);
    }

    /**
     * The first entry at or behind a position in a chunk: key and value go into {@code entry}. Returns the position behind it,
     * {@link #END} behind the last one of the dict, {@link #NEXT_CHUNK} behind the last one of the chunk, or {@link #UNKNOWN}.
     */
    public static int tryNext(Memory memory, long chunk, int position, long[] entry) {
        long lock = memory.getAcquire(chunk);
        int next = guessNext(memory, chunk, position, entry);
        return !Locks.isLocked(lock) && Locks.unchanged(memory, chunk, lock) ? next : UNKNOWN;
    }

    /** The same, if the chunk does not change meanwhile. */
    static int guessNext(Memory memory, long chunk, int position, long[] entry) {
        long body = memory.getGuess(chunk + ObjectLayout.BODY);
        long used = Math.min(memory.getGuess(Bodies.at(body, TreeLayout.SIZE)), TreeLayout.CHUNK_ENTRIES);
        int first = TreeLayout.entryOf(position);
        for (int i = first; i < used; i++) {
            entry[0] = memory.getGuess(Bodies.at(body, TreeLayout.keyWord(i)));
            if (entry[0] != Cell.TOMBSTONE) {
                entry[1] = memory.getGuess(Bodies.at(body, TreeLayout.valueWord(i)));
                return position - first + i + 1;
            }
        }
        return used == TreeLayout.CHUNK_ENTRIES ? NEXT_CHUNK : END;
    }

    private static long chunk(Memory memory, long parts, long position) {
        long directory = Hints.part(memory, parts, TreeLayout.DIRECTORY);
        return Directory.child(memory, directory, TreeLayout.chunkOf(position));
    }

    /** As {@link #tryGet} for keys that have to be compared. */
    public static long get(Mutator mutator, long root, Lookup lookup) {
        return getOrOverwrite(mutator, root, lookup, false, Cell.EMPTY);
    }

    /** Returns the value before, {@link Cell#EMPTY} when there is no such key, or {@link Cell#MISS_SLOW}. */
    public static long overwrite(Mutator mutator, long root, Lookup lookup, long value) {
        return getOrOverwrite(mutator, root, lookup, true, value);
    }

    private static long getOrOverwrite(Mutator mutator, long root, Lookup lookup, boolean write, long value) {
        Memory memory = mutator.memory();
        long parts = Hints.parts(memory, root);
        long position = parts == Hints.NO_PARTS ? Hints.UNDECIDED : Hints.find(memory, parts, lookup.hash());
        if (position < 0) {
            return position == Hints.ABSENT ? Cell.EMPTY : Cell.MISS_SLOW;
        }
        long chunk = chunk(memory, parts, position);
        if (chunk == Directory.NONE) {
            return Cell.MISS_SLOW;
        }
        int entry = TreeLayout.entryOf(position);
        long lock = mutator.settle(chunk);
        long body = memory.getGuess(chunk + ObjectLayout.BODY);
        boolean there = entry < memory.getGuess(Bodies.at(body, TreeLayout.SIZE));
        long key = memory.getGuess(Bodies.at(body, TreeLayout.keyWord(entry)));
        long before = memory.getGuess(Bodies.at(body, TreeLayout.valueWord(entry)));
        // Blocks behind a cell may be looked at only once the cell is known to be right.
        if (!there || !Locks.unchanged(memory, chunk, lock) || !isEqual(memory, lookup, key)) {
            return Cell.MISS_SLOW;
        }
        boolean done = write
                ? mutator.plain().write(chunk, lock, body, TreeLayout.valueWord(entry), value)
                : Locks.unchanged(memory, chunk, lock);
        return done ? before : Cell.MISS_SLOW;
    }

    private static boolean isEqual(Memory memory, Lookup lookup, long candidate) {
        int answer = lookup.compare(memory, candidate);
        if (answer == Equality.ASK) {
            lookup.answer();
            answer = lookup.compare(memory, candidate);
        }
        return answer == Equality.EQUAL;
    }
}

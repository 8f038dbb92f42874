// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import java.util.Arrays;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Tuples;

/** A large dict, as a transaction sees and changes it, or who makes it. */
public final class Tree {
    private final Words words;
    private final long parts;
    private final EntryLog entries;
    private final HashIndex index;
    private final long count;

    private Tree(Words words, long parts) {
        this.words = words;
        this.parts = parts;
        this.entries = new EntryLog(words, part(TreeLayout.DIRECTORY), part(TreeLayout.TAIL));
        this.index = new HashIndex(words, part(TreeLayout.INDEX));
        this.count = part(TreeLayout.COUNT);
    }

    private long part(int number) {
        return Hints.part(words.memory(), parts, number);
    }

    /** In the mutator's running transaction. */
    public static Tree of(Mutator mutator, long root) {
        return of(new TransactionWords(mutator), root);
    }

    static Tree of(Words words, long root) {
        return ofParts(words, words.load(root, TreeLayout.PARTS_WORD));
    }

    static Tree ofParts(Words words, long parts) {
        Memory memory = words.memory();
        if (Immutables.kindOrZero(memory, parts) != Immutables.TUPLE
                || Tuples.length(memory, parts) != TreeLayout.PARTS) {
            throw new HeapCorruptException("dict lacks its parts: cell=%#x".formatted(parts));
        }
        return new Tree(words, parts);
    }

    Memory memory() {
        return words.memory();
    }

    long parts() {
        return parts;
    }

    EntryLog entries() {
        return entries;
    }

    HashIndex index() {
        return index;
    }

    public int size() {
        return (int) words.load(count, TreeLayout.SIZE);
    }

    public long value(long position) {
        return entries.value(position);
    }

    /** Returns the value before. */
    public long overwrite(long position, long value) {
        long before = entries.value(position);
        entries.setValue(position, value);
        return before;
    }

    /** Adds an entry for a key that {@link Lookup#find} did not find. */
    public void insert(Lookup lookup, long value) {
        insert(lookup.key(), lookup.hash(), value);
    }

    void insert(long key, int hash, long value) {
        long used = entries.usedIfAtBoundary();
        if (used > 0 && size() < used / 2) {
            squeeze();
        }
        index.add(hash, entries.append(key, hash, value));
        words.add(count, TreeLayout.SIZE, 1);
    }

    /** Removes an entry and returns its value. */
    public long remove(long position) {
        long before = entries.value(position);
        index.remove(entries.hash(position), position);
        entries.remove(position);
        words.add(count, TreeLayout.SIZE, -1);
        return before;
    }

    /** Key and value of the entry inserted last; false if there is none. */
    public boolean last(long[] keyAndValue) {
        long position = entries.last();
        if (position >= 0) {
            keyAndValue[0] = entries.key(position);
            keyAndValue[1] = entries.value(position);
        }
        return position >= 0;
    }

    /** Removes the entry inserted last; false if there is none. */
    public boolean popLast(long[] keyAndValue) {
        long position = entries.cutToLast();
        if (position < 0) {
            return false;
        }
        keyAndValue[0] = entries.key(position);
        keyAndValue[1] = entries.value(position);
        index.remove(entries.hash(position), position);
        entries.cut(position);
        words.add(count, TreeLayout.SIZE, -1);
        return true;
    }

    public void clear() {
        index.clear();
        entries.clear();
        words.store(count, TreeLayout.SIZE, 0);
    }

    /** Closes the gaps that removed entries have left. */
    private void squeeze() {
        long[] present = entries.entries();
        clear();
        for (int i = 0; i < present.length; i += TreeLayout.ENTRY_WORDS) {
            int hash = (int) present[i + 2];
            index.add(hash, entries.append(present[i], hash, present[i + 1]));
        }
        words.store(count, TreeLayout.SIZE, present.length / TreeLayout.ENTRY_WORDS);
    }

    /** Keys and values in turn. */
    public long[] keysAndValues() {
        long[] all = entries.entries();
        int n = 0;
        for (int i = 0; i < all.length; i += TreeLayout.ENTRY_WORDS) {
            all[n++] = all[i];
            all[n++] = all[i + 1];
        }
        return Arrays.copyOf(all, n);
    }

    /** As in {@code Dicts.next}. */
    public long next(int position, long[] keyAndValue) {
        long found = entries.next(position);
        if (found >= 0) {
            keyAndValue[0] = entries.key(found);
            keyAndValue[1] = entries.value(found);
        }
        return found < 0 ? -1 : found + 1;
    }

    /** Adds entries to an empty tree: keys, which must differ, and values in turn, and folded hashes. */
    public void fill(long[] keysAndValues, int[] hashes) {
        for (int i = 0; i < hashes.length; i++) {
            insert(keysAndValues[2 * i], hashes[i], keysAndValues[2 * i + 1]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Equality;
import org.sharedobjects.heap.value.Hashing;

/** One run of an operation over a dict's body. */
final class DictProbe {
    private final Access access;
    private final long header;
    private final DictIndex index;

    DictProbe(Access access) {
        this.access = access;
        this.header = access.word(ObjectLayout.HEADER_WORD);
        this.index = DictIndex.of(header);
    }

    /** Then nothing else may be asked. */
    boolean isLarge() {
        return TreeLayout.isRoot(header);
    }

    int keyWord(int entry) {
        return index.keyWord(entry);
    }

    int valueWord(long entry) {
        return index.valueWord((int) entry);
    }

    /** Entries used, removed ones included; bounded by the body. */
    int used() {
        int used = DictLayout.used(access.word(DictLayout.SIZE));
        if (used < 0 || used > index.limit()) {
            access.nonsense("dict longer than its body");
            return 0;
        }
        return used;
    }

    /** The key's entry number; else the complement of the index place that is free for it, or {@link Access#RETRY}. */
    long find(long key, long hash, KeyEquality equality) {
        int folded = Hashing.fold(hash);
        for (int probes = 0; probes < index.size(); probes++) {
            int place = index.place(folded, probes);
            long there = index.at(access.word(index.wordOf(place)), place);
            if (there == 0) {
                return ~(long) place;
            }
            if (!index.mayBe(there, folded)) {
                continue;
            }
            int entry = index.entry(there);
            if (entry < 0 || entry >= index.limit()) {
                return access.nonsense("dict index points behind its entries");
            }
            long candidate = access.word(keyWord(entry));
            if (candidate == key) {
                return entry;
            }
            boolean mayEqual = index.wide()
                    ? candidate != Cell.TOMBSTONE
                    : SmallDicts.mayEqual(access.memory(), candidate, folded);
            if (!mayEqual) {
                continue;
            }
            long answer = compare(key, entry, candidate, equality);
            if (answer != Equality.DIFFERENT) {
                return answer == Equality.EQUAL ? entry : Access.RETRY;
            }
        }
        return access.nonsense("dict index is full");
    }

    /** {@link Equality#EQUAL}, {@link Equality#DIFFERENT}, or {@link Access#RETRY}. */
    private long compare(long key, int entry, long candidate, KeyEquality equality) {
        // Blocks behind a cell may be looked at only once the cell is known to be right.
        if (!access.valid()) {
            return Access.RETRY;
        }
        int answer = key == Cell.EMPTY ? Equality.ASK : Equality.compare(access.memory(), key, candidate);
        if (answer != Equality.ASK) {
            return answer;
        }
        long size = access.word(DictLayout.SIZE);
        boolean equal = equality.equal(candidate);
        if (!isUnchanged(size, entry, candidate)) {
            return Access.RETRY;
        }
        return equal ? Equality.EQUAL : Equality.DIFFERENT;
    }

    /** The guest's equality may have changed the dict inside this very transaction. */
    private boolean isUnchanged(long size, int entry, long candidate) {
        return access.valid()
                && access.word(ObjectLayout.HEADER_WORD) == header
                && access.word(DictLayout.SIZE) == size
                && access.word(keyWord(entry)) == candidate;
    }

    long overwrite(long entry, long value) {
        long before = access.word(valueWord(entry));
        return access.write(valueWord(entry), value) ? before : Access.RETRY;
    }

    /** Adds an entry; {@code place} is what {@link #find} gave. */
    long insert(long place, long key, long hash, long value) {
        if (place == Access.RETRY) {
            return Access.RETRY;
        }
        int used = used();
        boolean fits = index.wide() || DictBodies.derives(access.memory(), key, hash);
        if (used == index.limit() || !fits) {
            if (access.valid()) {
                DictBodies.rebuild(access, !fits);
            }
            return Access.RETRY;
        }
        int alive = DictLayout.alive(access.word(DictLayout.SIZE));
        int free = (int) ~place;
        int word = index.wordOf(free);
        boolean done = access.write(
                word,
                index.with(access.word(word), free, Hashing.fold(hash), used),
                keyWord(used),
                key,
                valueWord(used),
                value,
                DictLayout.SIZE,
                DictLayout.sizeWord(used + 1, alive + 1));
        return done ? Cell.EMPTY : Access.RETRY;
    }

    long remove(long entry) {
        long before = access.word(valueWord(entry));
        int alive = DictLayout.alive(access.word(DictLayout.SIZE));
        boolean done = access.write(
                keyWord((int) entry),
                Cell.TOMBSTONE,
                valueWord(entry),
                Cell.EMPTY,
                DictLayout.SIZE,
                DictLayout.sizeWord(used(), alive - 1));
        return done ? before : Access.RETRY;
    }

    /** 1 when there is an entry, 0 when there is none. */
    long last(long[] keyAndValue) {
        int last = showLast(used(), keyAndValue);
        return !access.valid() ? Access.RETRY : last < 0 ? 0 : 1;
    }

    /** Number of the last entry, or a negative one; a guess. */
    private int showLast(int used, long[] keyAndValue) {
        int last = used - 1;
        while (last >= 0 && access.word(keyWord(last)) == Cell.TOMBSTONE) {
            last -= removedBefore(last);
        }
        if (last >= 0) {
            keyAndValue[0] = access.word(keyWord(last));
            keyAndValue[1] = access.word(valueWord(last));
        }
        return last;
    }

    /** 1 when an entry was removed, 0 when there was none. */
    long popLast(long[] keyAndValue) {
        int used = used();
        int alive = DictLayout.alive(access.word(DictLayout.SIZE));
        int last = showLast(used, keyAndValue);
        if (last < 0) {
            return access.valid() ? 0 : Access.RETRY;
        }
        long size = DictLayout.sizeWord(used, alive - 1);
        int gap = used - last;
        // The topmost removed entry says how many lie in a row, or popping all would be quadratic.
        boolean done = gap == 1
                ? access.write(keyWord(last), Cell.TOMBSTONE, valueWord(last), Cell.EMPTY, DictLayout.SIZE, size)
                : access.write(
                        keyWord(last),
                        Cell.TOMBSTONE,
                        valueWord(last),
                        Cell.EMPTY,
                        valueWord(used - 1),
                        Cell.ofInt(gap),
                        DictLayout.SIZE,
                        size);
        return done ? 1 : Access.RETRY;
    }

    private int removedBefore(int entry) {
        long inARow = access.word(valueWord(entry));
        return Cell.isInt(inARow) ? Math.clamp(Cell.asInt(inARow), 1, Integer.MAX_VALUE) : 1;
    }

    long next(int position, long[] keyAndValue) {
        int used = used();
        for (int entry = Math.max(0, position); entry < used; entry++) {
            long key = access.word(keyWord(entry));
            if (key != Cell.TOMBSTONE) {
                keyAndValue[0] = key;
                keyAndValue[1] = access.word(valueWord(entry));
                return access.valid() ? entry + 1L : Access.RETRY;
            }
        }
        return access.valid() ? -1 : Access.RETRY;
    }
}

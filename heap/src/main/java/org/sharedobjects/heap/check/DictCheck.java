// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.util.BitSet;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.DictBody;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.DictIndex;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;

/** One dict or set: its entries, its counts, and that its index leads to each entry. */
final class DictCheck {
    private final Body body;
    private final DictBody dict;
    private final Memory memory;
    private final Reach reach;
    private final Problems problems;
    /** Entries whose hash is the one that the heap derives: all in a narrow index, and those without mutable objects. */
    private final BitSet hashable = new BitSet();

    DictCheck(Body body, Reach reach, Problems problems) {
        this.body = body;
        this.dict = new DictBody(body);
        this.memory = reach.memory();
        this.reach = reach;
        this.problems = problems;
    }

    void run() {
        if (!dict.hasRoom()) {
            problems.add(
                    "dict is longer than its body: object=%d, used=%d, capacity=%d",
                    body.ref(), dict.used(), body.capacity());
            return;
        }
        entries();
        index();
    }

    private void entries() {
        int alive = 0;
        int removedInARow = 0;
        for (int entry = 0; entry < dict.used(); entry++) {
            if (dict.key(entry) == Cell.TOMBSTONE) {
                removed(entry, ++removedInARow);
                continue;
            }
            removedInARow = 0;
            alive++;
            boolean sound = reach.cell(dict.key(entry), body.ref(), entry);
            if (sound && (!dict.index().wide() || !Immutables.hasRefs(memory, dict.key(entry)))) {
                hashable.set(entry);
            }
            value(dict.value(entry), entry);
        }
        if (alive != dict.alive()) {
            problems.add(
                    "dict counts its entries wrong: object=%d, alive=%d, counted=%d", body.ref(), alive, dict.alive());
        }
    }

    private void value(long cell, int entry) {
        if (body.kind() == Kind.DICT) {
            reach.cell(cell, body.ref(), entry);
        } else if (cell != Sets.MEMBER) {
            problems.add("element of a set has a value: object=%d, entry=%d, cell=%#x", body.ref(), entry, cell);
        }
    }

    /** A removed entry may say how many lie in a row up to itself. */
    private void removed(int entry, int inARow) {
        long said = dict.value(entry);
        boolean right = Cell.isInt(said) ? Cell.asInt(said) > 0 && Cell.asInt(said) <= inARow : said == Cell.EMPTY;
        if (!right) {
            problems.add(
                    "removed entry of a dict says wrongly how many lie in a row: object=%d, entry=%d, cell=%#x, rows=%d",
                    body.ref(), entry, said, inARow);
        }
    }

    private void index() {
        int size = dict.index().size();
        int start = freePlace();
        if (start < 0) {
            problems.add("dict index is full: object=%d, index=%d", body.ref(), size);
            return;
        }
        BitSet found = new BitSet();
        int run = 0;
        for (int i = 1; i <= size; i++) {
            int place = (start + i) & (size - 1);
            run = dict.at(place) == 0 ? 0 : run + 1;
            if (run > 0) {
                place(place, run, found);
            }
        }
        int missing = found.nextClearBit(0);
        if (missing < dict.used()) {
            problems.add("dict index lacks an entry: object=%d, entry=%d", body.ref(), missing);
        }
    }

    private int freePlace() {
        for (int place = 0; place < dict.index().size(); place++) {
            if (dict.at(place) == 0) {
                return place;
            }
        }
        return -1;
    }

    /** {@code run}: how many places in a row up to this one are not free; a probe must not meet a free one before it. */
    private void place(int place, int run, BitSet found) {
        long there = dict.at(place);
        int entry = dict.index().entry(there);
        if (entry < 0 || entry >= dict.used()) {
            problems.add(
                    "dict index points behind its entries: object=%d, place=%d, entry=%d, used=%d",
                    body.ref(), place, entry, dict.used());
            return;
        }
        if (found.get(entry)) {
            problems.add("dict index has an entry twice: object=%d, place=%d, entry=%d", body.ref(), place, entry);
        }
        found.set(entry);
        if (dict.index().wide()) {
            hash(place, run, entry, DictIndex.hashOf(there));
        } else if (hashable.get(entry)) {
            hash(place, run, entry, Hashing.fold(Immutables.hash(memory, dict.key(entry))));
        }
    }

    /** {@code hash}: the one that the index goes by, folded. */
    private void hash(int place, int run, int entry, int hash) {
        if (((place - hash) & (dict.index().size() - 1)) >= run) {
            problems.add(
                    "dict entry is not found by its hash: object=%d, place=%d, entry=%d", body.ref(), place, entry);
        }
        boolean own = !hashable.get(entry) || Hashing.fold(Immutables.hash(memory, dict.key(entry))) == hash;
        if (!own || !dict.index().mayBe(dict.at(place), hash)) {
            problems.add("dict entry has a wrong hash: object=%d, place=%d, entry=%d", body.ref(), place, entry);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Equality;
import org.sharedobjects.heap.value.Hashing;

/**
 * Looks for one key. Where only the guest can tell whether two keys are equal, the search ends with a question; once that is
 * answered, which may change anything, it starts again and knows the answer.
 */
public final class Lookup {
    public static final long ABSENT = -1;
    public static final long QUESTION = -2;

    private final long key;
    private final int hash;
    private final LongPredicate equality;

    private boolean missed;
    private long question = Cell.EMPTY;
    private long[] asked = {};
    private boolean[] answers = {};

    /** {@code equality} is asked about cells of keys; {@link Cell#EMPTY} is a key that lies in no cell. */
    public Lookup(long key, long hash, LongPredicate equality) {
        this.key = key;
        this.hash = Hashing.fold(hash);
        this.equality = equality;
    }

    long key() {
        return key;
    }

    int hash() {
        return hash;
    }

    /** A hint has just said that there is no such key, so another one is not worth the while. */
    public void missed() {
        missed = true;
    }

    /** Position of the key in the tree as the transaction sees it, {@link #ABSENT} or {@link #QUESTION}. */
    public long find(Tree tree) {
        // The index is no part of what is read if its hint is right: who adds another key does not disturb us.
        long hint = missed ? ABSENT : Hints.find(tree.memory(), tree.parts(), hash);
        if (hint >= 0 && compare(tree.memory(), tree.entries().key(hint)) == Equality.EQUAL) {
            return hint;
        }
        return question != Cell.EMPTY ? QUESTION : findByIndex(tree);
    }

    private long findByIndex(Tree tree) {
        HashIndex index = tree.index();
        int cells = index.walk(hash);
        int place = TreeLayout.place(hash, cells);
        for (int probes = 0; probes < cells; probes++) {
            long word = index.word(place);
            if (word == 0) {
                return ABSENT;
            }
            if (TreeLayout.hashOf(word) == hash && TreeLayout.positionOf(word) >= 0) {
                int position = TreeLayout.positionOf(word);
                switch (compare(tree.memory(), tree.entries().key(position))) {
                    case Equality.EQUAL -> {
                        return position;
                    }
                    case Equality.ASK -> {
                        return QUESTION;
                    }
                    default -> {}
                }
            }
            place = place + 1 == cells ? 0 : place + 1;
        }
        if (cells != 0) {
            throw new HeapCorruptException("dict index is full: cells=" + cells);
        }
        return ABSENT;
    }

    /** Of a key in the tree. {@link Equality#ASK} leaves a question. */
    int compare(Memory memory, long candidate) {
        if (candidate == Cell.EMPTY || candidate == Cell.TOMBSTONE) {
            return Equality.DIFFERENT;
        }
        if (candidate == key) {
            return Equality.EQUAL;
        }
        int answer = key == Cell.EMPTY ? Equality.ASK : Equality.compare(memory, key, candidate);
        return answer == Equality.ASK ? known(candidate) : answer;
    }

    private int known(long candidate) {
        for (int i = 0; i < asked.length; i++) {
            if (asked[i] == candidate) {
                return answers[i] ? Equality.EQUAL : Equality.DIFFERENT;
            }
        }
        question = candidate;
        return Equality.ASK;
    }

    /** Asks the guest, which may run anything, and remembers the answer. */
    public void answer() {
        long candidate = question;
        question = Cell.EMPTY;
        boolean answer = equality.test(candidate);
        asked = Arrays.copyOf(asked, asked.length + 1);
        answers = Arrays.copyOf(answers, asked.length);
        asked[asked.length - 1] = candidate;
        answers[asked.length - 1] = answer;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.slot.Barrier;

/**
 * What a transaction will write: words of objects, and whole bodies. An object with a new body has no words here: they
 * go straight to the body, which nobody else knows yet.
 */
final class WriteSet {
    private static final int WORD_BITS = 27;
    private static final long WORD_MASK = (1L << WORD_BITS) - 1;
    /** In the word of a key: the value is to be added to the word. Above all words there are. */
    private static final int ADD = 1 << (ObjectLayout.CAPACITY_BITS + 1);
    /** In the word of a key, whose rest is a number from 0 on: the value is that cell behind the last. */
    private static final int APPEND = ADD << 1;

    private static final int BLIND = ADD | APPEND;
    private static final long READ = -1;
    /** Behind the last one of an object there is room where a cell is empty. */
    static final long EMPTY_CELL = 0;

    private final Allocator allocator;
    /** By (object, word). */
    private final LongMap words = new LongMap();

    private final LongMap bodies = new LongMap();
    /** Objects that are added or appended to without having been read, and how many cells; {@link #READ} once they are. */
    private final LongMap blind = new LongMap();

    /** Blocks that only new bodies refer to. */
    private final LongMap born = new LongMap();

    /** The savepoint taken last, with those before it. */
    private @Nullable Savepoint latest;

    /** Whether there may be {@linkplain #isVoid void} entries. */
    private boolean wasBlind;

    WriteSet(Allocator allocator) {
        this.allocator = allocator;
    }

    boolean isEmpty() {
        return words.size() == 0 && bodies.size() == 0;
    }

    /** Nothing of a transaction is left. */
    boolean isClean() {
        return isEmpty() && born.size() == 0 && blind.size() == 0;
    }

    boolean hasBodies() {
        return bodies.size() != 0 || born.size() != 0;
    }

    /** What is going to be written of this object, if anything, are single words, and it was read before. */
    boolean areReadWords(long ref) {
        return bodies.size() == 0 && (blind.size() == 0 || blind.find(ref) == LongMap.NONE);
    }

    static long key(long ref, int word) {
        return ((ref / ObjectLayout.GRANULE) << WORD_BITS) | word;
    }

    static long refOf(long key) {
        return (key >>> WORD_BITS) * ObjectLayout.GRANULE;
    }

    static int wordOf(long key) {
        return (int) (key & WORD_MASK);
    }

    static boolean isAdd(long key) {
        return (key & ADD) != 0;
    }

    static boolean isAppend(long key) {
        return (key & APPEND) != 0;
    }

    static boolean isBlind(long key) {
        return (key & BLIND) != 0;
    }

    /** Word, or number of the appended cell, of a blind write. */
    static int blindWordOf(long key) {
        return wordOf(key) & ~BLIND;
    }

    /** Whether a blind write has become one of the others, or adds nothing. */
    static boolean isVoid(long key, long value) {
        return isBlind(key) && value == 0;
    }

    boolean mayHaveVoid() {
        return wasBlind;
    }

    boolean isBlindlyWritten(long ref) {
        int index = blind.find(ref);
        return index != LongMap.NONE && blind.value(index) != READ;
    }

    /** To a word of an object that was not read. */
    void add(long ref, int word, long delta) {
        int index = words.findOrAdd(key(ref, word | ADD), 0);
        words.setValue(index, Sums.of(words.value(index), delta));
        blind.findOrAdd(ref, 0);
        wasBlind = true;
    }

    /** To an object that was not read. */
    void append(long ref, long cell) {
        int index = blind.findOrAdd(ref, 0);
        int count = (int) blind.value(index);
        add(ref, ObjectLayout.SIZE_WORD, 1);
        words.put(key(ref, count | APPEND), cell);
        blind.setValue(index, count + 1L);
    }

    /** What will be added to the word of an object that was not read. */
    long addend(long ref, int word) {
        int index = words.find(key(ref, word | ADD));
        return index == LongMap.NONE ? 0 : words.value(index);
    }

    /**
     * The object is being read, with these words: whether its blind writes can become ordinary ones. False when there is no
     * room any more for what was appended, or nothing to append it to.
     *
     * @throws HeapLimitException when a sum is out of range
     */
    boolean canBecomeRead(long ref, LongUnaryOperator present) {
        long size = present.applyAsLong(ObjectLayout.SIZE_WORD);
        int capacity = ObjectLayout.capacity(present.applyAsLong(ObjectLayout.HEADER_WORD));
        for (int i = 0; i < words.size(); i++) {
            long key = words.key(i);
            if (!isPending(ref, key, words.value(i))) {
                continue;
            }
            if (isAdd(key)) {
                Sums.of(present.applyAsLong(blindWordOf(key)), words.value(i));
                continue;
            }
            long place = size + blindWordOf(key);
            boolean room = size > 0
                    && place < capacity
                    && present.applyAsLong(ObjectLayout.FIRST_CELL_WORD + place) == EMPTY_CELL;
            if (!room) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPending(long ref, long key, long value) {
        return refOf(key) == ref && isBlind(key) && !isVoid(key, value);
    }

    /** After {@link #canBecomeRead}, with the same words. */
    void becomeRead(long ref, LongUnaryOperator present) {
        int count = words.size();
        for (int i = 0; i < count; i++) {
            if (isPending(ref, words.key(i), words.value(i))) {
                becomeOrdinary(ref, i, present);
            }
        }
        blind.setValue(blind.find(ref), READ);
    }

    private void becomeOrdinary(long ref, int index, LongUnaryOperator present) {
        long key = words.key(index);
        int word = blindWordOf(key);
        long value = words.value(index);
        if (isAdd(key)) {
            value = Sums.of(present.applyAsLong(word), value);
        } else {
            word += ObjectLayout.FIRST_CELL_WORD + (int) present.applyAsLong(ObjectLayout.SIZE_WORD);
        }
        words.setValue(index, 0);
        put(ref, word, value);
    }

    /** Objects written blindly that are read meanwhile, for {@link #becomeRead}; 0 when there are none. */
    long nextBlind(LongPredicate isRead) {
        for (int i = 0; i < blind.size(); i++) {
            if (blind.value(i) != READ && isRead.test(blind.key(i))) {
                return blind.key(i);
            }
        }
        return 0;
    }

    /** Index of the buffered value of the word, or {@link LongMap#NONE}. */
    int find(long ref, int word) {
        return words.find(key(ref, word));
    }

    long value(int index) {
        return words.value(index);
    }

    void put(long ref, int word, long value) {
        words.put(key(ref, word), value);
    }

    /** Puts buffered words of the object over what was read. */
    void overlay(long ref, int word, long[] target, int from, int count) {
        if (words.size() < count) {
            for (int i = 0; i < words.size(); i++) {
                int index = wordOf(words.key(i)) - word;
                if (refOf(words.key(i)) == ref && index >= 0 && index < count) {
                    target[from + index] = words.value(i);
                }
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int index = find(ref, word + i);
            if (index != LongMap.NONE) {
                target[from + i] = words.value(index);
            }
        }
    }

    void born(long block) {
        born.put(block, block);
    }

    /** The new body of the object, or 0. */
    long newBody(long ref) {
        int index = bodies.find(ref);
        return index == LongMap.NONE ? 0 : bodies.value(index);
    }

    /** Words buffered so far for the object are superseded. */
    void replaceBody(long ref, long newBody) {
        int index = bodies.find(ref);
        if (index == LongMap.NONE) {
            bodies.put(ref, newBody);
        } else {
            long superseded = bodies.value(index);
            bodies.setValue(index, newBody);
            allocator.releaseOrLose(superseded);
        }
    }

    Savepoint savepoint() {
        latest = Savepoint.of(allocator.memory(), words, bodies, latest);
        return latest;
    }

    /** All that is going to be written, or was when a savepoint was taken. */
    void shade(Barrier barrier, long cycle) {
        shadeObjects(barrier, cycle, blind);
        shadeObjects(barrier, cycle, bodies);
        for (int i = 0; i < words.size(); i++) {
            barrier.object(cycle, refOf(words.key(i)));
            barrier.shade(cycle, words.value(i));
        }
        for (int i = 0; i < bodies.size(); i++) {
            barrier.body(cycle, bodies.value(i));
        }
        for (int i = 0; i < born.size(); i++) {
            barrier.block(cycle, born.value(i));
        }
        for (Savepoint savepoint = latest; savepoint != null; savepoint = savepoint.before()) {
            savepoint.shade(barrier, cycle);
        }
    }

    private static void shadeObjects(Barrier barrier, long cycle, LongMap byObject) {
        for (int i = 0; i < byObject.size(); i++) {
            barrier.object(cycle, byObject.key(i));
        }
    }

    /** What was written blindly before the savepoint is blind again, also if the object has been read since. */
    void rollbackTo(Savepoint savepoint) {
        savepoint.restore(allocator.memory(), allocator, words, bodies);
        latest = savepoint;
        blind.clear();
        for (int i = 0; i < words.size(); i++) {
            long key = words.key(i);
            if (isBlind(key) && !isVoid(key, words.value(i))) {
                int index = blind.findOrAdd(refOf(key), 0);
                blind.setValue(index, blind.value(index) + (isAppend(key) ? 1 : 0));
            }
        }
    }

    LongMap words() {
        return words;
    }

    LongMap bodies() {
        return bodies;
    }

    /** Nothing has been committed: the new bodies were never seen by anybody. */
    void releaseBodies() {
        for (int i = 0; i < bodies.size(); i++) {
            long body = bodies.value(i);
            // First, so that an error in between releases none twice.
            bodies.setValue(i, 0);
            if (body != 0) {
                allocator.releaseOrLose(body);
            }
        }
        bodies.clear();
        for (int i = 0; i < born.size(); i++) {
            long block = born.value(i);
            born.setValue(i, 0);
            if (block != 0) {
                allocator.releaseOrLose(block);
            }
        }
    }

    void clear() {
        born.clear();
        blind.clear();
        words.clear();
        bodies.clear();
        wasBlind = false;
        latest = null;
    }
}

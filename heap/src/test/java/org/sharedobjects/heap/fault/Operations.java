// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.sharedobjects.heap.anomaly.WordHeap;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;

/**
 * A counter, and two accounts whose sum is always 0, as words of one heap. Each operation counts one up, moves one from one
 * account to the other, or both, in its own way.
 */
final class Operations {
    static final int WORDS = 3;

    enum Kind {
        TRANSFER_IN_PLACE(0, 1),
        TRANSFER_WITH_NEW_BODIES(0, 1),
        TRANSFER_AND_COUNT_BOTH_WAYS(1, 1),
        TRANSFER_AND_COUNT_BY_ADDING(1, 1),
        COUNT_BY_SINGLE_WRITE(1, 0),
        COUNT_BY_EXCHANGING_THE_BODY(1, 0);

        private final int counts;
        private final int transfers;

        Kind(int counts, int transfers) {
            this.counts = counts;
            this.transfers = transfers;
        }
    }

    private final WordHeap heap;
    private final long counter;
    private final long from;
    private final long to;
    private final long[] versions = new long[3];
    private long counted;
    private long transferred;

    Operations(WordHeap heap) {
        this(heap, heap.object(new long[WORDS]), heap.object(new long[WORDS]), heap.object(new long[WORDS]));
    }

    /** Over objects that are there already, by their offsets. */
    Operations(WordHeap heap, long counter, long from, long to) {
        this.heap = heap;
        this.counter = counter;
        this.from = from;
        this.to = to;
    }

    long[] refs() {
        return new long[] {counter, from, to};
    }

    /** As {@link #expect} if the operation has been done, by somebody of whom it is not known. */
    void expectIfDone(Kind kind, Mutator mutator) {
        assertWhole(mutator, 1);
        long[] seen = look(mutator);
        if (seen[0] + seen[2] > counted + transferred) {
            expect(kind);
        }
        assertWhole(mutator, 0);
    }

    /** Takes what is there as expected, if at most so many operations have been done of which it is not known. */
    void expectWhatIsThere(Mutator mutator, int unknown) {
        assertWhole(mutator, unknown);
        long[] seen = look(mutator);
        counted = seen[0];
        transferred = seen[2];
    }

    /** To be called once for each {@link #run} that comes to its end. */
    void expect(Kind kind) {
        counted += kind.counts;
        transferred += kind.transfers;
    }

    void run(Kind kind, Mutator mutator) {
        switch (kind) {
            case TRANSFER_IN_PLACE ->
                WordHeap.atomically(mutator, () -> {
                    addInPlace(mutator, from, -1);
                    addInPlace(mutator, to, 1);
                });
            case TRANSFER_WITH_NEW_BODIES ->
                WordHeap.atomically(mutator, () -> {
                    addInNewBody(mutator, from, -1);
                    addInNewBody(mutator, to, 1);
                });
            case TRANSFER_AND_COUNT_BOTH_WAYS ->
                WordHeap.atomically(mutator, () -> {
                    addInNewBody(mutator, to, 1);
                    addInPlace(mutator, from, -1);
                    addInPlace(mutator, counter, 1);
                });
            case TRANSFER_AND_COUNT_BY_ADDING ->
                WordHeap.atomically(mutator, () -> {
                    mutator.add(from, ObjectLayout.FIRST_CELL_WORD, -1);
                    mutator.add(to, ObjectLayout.FIRST_CELL_WORD, 1);
                    mutator.add(counter, ObjectLayout.FIRST_CELL_WORD, 1);
                });
            case COUNT_BY_SINGLE_WRITE -> heap.update(mutator, counter, value -> value + 1);
            case COUNT_BY_EXCHANGING_THE_BODY -> exchange(mutator);
        }
    }

    private static void addInPlace(Mutator mutator, long ref, long amount) {
        WordHeap.store(mutator, ref, WordHeap.load(mutator, ref) + amount);
    }

    private void addInNewBody(Mutator mutator, long ref, long amount) {
        mutator.replaceBody(ref, heap.body(WordHeap.load(mutator, ref) + amount, 0, 0));
    }

    private void exchange(Mutator mutator) {
        Memory memory = heap.memory();
        for (; ; ) {
            long lock = mutator.settle(counter);
            long body = memory.getPlain(counter + ObjectLayout.BODY);
            long value = memory.getGuess(body + ObjectLayout.BODY_HEADER_BYTES);
            long newBody = heap.body(value + 1, 0, 0);
            if (mutator.plain().replace(counter, lock, body, newBody)) {
                return;
            }
            mutator.allocator().release(newBody);
        }
    }

    /** Whatever stands still: nothing is seen by halves, and at most {@code open} operations are not done yet. */
    void assertWhole(Mutator mutator, int open) {
        long[] seen = look(mutator);
        assertVersionsGoUp();
        assertEquals(0, seen[1] + seen[2], "half a transfer");
        assertEquals(open == 0 ? transferred : Math.clamp(seen[2], transferred, transferred + open), seen[2]);
        assertEquals(open == 0 ? counted : Math.clamp(seen[0], counted, counted + open), seen[0]);
    }

    private long[] look(Mutator mutator) {
        long[] seen = new long[3];
        WordHeap.atomically(mutator, () -> {
            seen[0] = WordHeap.load(mutator, counter);
            seen[1] = WordHeap.load(mutator, from);
            seen[2] = WordHeap.load(mutator, to);
        });
        return seen;
    }

    /** Nobody who is late may bring an older state back. */
    private void assertVersionsGoUp() {
        long[] refs = refs();
        for (int i = 0; i < refs.length; i++) {
            long lock = heap.memory().getAcquire(refs[i]);
            if (!LockWord.isLocked(lock)) {
                assertTrue(LockWord.version(lock) >= versions[i], "an older version has come back");
                versions[i] = LockWord.version(lock);
            }
        }
    }

    void assertUnlocked() {
        assertVersionsGoUp();
        for (long ref : refs()) {
            assertFalse(LockWord.isLocked(heap.memory().getAcquire(ref)), "a lock is left behind");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.sharedobjects.heap.anomaly.WordHeap;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;

/** Objects of two words, in one heap for each JVM. Tests make states by the million, so these take turns. */
final class Words {
    static final int FIRST = WordHeap.CELL;
    static final int SECOND = FIRST + 1;

    /** Many more than there are states at a time. */
    private static final int OBJECTS = 1 << 17;

    private static final WordHeap HEAP = new WordHeap();
    private static final Memory MEMORY = HEAP.memory();
    private static final long[] REFS = new long[OBJECTS];
    private static final long[] LISTS = new long[OBJECTS];
    private static final AtomicInteger NEXT = new AtomicInteger();

    @SuppressWarnings("ThreadLocalUsage")
    private static final ThreadLocal<Mutator> MUTATOR = ThreadLocal.withInitial(HEAP::mutator);

    static {
        for (int i = 0; i < OBJECTS; i++) {
            REFS[i] = HEAP.object(0, 0);
        }
    }

    private Words() {}

    static Mutator mutator() {
        return MUTATOR.get();
    }

    /** An object that nobody else uses, of zeros. */
    static long zeros() {
        long ref = next();
        set(ref, 0, 0);
        return ref;
    }

    /** As {@link #zeros}, in a test that makes every first word refer to an object of its own: that is released. */
    static long emptied() {
        long ref = next();
        long object = readFirst(ref);
        if (object != 0) {
            mutator().allocator().release(object);
        }
        set(ref, 0, 0);
        return ref;
    }

    private static long next() {
        return REFS[NEXT.getAndIncrement() & (OBJECTS - 1)];
    }

    static long emptyList() {
        int number = NEXT.getAndIncrement() & (OBJECTS - 1);
        if (LISTS[number] == 0) {
            LISTS[number] = Lists.createEmpty(mutator().allocator(), 1);
        } else {
            Lists.remove(mutator(), LISTS[number], 0);
        }
        return LISTS[number];
    }

    private static void set(long ref, long first, long second) {
        long body = MEMORY.getPlain(ref + ObjectLayout.BODY);
        MEMORY.putPlain(body + FIRST * (long) Long.BYTES, first);
        MEMORY.putPlain(body + SECOND * (long) Long.BYTES, second);
    }

    /** One nobody can see yet. */
    static long create(long first, long second) {
        long ref = mutator().allocator().allocate(ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(2));
        long body = ref + ObjectLayout.INLINE_BODY;
        MEMORY.putPlain(body, ObjectLayout.header(0, 0, 2));
        MEMORY.putPlain(body + ObjectLayout.SIZE_WORD * (long) Long.BYTES, 2);
        MEMORY.putPlain(ref + ObjectLayout.BODY, body);
        set(ref, first, second);
        MEMORY.putRelease(ref, 0);
        return ref;
    }

    /** The lock word, be it locked or not. */
    static long lock(long ref) {
        return MEMORY.getAcquire(ref);
    }

    /** One write outside a transaction; gives the lock word that it found. */
    static long write(long ref, long first, long second) {
        Mutator mutator = mutator();
        for (; ; ) {
            long lock = mutator.settle(ref);
            long body = MEMORY.getGuess(ref + ObjectLayout.BODY);
            if (mutator.plain().write(ref, lock, body, FIRST, first, SECOND, second)) {
                return lock;
            }
        }
    }

    /** Sees one read of both words, outside a transaction. */
    interface Both {
        void are(long first, long second);
    }

    static void read(long ref, Both both) {
        for (; ; ) {
            long lock = mutator().settleForReading(ref);
            long body = MEMORY.getGuess(ref + ObjectLayout.BODY);
            long first = MEMORY.getGuess(body + FIRST * (long) Long.BYTES);
            long second = MEMORY.getGuess(body + SECOND * (long) Long.BYTES);
            if (Locks.unchanged(MEMORY, ref, lock)) {
                both.are(first, second);
                return;
            }
        }
    }

    /** As {@link #read}, but only the first word. */
    static long readFirst(long ref) {
        for (; ; ) {
            long lock = mutator().settleForReading(ref);
            long value = MEMORY.getGuess(MEMORY.getGuess(ref + ObjectLayout.BODY) + FIRST * (long) Long.BYTES);
            if (Locks.unchanged(MEMORY, ref, lock)) {
                return value;
            }
        }
    }

    /** Says that somebody waits for a change; gives the lock word before. */
    static long markWaiter(long ref) {
        for (; ; ) {
            long lock = mutator().settle(ref);
            if (MEMORY.compareAndSet(ref, lock, lock | LockWord.WAITERS)) {
                return lock;
            }
        }
    }
}

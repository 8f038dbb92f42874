// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.sharedobjects.heap.layout.PriorityWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * The right to go first, for a transaction that has failed often. While somebody has it the others wait before they
 * take locks, 10 ms at most and twice as long at each further failure; then they take it away, since its holder may be
 * dead.
 */
@SuppressWarnings("ThreadPriorityCheck") // only where the alternative is to spin
final class Priority {
    /** Failed runs before a transaction asks for priority. */
    static final int FAILURES = 8;

    private static final long WAIT_NANOS = 10_000_000;
    private static final int MOST_DOUBLINGS = 9;
    private static final long SLEEP_NANOS = 50_000;
    private static final int YIELDS = 20;
    /** Holders in this process: a thread does not wait for itself. */
    private static final Map<Long, Thread> HOLDERS = new ConcurrentHashMap<>();

    private final Memory memory;
    private final int slot;
    private long held;

    Priority(Memory memory, int slot) {
        this.memory = memory;
        this.slot = slot;
    }

    void tryTake(int failures, long seq) {
        long word = PriorityWord.of(failures - FAILURES, slot, seq);
        if (memory.compareAndSet(Superblock.PRIORITY, PriorityWord.NOBODY, word)) {
            held = word;
            HOLDERS.put(word, Thread.currentThread());
        }
    }

    boolean isHeld() {
        return held != PriorityWord.NOBODY;
    }

    void release() {
        memory.compareAndSet(Superblock.PRIORITY, held, PriorityWord.NOBODY);
        HOLDERS.remove(held);
        held = PriorityWord.NOBODY;
    }

    /** Lets the holder go first. The caller must hold no lock. */
    void defer() {
        long word = memory.getAcquire(Superblock.PRIORITY);
        if (word == PriorityWord.NOBODY || word == held || HOLDERS.get(word) == Thread.currentThread()) {
            return;
        }
        long nanos = WAIT_NANOS << Math.min(PriorityWord.level(word), MOST_DOUBLINGS);
        long start = System.nanoTime();
        for (int i = 0; System.nanoTime() - start < nanos; i++) {
            if (memory.getAcquire(Superblock.PRIORITY) != word) {
                return;
            }
            if (i < YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
        }
        memory.compareAndSet(Superblock.PRIORITY, word, PriorityWord.NOBODY);
    }
}

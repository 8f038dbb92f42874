// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/**
 * What one thread needs to change a heap: a slot, and the running transaction if there is one. Not thread-safe, and
 * not bound to a thread either: whoever holds it uses it.
 *
 * <p>Words of an object are counted from its body: 0 is the header, 1 the size, 2 the first cell.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Mutator implements AutoCloseable {
    private Mutator() {}

    /** Takes a free slot of the heap. */
    public static Mutator open(Segment segment, Allocator allocator) {
        throw new UnsupportedOperationException("" + (segment.memory() == null || allocator == null));
    }

    public Memory memory() {
        throw new UnsupportedOperationException();
    }

    public Allocator allocator() {
        throw new UnsupportedOperationException();
    }

    /** Inside a transaction. */
    public boolean active() {
        throw new UnsupportedOperationException();
    }

    /** The running transaction has met a conflict: loads and stores throw, {@link #commit} will return false. */
    public boolean doomed() {
        throw new UnsupportedOperationException();
    }

    /** Starts a transaction. {@code attempt} is the number of earlier runs of it: backs off, asks for priority. */
    public void begin(int attempt) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the transaction.
     *
     * @return false after a conflict: everything is undone
     * @throws org.sharedobjects.heap.error.HeapFullException when there is no room for the log; everything is undone
     */
    public boolean commit() {
        throw new UnsupportedOperationException();
    }

    /** Ends the transaction and undoes everything. */
    public void abort() {
        throw new UnsupportedOperationException();
    }

    /**
     * A word as the transaction sees it.
     *
     * @throws ConflictException when no state of the heap fits what was read so far
     */
    public long load(long ref, int word) {
        throw new UnsupportedOperationException();
    }

    /** {@code count} words from {@code word} on. */
    public void loadRange(long ref, int word, long[] target, int from, int count) {
        throw new UnsupportedOperationException();
    }

    /** Buffered until {@link #commit}. */
    public void store(long ref, int word, long value) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives the object a new body, which the caller has allocated and filled; from now on loads and stores go straight
     * to it. The old body is recycled after the commit, the new one if there is none.
     */
    public void replaceBody(long ref, long newBody) {
        throw new UnsupportedOperationException();
    }

    /**
     * One step outside a transaction: stores one word, if the lock word is still {@code lock}.
     *
     * @param lock unlocked lock word, loaded before anything else of the object
     * @param body body offset loaded after it
     * @return false when somebody was faster: nothing happened, look again
     */
    public boolean writePlain(long ref, long lock, long body, int word, long value) {
        throw new UnsupportedOperationException();
    }

    public boolean writePlain(long ref, long lock, long body, int word1, long value1, int word2, long value2) {
        throw new UnsupportedOperationException();
    }

    public boolean writePlain(
            long ref, long lock, long body, int word1, long value1, int word2, long value2, int word3, long value3) {
        throw new UnsupportedOperationException();
    }

    @SuppressWarnings("TooManyParameters")
    public boolean writePlain(
            long ref,
            long lock,
            long body,
            int word1,
            long value1,
            int word2,
            long value2,
            int word3,
            long value3,
            int word4,
            long value4) {
        throw new UnsupportedOperationException();
    }

    /** One step outside a transaction: exchanges the body. The old one is recycled; false as for {@link #writePlain}. */
    public boolean replacePlain(long ref, long lock, long body, long newBody) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the transaction, undoes everything, and blocks until something it read may have changed.
     *
     * @param timeoutNanos negative: no limit
     * @return false when the time was up
     */
    public boolean awaitChange(long timeoutNanos) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Gives the slot back; a running transaction is undone. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
